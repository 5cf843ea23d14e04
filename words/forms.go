package words

// Texts of the public forms: their fields, what is said beside them, and what is said when an answer does not fit.
func init() {
	add(map[string]Entry{
		"public.nav.procedure": {"Hoe het werkt", "How it works"},
		"public.nav.talk":      {"Gesprek aanvragen", "Ask for a talk"},
		"public.nav.complaint": {"Klacht indienen", "File a complaint"},
		"public.choose":        {"Kies uit de lijst", "Choose from the list"},
		"public.reach": {
			"Vul een e-mailadres of een telefoonnummer in. Allebei mag ook. Wij hebben één van de twee nodig om u te bereiken.",
			"Fill in an e-mail address or a phone number, or both. We need one of the two to reach you.",
		},

		"public.complaint.title":    {"Klacht indienen", "File a complaint"},
		"public.complaint.lead":     {"U krijgt meteen een kenmerk en een eigen link. Daarmee volgt u wat er met uw klacht gebeurt.", "You get a reference and a private link at once. With them you follow what happens with your complaint."},
		"public.complaint.step_two": {"Uw gesprek ging vooraf. Wat wij al weten is ingevuld. Kijk of het klopt en vul de rest aan.", "Your talk went before this. What we know already is filled in. Check it and add the rest."},
		"public.complaint.after":    {"Nadat u verstuurt, ziet u uw kenmerk en wat er wanneer gebeurt.", "After you send it, you see your reference and what happens when."},
		"public.complaint.send":     {"Klacht versturen", "Send complaint"},

		"public.talk.title":   {"Gesprek aanvragen", "Ask for a talk"},
		"public.talk.lead":    {"Praat met de specialist die u behandelde. Wij bellen u om een moment af te spreken. Het gesprek is binnen %s na uw aanvraag.", "Talk with the specialist who treated you. We call you to agree on a time. The talk is within %s of your request."},
		"public.talk.private": {"Wat u bespreekt blijft tussen u en de specialist.", "What you discuss stays between you and the specialist."},
		"public.talk.send":    {"Gesprek aanvragen", "Ask for the talk"},
		"public.talk.tips":    {"Tips voor een goed gesprek", "Tips for a good talk"},
		"public.talk.instead": {"Kunt of wilt u niet met de specialist praten?", "Can't or won't you talk with the specialist?"},

		"public.part.visit":     {"Uw bezoek", "Your visit"},
		"public.part.complaint": {"Uw klacht", "Your complaint"},
		"public.part.you":       {"Wie bent u?", "Who are you?"},
		"public.part.other":     {"Ik klaag voor iemand anders", "I complain for somebody else"},
		"public.other.explain":  {"Vul de naam in van degene die is behandeld. Uw eigen naam en gegevens staan hierboven. Wij vragen u later te laten zien dat u namens die persoon mag klagen.", "Fill in the name of whoever was treated. Your own name and details are above. We will ask you later to show that you may complain for that person."},

		"public.field.branch":         {"Bij welke vestiging was u?", "Which branch did you visit?"},
		"public.field.treatment_date": {"Op welke dag was uw behandeling?", "On which day was your treatment?"},
		"public.hint.treatment_date":  {"Bijvoorbeeld 5-3-2026. Weet u het niet zeker? Vul dan de dag in die het best past.", "For example 5-3-2026: day, month, year. Not sure? Then fill in the day that fits best."},
		"public.field.specialist":     {"Welke specialist behandelde u?", "Which specialist treated you?"},
		"public.specialist_unknown":   {"Weet ik niet", "I don't know"},
		"public.field.about":          {"Waarover gaat uw klacht?", "What is your complaint about?"},
		"public.hint.about":           {"U mag meer dan één antwoord kiezen.", "You may choose more than one answer."},

		"public.hint.about.specialist": {"Bijvoorbeeld hoe u bent behandeld of aangesproken.", "For example how you were treated or spoken to."},
		"public.hint.about.treatment":  {"Bijvoorbeeld het resultaat, of pijn na afloop.", "For example the result, or pain afterwards."},
		"public.hint.about.branch":     {"Bijvoorbeeld hygiëne, wachttijd of de balie.", "For example hygiene, waiting time or the reception."},

		"public.field.story":      {"Wat is er gebeurd?", "What happened?"},
		"public.hint.story":       {"Vertel het in uw eigen woorden. U kunt later nog iets toevoegen.", "Tell it in your own words. You can add to it later."},
		"public.field.wish":       {"Wat wilt u graag dat wij doen?", "What would you like us to do?"},
		"public.field.share_talk": {"Ik had al een gesprek. Wat daar is gezegd, mag mee naar deze klacht.", "I had a talk already. What was said there may go along to this complaint."},
		"public.hint.share_talk":  {"Zonder dit vinkje blijft het gesprek tussen u en de specialist. Met dit vinkje hoort de specialist dat van ons.", "Without this tick the talk stays between you and the specialist. With it, we tell the specialist."},
		"public.field.topic":      {"Waarover wilt u praten?", "What do you want to talk about?"},
		"public.hint.topic":       {"Alleen de specialist leest dit.", "Only the specialist reads this."},
		"public.field.name":       {"Uw naam", "Your name"},
		"public.field.email":      {"E-mailadres", "E-mail address"},
		"public.field.phone":      {"Telefoonnummer", "Phone number"},
		"public.field.address":    {"Adres", "Address"},
		"public.hint.address":     {"Handig als wij u een brief sturen of bij u langskomen.", "Useful when we send you a letter or come to see you."},
		"public.field.acting_for": {"Naam van degene die is behandeld", "Name of whoever was treated"},
		"public.field.relation":   {"Wat bent u van die persoon?", "What are you to that person?"},
		"public.field.language":   {"In welke taal wilt u bericht van ons?", "In which language do you want to hear from us?"},

		"public.fault.stale": {
			"Dit formulier is te lang geleden geopend. Wat u typte staat er nog. Verstuur het nu opnieuw",
			"This form was opened too long ago. What you typed is still there. Send it again now",
		},
		"public.trap": {"Laat dit veld leeg", "Leave this field empty"},
		"public.fault.parts": {
			"Dit formulier kwam in veel meer delen binnen dan het heeft. Er is nog niets verstuurd. Wat wij ervan konden lezen, staat hieronder: kijk het na en verstuur het opnieuw. Lukt het niet, bel ons dan: %s",
			"This form came in far more parts than it has. Nothing has been sent yet. What we could read of it is below: check it and send it again. If that fails, call us: %s",
		},
		"public.fault.trap": {
			"Dit formulier leek door een programma ingevuld. Het is nog niet verstuurd. Wat u typte staat er nog. Verstuur het nog een keer, of bel ons: %s",
			"This form looked as if a program filled it in. It was not sent yet. What you typed is still there. Send it once more, or call us: %s",
		},
		"public.fault.prove": {
			"Er komen nu ongewoon veel formulieren binnen. Daarom maakt uw browser eerst een korte som. Wat u typte staat er nog. Verstuur het nog een keer, of bel ons: %s",
			"Unusually many forms come in now. That is why your browser does a short sum first. What you typed is still there. Send it once more, or call us: %s",
		},
		"public.fault.wait": {
			"Wij kunnen dit nu niet aannemen, omdat er heel veel binnenkomt. Wat u typte staat er nog. Verstuur het over %s opnieuw, of bel ons: %s",
			"We cannot take this now, because very much comes in. What you typed is still there. Send it again in %s, or call us: %s",
		},
		"public.proof.working": {"Even geduld, uw formulier wordt zo verstuurd.", "One moment, your form will be sent."},
		"public.proof.without": {
			"Er komen nu ongewoon veel formulieren binnen. Uw browser kan de som niet maken die daarom gevraagd wordt. Verstuur het formulier gewoon; kunnen wij het niet aannemen, bel ons dan: %s",
			"Unusually many forms come in now. Your browser cannot do the sum that is asked because of that. Just send the form; if we cannot take it, call us: %s",
		},

		"public.fault.branch":         {"Kies de vestiging waar u was", "Choose the branch you visited"},
		"public.fault.branch_unknown": {"Wij kennen deze vestiging niet. Kies een vestiging uit de lijst", "We do not know this branch. Choose one from the list"},
		"public.fault.treatment_date": {"Vul de dag van uw behandeling in, bijvoorbeeld 5-3-2026", "Fill in the day of your treatment, for example 5-3-2026"},
		"public.fault.date":           {"Deze dag bestaat niet of kunnen wij niet lezen. Schrijf dag, maand en jaar, bijvoorbeeld 5-3-2026", "This day does not exist, or we cannot read it. Write day, month and year, for example 5-3-2026"},
		"public.fault.future":         {"Deze dag is nog niet geweest. Vul de dag van uw behandeling in, vandaag is het %s", "This day has not come yet. Fill in the day of your treatment; today is %s"},
		"public.fault.specialist":     {"Wij kennen deze specialist niet. Kies een naam uit de lijst, of kies 'Weet ik niet'", "We do not know this specialist. Choose a name from the list, or 'I don't know'"},
		"public.fault.about":          {"Kies waarover uw klacht gaat", "Choose what your complaint is about"},
		"public.fault.story":          {"Vertel wat er is gebeurd", "Tell us what happened"},
		"public.fault.name":           {"Vul uw naam in", "Fill in your name"},
		"public.fault.email":          {"Dit e-mailadres klopt niet. Schrijf het zoals naam@voorbeeld.nl", "This e-mail address is not right. Write it like name@example.com"},
		"public.fault.phone":          {"Dit telefoonnummer is te kort. Vul het hele nummer in, bijvoorbeeld 06 12345678", "This phone number is too short. Fill in the whole number, for example 06 12345678"},
		"public.fault.reach":          {"Vul een e-mailadres of een telefoonnummer in, zodat wij u kunnen bereiken", "Fill in an e-mail address or a phone number, so that we can reach you"},
		"public.fault.relation":       {"Kies wat u bent van degene die is behandeld", "Choose what you are to whoever was treated"},
		"public.fault.acting_for":     {"Vul de naam in van degene die is behandeld, of kies bij de vraag daaronder niets", "Fill in the name of whoever was treated, or choose nothing at the question below it"},
		"public.fault.long":           {"Deze tekst heeft %[1]d tekens. Er passen er %[2]d. Maak hem %[3]d tekens korter", "This text has %[1]d characters. There is room for %[2]d. Make it %[3]d characters shorter"},
		"public.fault.cut":            {"Deze tekst heeft %[1]d tekens. Er passen er %[2]d. Wij hebben alleen het begin bewaard: maak een kortere tekst. Meer kunt u later als bericht sturen", "This text has %[1]d characters. There is room for %[2]d. We only kept its beginning: write a shorter text. You can send more later as a message"},
		"public.fault.words":          {"Schrijf eerst uw bericht", "Write your message first"},
		"public.fault.why":            {"Schrijf waarom u het aanbod niet aanneemt", "Write why you do not accept the offer"},
		"public.fault.proof":          {"Beschrijf waaruit blijkt dat u bij ons was", "Describe what shows that you were here"},
		"public.fault.solved":         {"Kies of het is opgelost", "Choose whether it is solved"},
		"public.fault.cause":          {"Kies een antwoord", "Choose an answer"},
		"public.fault.answer":         {"Schrijf hoe uw bezoek was", "Write how your visit was"},
		"public.fault.review":         {"Schrijf waarom u het niet eens bent met ons besluit", "Write why you disagree with our decision"},
		"public.fault.breach":         {"Schrijf wat er is gebeurd", "Write what happened"},
	})
}
