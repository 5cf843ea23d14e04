package words

// Texts of what is given to a person of whom data are kept.
func init() {
	add(map[string]Entry{
		"export.title":    {"Uw gegevens in dossier %s", "Your data in dossier %s"},
		"export.lead":     {"Dit is wat wij van u bewaren in dit dossier, gemaakt op %s. Gegevens van anderen zijn weggelaten; de reden staat erbij. U kunt ons vragen om iets te verbeteren of te wissen. U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.", "This is what we keep of you in this dossier, made on %s. Data of others are left out, with the reason. You can ask us to correct or erase something. You can also complain to the Dutch Data Protection Authority."},
		"export.records":  {"Wat er is vastgelegd", "What was recorded"},
		"export.messages": {"Berichten aan u", "Messages to you"},
		"export.files":    {"Bestanden", "Files"},
		"export.withheld": {"Iets wat niet over u gaat of niet mag worden gegeven", "Something that is not about you or may not be given"},

		"export.reason.others":    {"Weggelaten: woorden of gegevens van iemand anders (artikel 15, vierde lid, AVG).", "Left out: words or data of somebody else (article 15 (4) GDPR)."},
		"export.reason.talk":      {"Weggelaten: wat u met de specialist besprak, kent alleen u en de specialist. U leest het op uw eigen pagina.", "Left out: what you discussed with the specialist is known to you and the specialist alone. You read it on your own page."},
		"export.reason.handling":  {"Weggelaten: overleg van wie de klacht beoordelen, of gegevens van anderen.", "Left out: deliberation of those who judge the complaint, or data of others."},
		"export.reason.erased":    {"Gewist.", "Erased."},
		"export.reason.authority": {"Weggelaten: er is nog niet getoond dat u namens deze klant mag klagen.", "Left out: it was not shown yet that you may complain for this client."},
		"export.reason.taken_out": {"Dit bestand is uit het dossier gehaald.", "This file was taken out of the dossier."},
		"export.reason.unscanned": {"Weggelaten: de virusscanner heeft dit bestand nog niet bekeken. Vraag het later opnieuw.", "Left out: the virus scanner has not seen this file yet. Ask again later."},
		"export.reason.infected":  {"Weggelaten: in dit bestand is een virus gevonden. Het is gewist.", "Left out: a virus was found in this file. It was deleted."},
		"export.reason.missing":   {"Weggelaten: dit bestand staat niet meer waar het werd bewaard.", "Left out: this file is not where it was kept any more."},

		"access.title":     {"Inzage geven", "Give access"},
		"access.lead":      {"Iemand mag vragen welke gegevens wij van hem of haar bewaren. Hieronder staat wat u zou geven en wat niet. Er is nog niets gemaakt.", "Anybody may ask which data we keep of them. Below is what you would give, and what not. Nothing was made yet."},
		"access.about":     {"Van wie zijn de gegevens?", "Whose data are they?"},
		"access.language":  {"Taal van het document", "Language of the document"},
		"access.show":      {"Laat zien wat erin komt", "Show what goes in"},
		"access.in":        {"Wat erin komt", "What goes in"},
		"access.records":   {"Vastgelegde handelingen", "Recorded acts"},
		"access.texts":     {"Teksten", "Texts"},
		"access.messages":  {"Berichten", "Messages"},
		"access.files":     {"Bestanden", "Files"},
		"access.out":       {"Wat wordt weggelaten, en waarom", "What is left out, and why"},
		"access.out.none":  {"Er wordt niets weggelaten.", "Nothing is left out."},
		"access.why":       {"Reden", "Reason"},
		"access.count":     {"Aantal", "Number"},
		"access.each":      {"De bestanden van het dossier", "The files of the dossier"},
		"access.make":      {"Inzage downloaden", "Download the access export"},
		"access.make.help": {"U krijgt een zipbestand met een PDF om te lezen, dezelfde gegevens als JSON en de bestanden. Lees het door voordat u het geeft: in wat mensen schrijven kunnen namen van anderen staan. Dat u het maakt, wordt vastgelegd.", "You get a zip file with a PDF to read, the same data as JSON, and the files. Read it through before you give it: what people write can name others. That you make it is recorded."},

		"export.message.link": {"[persoonlijke link]", "[private link]"},
		"export.message.code": {"[code]", "[code]"},
	})
}
