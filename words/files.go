package words

import "strconv"

// Texts of files that people send along.
func init() {
	add(map[string]Entry{
		"files.label":          {"Foto’s of documenten", "Photos or documents"},
		"files.hint":           {"Niet verplicht. Hoogstens %d bestanden van %d MB: JPEG, PNG, WebP, HEIC of PDF. Uit foto’s halen wij waar en waarmee ze zijn gemaakt. Bewaar zelf ook het origineel.", "Not required. At most %d files of %d MB: JPEG, PNG, WebP, HEIC or PDF. We take out of photos where and with what they were made. Keep the original yourself as well."},
		"files.upload":         {"Bestanden alvast toevoegen", "Add the files now"},
		"files.kept":           {"Deze hebben wij al. U hoeft ze niet opnieuw te kiezen.", "We have these already. You need not choose them again."},
		"files.remove":         {"Weghalen", "Remove"},
		"files.remove.of":      {"%s weghalen", "Remove %s"},
		"files.title":          {"Foto’s en documenten", "Photos and documents"},
		"files.preview":        {"Kleine afbeelding van %s", "Small picture of %s"},
		"files.waiting":        {"Wordt nog gecontroleerd op virussen", "Still being checked for viruses"},
		"files.redacted":       {"Weggehaald door %s, %s", "Taken out by %s, %s"},
		"files.infected":       {"Verwijderd: er zat een virus in", "Deleted: there was a virus in it"},
		"files.gone":           {"Niet meer aanwezig", "No longer there"},
		"you.files.title":      {"Foto’s of documenten toevoegen", "Add photos or documents"},
		"you.files.send":       {"Toevoegen aan mijn dossier", "Add to my dossier"},
		"you.done.files":       {"Uw bestanden zijn bij ons binnen.", "We have your files."},
		"files.received.one":   {"%d bestand ontvangen", "%d file received"},
		"files.received.other": {"%d bestanden ontvangen", "%d files received"},
		"files.send":           {"Bestanden toevoegen", "Add files"},

		"files.wrong.empty":    {"in dit bestand zit niets. Kies het opnieuw", "there is nothing in this file. Choose it again"},
		"files.wrong.kind":     {"dit soort bestand nemen wij niet aan. Stuur een foto (JPEG, PNG, WebP, HEIC) of een PDF", "we do not take this sort of file. Send a photo (JPEG, PNG, WebP, HEIC) or a PDF"},
		"files.wrong.large":    {"dit bestand is groter dan %d MB. Maak het kleiner", "this file is larger than %d MB. Make it smaller"},
		"files.wrong.pixels":   {"deze foto is groter dan %d miljoen beeldpunten. Maak hem kleiner", "this photo is larger than %d million pixels. Make it smaller"},
		"files.wrong.heavy":    {"dit bestand is te zwaar om te lezen. Maak het kleiner, of stuur een schermafdruk", "this file takes too much to read. Make it smaller, or send a screenshot"},
		"files.wrong.broken":   {"dit bestand is beschadigd. Sla het opnieuw op, of stuur een schermafdruk", "this file is damaged. Save it again, or send a screenshot"},
		"files.wrong.active":   {"in deze PDF zit iets dat kan worden uitgevoerd. Druk hem af naar een nieuwe PDF en stuur die", "this PDF holds something that can be run. Print it to a new PDF and send that"},
		"files.wrong.locked":   {"deze PDF heeft een wachtwoord. Haal het wachtwoord eraf", "this PDF has a password. Take the password off"},
		"files.wrong.infected": {"in dit bestand zit een virus. Het is niet bewaard", "there is a virus in this file. It was not kept"},
		"files.wrong.many":     {"er passen hoogstens %d bestanden bij dit formulier. Haal er een weg, of stuur de rest later", "this form takes at most %d files. Remove one, or send the others later"},
		"files.wrong.busy":     {"er worden nu te veel bestanden tegelijk verstuurd. Wat u typte staat er nog. Probeer dit bestand over een minuut opnieuw", "too many files are being sent at once. What you typed is still there. Try this file again in a minute"},
		"files.wrong.not_kept": {"wij konden dit bestand nu niet bewaren. Wat u typte staat er nog. Probeer dit bestand over een paar minuten opnieuw, of stuur het later", "we could not keep this file now. What you typed is still there. Try this file again in a few minutes, or send it later"},
		"files.wrong.form":     {"dit formulier is niet van ons. Kies het bestand opnieuw", "this form is not ours. Choose the file again"},
	})
}

// Size is how large a file is, as people read it.
func Size(lang Lang, bytes int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	if bytes < mega {
		return strconv.FormatInt(max(1, bytes/kilo), 10) + " kB"
	}
	point := ","
	if lang == EN {
		point = "."
	}
	return strconv.FormatInt(bytes/mega, 10) + point + strconv.FormatInt(bytes%mega*10/mega, 10) + " MB"
}
