package words

// Texts of who looked at a dossier.
func init() {
	add(map[string]Entry{
		"reads.title":   {"Wie dit dossier heeft ingezien", "Who looked at this dossier"},
		"reads.lead":    {"Elke keer dat iemand een pagina of bestand van dit dossier opent, staat hier een regel. Ook wie het probeerde en er niet bij mocht. Alleen de eigenaar en auditors zien deze lijst.", "There is a line here for each time that somebody opens a page or file of this dossier. Also for whoever tried and was not allowed to. Only the owner and auditors see this list."},
		"reads.when":    {"Wanneer", "When"},
		"reads.who":     {"Wie", "Who"},
		"reads.what":    {"Wat", "What"},
		"reads.why":     {"Waarom", "Why"},
		"reads.refused": {"Geweigerd", "Refused"},
		"reads.older":   {"Eerder", "Earlier"},
		"reads.newest":  {"Naar de nieuwste", "To the newest"},

		"reads.reason":       {"Waarom opent u dit dossier?", "Why do you open this dossier?"},
		"reads.reason.lead":  {"Uw antwoord wordt bewaard bij de lijst van wie het dossier heeft ingezien. Het geldt 8 uur voor dit dossier; daarna vragen wij het opnieuw.", "Your answer is kept with the list of who looked at the dossier. It holds for this dossier for 8 hours; after that we ask again."},
		"reads.reason.label": {"Reden", "Reason"},
		"reads.reason.hint":  {"Bijvoorbeeld ‘Steekproef derde kwartaal’. Schrijf %d tot %d tekens en geen namen van klanten.", "For instance ‘Sample of the third quarter’. Write %d to %d characters, and no names of clients."},
		"reads.reason.go_on": {"Dossier openen", "Open the dossier"},

		"read.dossier":              {"Het dossier", "The dossier"},
		"read.police":               {"Het dossier voor een aangifte", "The dossier for a police report"},
		"read.explain":              {"De verantwoording per regel", "The history, rule by rule"},
		"read.reads":                {"Wie het dossier heeft ingezien", "Who looked at the dossier"},
		"read.news":                 {"Wat er net gebeurd was", "What had just happened"},
		"read.mine":                 {"De lijst met eigen gesprekken (één keer per dag)", "The list of own talks (once a day)"},
		"read.act":                  {"Een handeling in het dossier", "An act in the dossier"},
		"read.calendar_talk":        {"Agendabestand van het gesprek", "Calendar file of the talk"},
		"read.calendar_explanation": {"Agendabestand van de toelichting", "Calendar file of the explanation"},
		"read.calendar_hearing":     {"Agendabestand van het gesprek over de klacht", "Calendar file of the hearing"},
		"read.access":               {"Wat een inzage zou bevatten", "What an access export would hold"},
		"read.export":               {"Inzage gemaakt, voor degene over wie de gegevens gaan", "Access export made, for the person the data are about"},
		"read.file":                 {"Een bestand", "A file"},
		"read.preview":              {"Een kleine afbeelding van een bestand (één keer per uur)", "A small picture of a file (once an hour)"},
		"read.status":               {"De pagina van de klager", "The complainant’s page"},
		"read.confirmation":         {"De bevestiging", "The confirmation"},
		"read.withdrawal":           {"Het formulier om de klacht in te trekken", "The form to withdraw the complaint"},
		"read.step_two":             {"Het formulier van de officiële klacht", "The form of the official complaint"},
		"read.question":             {"De vraag aan een andere klant", "The question to another client"},
		"read.own_complaint":        {"Het formulier voor een eigen klacht", "The form for a complaint of their own"},
		"read.reason":               {"Gaf een reden op", "Gave a reason"},
	})
}
