package words

// Texts for whoever stands before a page that opens by a private link.
func init() {
	add(map[string]Entry{
		"door.shut.title":   {"Deze link werkt niet (meer)", "This link does not work (any more)"},
		"door.shut.text":    {"Misschien is de link verlopen, is er een nieuwere, of mist er een stuk. Kopieer de hele link uit ons laatste bericht. Lukt het niet, bel ons dan.", "Perhaps the link has expired, there is a newer one, or a part of it is missing. Copy the whole link from our latest message. If that fails, call us."},
		"door.shut.browser": {"Kwam u hier eerder wel binnen? Na een tijd zonder gebruik sluit de pagina zichzelf. Open dan de link opnieuw. Uw browser moet cookies toestaan.", "Did you get in before? After a time without use the page shuts itself. Open the link again then. Your browser must allow cookies."},
		"door.shut.kept":    {"Dit is nog niet verstuurd. Kopieer het, en verstuur het opnieuw als u weer binnen bent.", "This has not been sent. Copy it, and send it again when you are in."},
	})
}
