package words

// Texts of the staff pages, and of the questions and faults that all forms share.
func init() {
	add(map[string]Entry{
		"ask.optional":    {"niet verplicht", "optional"},
		"ask.error":       {"Fout", "Error"},
		"ask.choose":      {"Maak een keuze", "Choose one"},
		"ask.none":        {"Er is niets om uit te kiezen.", "There is nothing to choose from."},
		"ask.date":        {"Datum", "Date"},
		"ask.time":        {"Tijd", "Time"},
		"ask.date.hint":   {"Bijvoorbeeld 5 3 2026", "For example 5 3 2026"},
		"ask.moment.hint": {"Bijvoorbeeld 5 3 2026 en 14:05", "For example 5 3 2026 and 14:05"},

		"fault.required.line":   {"Vul in: %s.", "Fill in: %s."},
		"fault.required.words":  {"Vul in: %s.", "Fill in: %s."},
		"fault.required.date":   {"Vul een datum in bij ‘%s’, bijvoorbeeld 5 3 2026.", "Enter a date at ‘%s’, for example 5 3 2026."},
		"fault.required.moment": {"Vul een datum en een tijd in bij ‘%s’.", "Enter a date and a time at ‘%s’."},
		"fault.required.money":  {"Vul een bedrag in bij ‘%s’, bijvoorbeeld 69,95.", "Enter an amount at ‘%s’, for example 69.95."},
		"fault.required.number": {"Vul een heel getal in bij ‘%s’.", "Enter a whole number at ‘%s’."},
		"fault.required.choice": {"Maak een keuze bij ‘%s’.", "Choose an answer at ‘%s’."},
		"fault.required.many":   {"Kies ten minste één mogelijkheid bij ‘%s’.", "Choose at least one answer at ‘%s’."},
		"fault.long":            {"Maak ‘%s’ korter: er passen hoogstens %d tekens in.", "Make ‘%s’ shorter: at most %d characters fit."},
		"fault.date":            {"Schrijf de datum bij ‘%s’ als dag, maand en jaar, bijvoorbeeld 5 3 2026.", "Write the date at ‘%s’ as day, month and year, for example 5 3 2026."},
		"fault.time":            {"Schrijf de tijd bij ‘%s’ in uren en minuten, bijvoorbeeld 14:05.", "Write the time at ‘%s’ in hours and minutes, for example 14:05."},
		"fault.no_time":         {"Kies bij ‘%s’ een andere tijd: die nacht slaat de klok dit uur over.", "Choose another time at ‘%s’: the clock skips this hour that night."},
		"fault.money":           {"Schrijf het bedrag bij ‘%s’ in euro, bijvoorbeeld 69,95.", "Write the amount at ‘%s’ in euros, for example 69.95."},
		"fault.number":          {"Schrijf bij ‘%s’ een heel getal in cijfers.", "Write a whole number in digits at ‘%s’."},
		"fault.choice":          {"Kies bij ‘%s’ een van de mogelijkheden in de lijst.", "Choose one of the answers in the list at ‘%s’."},
		"fault.text":            {"Typ ‘%s’ opnieuw: de tekst is niet leesbaar aangekomen.", "Type ‘%s’ again: the text did not arrive in a readable form."},
	})
}
