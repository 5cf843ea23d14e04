package words

// Pieces of sentences that letters put together.
func init() {
	add(map[string]Entry{
		"mail.our_branch":     {"onze vestiging", "our branch"},
		"mail.the_specialist": {"de specialist", "the specialist"},
		"mail.soon":           {"zo snel mogelijk", "as soon as possible"},
		"mail.by":             {"uiterlijk %s", "by %s at the latest"},
		"mail.within":         {"binnen %s", "within %s"},

		"mail.due.specialist.talk":    {"Uw gesprek met de klant", "Your talk with the client"},
		"mail.due.specialist.hearing": {"Uw gesprek over de klacht", "Your hearing about the complaint"},
		"mail.due.specialist.minutes": {"Uw reactie op het verslag", "Your answer to the minutes"},
		"mail.due.harm_report":        {"Melding aan een instantie van buiten", "Report to an outside authority"},

		"mail.calendar.talk":             {"Gesprek met %s", "Talk with %s"},
		"mail.calendar.client_talk":      {"Gesprek met een klant van %s", "Talk with a client of %s"},
		"mail.calendar.hearing":          {"Gesprek bij %s", "Conversation at %s"},
		"mail.calendar.desk_talk":        {"Gesprek met een klant (%s)", "Talk with a client (%s)"},
		"mail.calendar.desk_explanation": {"Toelichting door een klager (%s)", "Explanation by a complainant (%s)"},
		"mail.calendar.desk_hearing":     {"Gesprek met een specialist (%s)", "Hearing of a specialist (%s)"},
		"mail.calendar.call":             {"Telefoongesprek met %s", "Phone call with %s"},
		"mail.calendar.visit":            {"Bezoek van %s", "Visit by %s"},
		"mail.calendar.reference":        {"Kenmerk %s", "Reference %s"},
	})
}
