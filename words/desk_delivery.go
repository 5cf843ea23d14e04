package words

// What the desk says of messages that go by mail. The sorts of answers are those of packages post and casework.
var deskDelivery = map[string]Entry{
	"desk.delivery.sent":    {"Gemaild", "Mailed"},
	"desk.delivery.waiting": {"Wacht op bezorging", "Waiting to be mailed"},
	"desk.delivery.refused": {"Niet bezorgd", "Not delivered"},
	"desk.delivery.stopped": {"Tegengehouden", "Stopped"},
	"desk.delivery.none":    {"Niet per mail", "Not by mail"},

	"desk.delivery.at":         {"De mailserver nam dit bericht aan op %s.", "The mail server took this message on %s."},
	"desk.delivery.none.do":    {"Er is geen e-mailadres. Bel de ontvanger, of stuur dit bericht per post.", "There is no e-mail address. Call the receiver, or send this message by post."},
	"desk.delivery.waiting.do": {"Dit bericht gaat vanzelf. U hoeft niets te doen.", "This message goes by itself. There is nothing you need to do."},

	"desk.delivery.why.unreachable": {"De mailserver is niet te bereiken. Er is niets verloren: het programma probeert het vijf dagen lang vanzelf opnieuw. Duurt het langer dan een uur, vertel het dan uw beheerder.", "The mail server cannot be reached. Nothing was lost: the program tries again by itself for five days. If it takes longer than an hour, tell whoever runs the program."},
	"desk.delivery.why.later":       {"De mailserver vroeg om het later opnieuw te proberen. Er is niets verloren: het programma doet dat vijf dagen lang vanzelf. Is er haast, bel dan de ontvanger.", "The mail server asked to try again later. Nothing was lost: the program does so by itself for five days. If there is a hurry, call the receiver."},
	"desk.delivery.why.untrusted":   {"De verbinding met de mailserver is niet veilig, dus er is niets gemaild. Er is niets verloren. Vertel het uw beheerder: het certificaat van de mailserver klopt niet.", "The connection to the mail server is not secure, so nothing was mailed. Nothing was lost. Tell whoever runs the program: the certificate of the mail server is not right."},
	"desk.delivery.why.login":       {"De mailserver laat het programma niet binnen. Er is niets verloren. Vertel het uw beheerder: de naam of het wachtwoord klopt niet.", "The mail server does not let the program in. Nothing was lost. Tell whoever runs the program: the name or the password is not right."},
	"desk.delivery.why.sender":      {"De mailserver neemt geen mail aan van onze afzender. Er is niets verloren. Vertel het uw beheerder.", "The mail server takes no mail from our sender. Nothing was lost. Tell whoever runs the program."},
	"desk.delivery.why.address":     {"Dit e-mailadres bestaat niet, of neemt geen mail aan. Er is niets verloren: het bericht staat hier. Bel de ontvanger, en verbeter het adres bij de contactgegevens.", "This e-mail address does not exist, or takes no mail. Nothing was lost: the message is here. Call the receiver, and correct the address with the contact details."},
	"desk.delivery.why.refused":     {"De mailserver weigerde dit bericht. Er is niets verloren: het bericht staat hier. Bel de ontvanger, en vertel het uw beheerder.", "The mail server refused this message. Nothing was lost: the message is here. Call the receiver, and tell whoever runs the program."},
	"desk.delivery.why.text":        {"Van dit bericht kon geen mail worden gemaakt. Er is niets verloren: het bericht staat hier. Bel de ontvanger, en vertel het uw beheerder.", "No mail could be made of this message. Nothing was lost: the message is here. Call the receiver, and tell whoever runs the program."},
	"desk.delivery.why.moved":       {"Dit e-mailadres is niet meer van de klager. Daarom is het bericht niet gemaild. Wat er nieuw is, gaat naar het adres van nu.", "This e-mail address is the complainant’s no more. So the message was not mailed. What is new goes to the present address."},
	"desk.delivery.why.ban":         {"Er loopt een contactverbod, en dit bericht zou van de ene kant naar de andere gaan. Daarom is het niet gemaild. Kijk of de e-mailadressen in het dossier en in de accounts kloppen, en vertel het uw beheerder.", "A contact ban runs, and this message would go from one side to the other. So it was not mailed. See whether the e-mail addresses in the dossier and in the accounts are right, and tell whoever runs the program."},
	"desk.delivery.over":            {"Het programma is na vijf dagen gestopt. De eigenaar en assistenten kunnen het opnieuw laten proberen bij de mislukte taken.", "The program stopped after five days. The owner and assistants can have it tried again among the failed tasks."},
}
