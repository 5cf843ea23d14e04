package files

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// ASVS 5.3.2, 5.4.2.
func TestFileName_PathTraversalAndControlCharacters(t *testing.T) {
	for given, want := range map[string]string{
		"foto.jpeg":                     "foto.jpg",
		"IMG_0001.HEIC":                 "IMG_0001.jpg",
		"../../etc/passwd":              "passwd.jpg",
		`..\..\windows\system.ini`:      "system.jpg",
		"/etc/cron.d/x":                 "x.jpg",
		"..":                            "bestand.jpg",
		"":                              "bestand.jpg",
		"a\x00b\r\nSet-Cookie: x.png":   "ab Set-Cookie x.jpg",
		"mond\u202egnp.exe":             "mondgnp.jpg",
		"zero\u200bwidth.png":           "zerowidth.jpg",
		`a"; filename="b.html`:          "a filenameb.jpg",
		"  spaties   in  de naam  .png": "spaties in de naam.jpg",
		"zoë’s foto.png":                "zoë’s foto.jpg",
		"factuur 12.03.2026":            "factuur 12.03.jpg",
		".htaccess":                     "htaccess.jpg",
		"\xff\xfe":                      "bestand.jpg",
	} {
		if got := CleanName(given, JPEG); got != want {
			t.Errorf("%q becomes %q, should be %q", given, got, want)
		}
	}
	if got := CleanName(strings.Repeat("é", 500), PDF); utf8.RuneCountInString(got) > maxName || !strings.HasSuffix(got, ".pdf") {
		t.Error(got)
	}
}

func TestStoredNameIsNoPath(t *testing.T) {
	id := NewID()
	for name, want := range map[string]bool{
		id: true, PreviewOf(id): true, id + "x": false, "../" + id[3:]: false, strings.ToUpper(id) + "": id == strings.ToUpper(id), "": false, id[:31]: false, id[:31] + "/": false,
	} {
		if _, ok := IDOf(name); ok != want {
			t.Errorf("%q: %t", name, ok)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{"foto.jpg", "../x", "a\x00b", "\u202e", strings.Repeat("x", 300), "...", "x."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		got := CleanName(given, PNG)
		switch {
		case !utf8.ValidString(got), !strings.HasSuffix(got, ".png"), got == ".png", utf8.RuneCountInString(got) > maxName,
			strings.ContainsAny(got, "/\\\r\n\x00\"<>"), strings.HasPrefix(got, "."):
			t.Errorf("%q becomes %q", given, got)
		}
	})
}
