package words

// Texts of the layout and of error pages.
func init() {
	add(map[string]Entry{
		"kit.skip":      {"Naar de inhoud", "Skip to content"},
		"kit.demo":      {"Demonstratie", "Demonstration"},
		"kit.brand":     {"Klachten", "Complaints"},
		"kit.nav":       {"Hoofdmenu", "Main menu"},
		"kit.switch":    {"English", "Nederlands"},
		"kit.help":      {"Hulp nodig?", "Need help?"},
		"kit.help_call": {"Bel ons:", "Call us:"},
		"kit.help_mail": {"Of mail naar", "Or e-mail"},
		"kit.problems":  {"Er klopt nog iets niet", "There is a problem"},
		"kit.error":     {"Fout:", "Error:"},
		"kit.optional":  {"(niet verplicht)", "(optional)"},
		"kit.number":    {"Nummer van deze fout:", "Number of this error:"},
		"kit.home":      {"Naar de beginpagina", "To the first page"},
		"kit.back":      {"Terug", "Back"},
		"kit.required":  {"Velden met een * moet u invullen.", "Fields with a * must be filled in."},

		"kit.broken.title": {"Er ging iets mis", "Something went wrong"},
		"kit.broken.text": {
			"Dat ligt aan ons, niet aan u. Probeer het over een paar minuten opnieuw. Lukt het dan nog niet, bel ons dan en noem het nummer hieronder.",
			"This is our fault, not yours. Try again in a few minutes. If it still fails, call us and mention the number below.",
		},
		"kit.broken.form": {
			"Het is niet gelukt om dit te bewaren. Dat ligt aan ons, niet aan u. Wat u typte staat er nog: verstuur het over een paar minuten opnieuw. Lukt het dan nog niet, bel ons dan en noem nummer %s.",
			"We did not manage to save this. This is our fault, not yours. What you typed is still there: send it again in a few minutes. If it still fails, call us and mention number %s.",
		},
		"kit.refused.title": {"Dit kan nu niet", "This is not possible now"},
		"kit.refused.text":  {"Er is niets veranderd.", "Nothing was changed."},
		"kit.stale.title":   {"Er is intussen iets veranderd", "Something has changed in the meantime"},
		"kit.stale.text":    {"Iemand anders heeft iets gedaan nadat u deze pagina opende. Ga terug, laad de pagina opnieuw en kijk wat er nieuw is.", "Somebody did something after you opened this page. Go back, reload the page and see what is new."},
		"kit.busy.title":    {"Het lukt nu even niet", "This does not work just now"},
		"kit.busy.form": {
			"Het lukt nu even niet om dit te bewaren. Wat u typte staat er nog, er gaat niets verloren. Verstuur het formulier over een halve minuut opnieuw. Het telt maar één keer, ook als het toch al was aangekomen.",
			"We cannot save this just now. What you typed is still there, nothing is lost. Send the form again in half a minute. It counts only once, even if it did reach us already.",
		},
		"kit.busy.text": {
			"Er gaat niets verloren. Wacht een halve minuut en probeer het opnieuw. Wat u typte staat er nog als u teruggaat, en een formulier telt maar één keer, hoe vaak u het ook verstuurt.",
			"Nothing is lost. Wait half a minute and try again. What you typed is still there when you go back, and a form counts only once, however often you send it.",
		},
		"kit.status_400.title": {"Wij konden dit niet lezen", "We could not read this"},
		"kit.status_400.text":  {"Wat uw browser stuurde kwam niet goed over. Ga terug en probeer het opnieuw.", "What your browser sent did not come across. Go back and try again."},
		"kit.status_403.title": {"Dit mag niet vanaf een andere website", "This cannot be sent from another website"},
		"kit.status_403.text":  {"Er is niets veranderd. Open de pagina op onze eigen website en verstuur het formulier daar.", "Nothing was changed. Open the page on our own website and send the form there."},
		"kit.status_404.title": {"Deze pagina is er niet", "This page does not exist"},
		"kit.status_404.text":  {"Kijk of het adres klopt. Kwam u hier met een link uit een bericht? Kopieer dan de hele link. Lukt het niet, bel ons dan.", "Check the address. Did you follow a link from a message? Then copy the whole link. If that fails, call us."},
		"kit.status_404.staff": {"Kijk of het adres klopt. Wat er niet is en wat u niet mag zien, leest hier hetzelfde. Mist u iets dat u voor uw werk nodig hebt, vraag dan de beheerder.", "Check the address. What does not exist and what you may not see read the same here. If you lack something that you need for your work, ask the administrator."},
		"kit.status_405.title": {"Dit kan hier niet", "This is not possible here"},
		"kit.status_405.text":  {"Ga terug en gebruik de knop op de pagina.", "Go back and use the button on the page."},
		"kit.status_413.title": {"Dit is te groot om te versturen", "This is too large to send"},
		"kit.status_413.text":  {"Er is niets verstuurd. Ga terug en maak de tekst korter. Uw tekst staat er dan nog.", "Nothing was sent. Go back and make the text shorter. Your text will still be there."},
		"kit.status_415.title": {"Wij konden dit niet lezen", "We could not read this"},
		"kit.status_415.text":  {"Verstuur het formulier met de knop op de pagina.", "Send the form with the button on the page."},
		"kit.status_429.title": {"Te vaak geprobeerd", "Too many attempts"},
		"kit.status_429.text":  {"Wacht een kwartier en probeer het dan opnieuw.", "Wait a quarter of an hour and try again."},
	})
}
