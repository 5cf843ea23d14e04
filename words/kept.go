package words

// Texts of what is kept, what goes next, and what an erasure would take.
func init() {
	add(map[string]Entry{
		"desk.nav.kept": {"Bewaren en wissen", "Keeping and erasing"},
		"kept.lead":     {"Gesloten dossiers worden gewist als hun bewaartijd om is, tenzij er een bewaarplicht geldt. Hier ziet u wat wordt vastgehouden en wat als eerste gaat.", "Closed dossiers are erased when their time is over, unless a hold keeps them. Here you see what is held, and what goes first."},
		"kept.more":     {"Er zijn er meer: u ziet de eerste %d.", "There are more: you see the first %d."},

		"kept.holds":       {"Bewaarplicht die nu geldt", "Holds that run now"},
		"kept.holds.none":  {"Er geldt nu nergens een bewaarplicht.", "No hold runs now."},
		"kept.until":       {"Tot en met", "Until the end of"},
		"kept.by":          {"Vastgelegd door", "Placed by"},
		"kept.why":         {"Reden", "Reason"},
		"kept.why.dossier": {"Staat in het dossier", "Stands in the dossier"},

		"kept.leaving":      {"Wat als eerste wordt gewist", "What is erased first"},
		"kept.leaving.lead": {"De nacht na die datum wordt het dossier gewist. Zet voor die tijd een bewaarplicht op wat u langer nodig hebt.", "The dossier is erased in the night after that date. Place a hold before it on what you need for longer."},
		"kept.leaving.none": {"Er zijn geen gesloten dossiers.", "There are no closed dossiers."},
		"kept.ending":       {"Afloop", "Ending"},
		"kept.closed":       {"Gesloten op", "Closed on"},
		"kept.from":         {"Wissen vanaf", "Erased from"},
		"kept.tonight":      {"Komende nacht", "The coming night"},

		"kept.talks":         {"Gesprekken die niemand heeft afgesloten", "Talks that nobody ended"},
		"kept.talks.lead":    {"Na deze gesprekken kwam geen klacht, en de tijd daarvoor is om. Zolang niemand ze afsluit, blijven ze bewaard. Een behandelaar sluit ze af met ‘Stopzetten’ en de reden ‘Na het gesprek niet verdergegaan’; dan begint de bewaartijd.", "After these talks no complaint came, and the time for one is over. They are kept until somebody ends them. A handler ends them by ‘Discontinue’ with the reason ‘Not continued after the talk’; then their time begins."},
		"kept.talks.none":    {"Er zijn geen gesprekken die op afsluiten wachten.", "No talk waits to be ended."},
		"kept.talks.since":   {"Wacht op ons sinds", "Waits for us since"},
		"kept.talks.unknown": {"Het gesprek werd opgelost", "The talk was settled"},

		"erase.goes":           {"%s. Gewist wordt: %s.", "%s. Erased would be: %s."},
		"erase.count.texts":    {"teksten:", "texts:"},
		"erase.count.messages": {"berichten:", "messages:"},
		"erase.count.files":    {"bestanden:", "files:"},
		"erase.count.mails":    {"mails die binnenkwamen:", "mails that came in:"},
		"erase.count.links":    {"links:", "links:"},
		"erase.count.reasons":  {"redenen van lezers:", "reasons of readers:"},
		"erase.stays.one":      {"Er blijft: %d regel die zegt dat, wanneer en door wat voor iemand iets is gedaan, zonder woorden; en wat is terugbetaald. Ook blijven, want zonder het register noemen ze niemand: de nummers van behandeling en klant in het register, prijs, vestiging, specialist en data.", "What stays: %d line that says that something was done, when, and by what sort of person, without words; and what was paid back. These stay as well, as they name nobody without the register: the register's numbers of treatment and client, price, branch, specialist and dates."},
		"erase.stays.other":    {"Er blijven: %d regels die zeggen dat, wanneer en door wat voor iemand iets is gedaan, zonder woorden; en wat is terugbetaald. Ook blijven, want zonder het register noemen ze niemand: de nummers van behandeling en klant in het register, prijs, vestiging, specialist en data.", "What stays: %d lines that say that something was done, when, and by what sort of person, without words; and what was paid back. These stay as well, as they name nobody without the register: the register's numbers of treatment and client, price, branch, specialist and dates."},
		"hold.keeps":           {"Zonder bewaarplicht kan dit worden gewist: %s.", "Without a hold this can be erased: %s."},

		"read.kept": {"De lijst van wat wordt bewaard (één keer per dag)", "The list of what is kept (once a day)"},
	})
}
