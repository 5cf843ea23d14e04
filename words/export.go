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
	})
}
