package words

// Texts for whoever stands before a page that opens by a private link or a code.
func init() {
	add(map[string]Entry{
		"public.nav.follow": {"Uw klacht volgen", "Follow your complaint"},

		"door.shut.title":   {"Deze link werkt niet (meer)", "This link does not work (any more)"},
		"door.shut.text":    {"Misschien is de link verlopen, is er een nieuwere, of mist er een stuk. Kopieer de hele link uit ons laatste bericht. Of vraag hieronder een code aan.", "Perhaps the link has expired, there is a newer one, or a part of it is missing. Copy the whole link from our latest message. Or ask for a code below."},
		"door.shut.browser": {"Kwam u hier eerder wel binnen? Na een tijd zonder gebruik sluit de pagina zichzelf. Open dan de link opnieuw. Uw browser moet cookies toestaan.", "Did you get in before? After a time without use the page shuts itself. Open the link again then. Your browser must allow cookies."},
		"door.shut.kept":    {"Dit is nog niet verstuurd. Kopieer het, en verstuur het opnieuw als u weer binnen bent.", "This has not been sent. Copy it, and send it again when you are in."},
		"door.call":         {"Lukt het niet? Bel ons:", "Does it not work? Call us:"},

		"door.title":      {"Uw klacht volgen", "Follow your complaint"},
		"door.lead":       {"Op uw eigen pagina ziet u hoe het met uw klacht of gesprek staat, en wat u kunt doen.", "On your own page you see how your complaint or talk stands, and what you can do."},
		"door.link":       {"In elk bericht van ons staat een link naar die pagina. Gebruik de link uit ons laatste bericht.", "Each message from us has a link to that page. Use the link in our latest message."},
		"door.inside":     {"U bent al binnen", "You are in already"},
		"door.ask":        {"Link kwijt? Vraag een code aan", "Lost the link? Ask for a code"},
		"door.ask.text":   {"Vul het kenmerk van uw zaak in, en het e-mailadres dat wij van u hebben. Wij mailen u dan een code en een nieuwe link. Alle velden zijn verplicht.", "Fill in the reference of your matter, and the e-mail address that we have of you. We then mail you a code and a new link. All fields are required."},
		"door.ask.send":   {"Code aanvragen", "Ask for a code"},
		"door.leave":      {"Afsluiten", "Leave"},
		"door.leave.text": {"Gebruiken anderen dit apparaat ook? Sluit dan af als u klaar bent.", "Do others use this device too? Then leave when you are done."},

		"door.code.title":     {"Vul uw code in", "Enter your code"},
		"door.code.lead":      {"Horen kenmerk en e-mailadres bij elkaar? Dan hebben wij u een code gemaild. Het kan een paar minuten duren. De code werkt een kwartier.", "Do the reference and the e-mail address belong together? Then we have mailed you a code. It may take a few minutes. The code works for a quarter of an hour."},
		"door.code.send":      {"Verder", "Go on"},
		"door.code.none":      {"Geen code gekregen?", "Did you get no code?"},
		"door.code.none.text": {"Kijk ook bij ongewenste e-mail. Kijk of het kenmerk en het e-mailadres kloppen. Hebben wij geen e-mailadres van u? Bel ons dan.", "Look among unwanted e-mail as well. Check the reference and the e-mail address. Do we have no e-mail address of you? Then call us."},
		"door.code.again":     {"Vraag een nieuwe code aan", "Ask for a new code"},

		"door.field.reference": {"Kenmerk", "Reference"},
		"door.hint.reference":  {"Het staat in elk bericht van ons, en ziet eruit als WH-4F7Q-K2MA.", "It is in each message from us, and looks like WH-4F7Q-K2MA."},
		"door.field.email":     {"E-mailadres", "E-mail address"},
		"door.hint.email":      {"Het adres waarop u onze berichten krijgt.", "The address at which you get our messages."},
		"door.field.code":      {"Code", "Code"},
		"door.hint.code":       {"Acht cijfers. U mag de code plakken.", "Eight digits. You may paste the code."},

		"door.fault.reference": {"Dit kenmerk klopt niet. Kijk in een bericht van ons; het ziet eruit als WH-4F7Q-K2MA", "This reference is not right. Look in a message from us; it looks like WH-4F7Q-K2MA"},
		"door.fault.email":     {"Vul het e-mailadres in dat wij van u hebben, bijvoorbeeld naam@voorbeeld.nl", "Fill in the e-mail address that we have of you, for instance name@example.org"},
		"door.fault.digits":    {"Vul de acht cijfers van de code in", "Fill in the eight digits of the code"},
		"door.fault.code":      {"Deze code klopt niet, of werkt niet meer. Gebruik de code uit onze nieuwste e-mail, of vraag een nieuwe aan", "This code is not right, or does not work any more. Use the code in our newest e-mail, or ask for a new one"},
		"door.fault.wait":      {"Dit is te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw, of bel ons", "This was tried too often. Wait a quarter of an hour and try again, or call us"},
	})
}
