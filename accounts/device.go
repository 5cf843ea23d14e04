package accounts

import "strings"

// What a browser says of itself, and how it is told to people. The first that is found counts: most name others as well.
var (
	browserMarks = []mark{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systemMarks = []mark{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

type mark struct{ part, name string }

// Device is the browser and the system out of a User-Agent header, "Firefox, Linux", for people to know their own devices by. It is empty when
// neither is known. Nothing else of the header is kept.
func Device(userAgent string) string {
	var known []string
	for _, marks := range [][]mark{browserMarks, systemMarks} {
		for _, m := range marks {
			if strings.Contains(userAgent, m.part) {
				known = append(known, m.name)
				break
			}
		}
	}
	return strings.Join(known, ", ")
}
