package files

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how many characters of a name are kept.
const maxName = 100

// CleanName is the name that somebody's file had, as it may be shown and offered for saving (ASVS 5.3.2, 5.4.2): one line, without folders, without signs that
// nobody sees or that turn the reading order, and with the ending of what the file really is. The program never uses it as a path.
func CleanName(given string, media Media) string {
	return cut(withoutExtension(ShownName(given)), media.Extension())
}

// ShownName is the name that somebody's file had, with the ending it had, to tell them which of theirs is meant.
func ShownName(given string) string {
	given = path.Base(strings.ReplaceAll(strings.ToValidUTF8(given, ""), `\`, "/"))
	name := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r), strings.ContainsRune(`/:*?"<>|%;=`, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, given)
	name = strings.Join(strings.Fields(strings.Trim(name, ". ")), " ")
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return name
}

// withoutExtension takes an ending such as .heic off, which would no longer be true. A name that is nothing else is kept.
func withoutExtension(name string) string {
	if stem := strings.TrimRight(strings.TrimSuffix(name, path.Ext(name)), ". "); stem != "" && len(path.Ext(name)) <= 6 {
		return stem
	}
	return name
}

func cut(stem, extension string) string {
	if stem == "" {
		stem = "bestand"
	}
	if runes := []rune(stem); len(runes) > maxName-len(extension) {
		stem = strings.TrimSpace(string(runes[:maxName-len(extension)]))
	}
	return stem + extension
}
