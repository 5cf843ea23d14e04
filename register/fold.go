package register

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/unicode/norm"
)

// HomeRegion is the country whose numbers are written without a country code.
const HomeRegion = "NL"

// prefixes stand before a surname and are often left out, abbreviated or written with another
// case; titles stand before the whole name. Neither tells two people apart.
var prefixes = words("van von der den de het ten ter te in op la le les du des della di da zu zur el al vd vdr",
	"dhr heer mevr mevrouw mw mr mrs ms miss dr drs ir ing prof")

// specials are letters that Unicode does not take apart into a letter and a mark.
var specials = strings.NewReplacer("ß", "ss", "ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h", "ŧ", "t")

func words(lists ...string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for _, w := range strings.Fields(list) {
			set[w] = true
		}
	}
	return set
}

// Plain is s in small letters without accents and with every run of other signs as one space,
// so that texts typed in different ways compare equal. Apostrophes go without leaving a space.
// Plain(Plain(s)) is Plain(s).
func Plain(s string) string {
	s = specials.Replace(strings.ToLower(norm.NFKD.String(s)))
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.M, r) || isApostrophe(r):
		default:
			gap = true
		}
	}
	return b.String()
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '`' || r == 'ʼ'
}

// Fold is a name as it is compared and kept in a column for look-ups: Plain, in the order given
// name, surname ("Berg, J. van den" becomes "j berg"), without titles and prefixes ("van der").
// A word that ends the name is never taken for a prefix: An Le keeps her surname.
func Fold(name string) string {
	if last, first, ok := strings.Cut(name, ","); ok {
		// "Berg, van den, J.": the given name stands last, the prefixes before it do not matter.
		name = strings.ReplaceAll(first, ",", " ") + " " + last
	}
	tokens := strings.Fields(Plain(spellOut(name)))
	kept := tokens[:0]
	for i, token := range tokens {
		if i == len(tokens)-1 || !prefixes[token] {
			kept = append(kept, token)
		}
	}
	return strings.Join(kept, " ")
}

// spellOut writes prefixes in full that would otherwise look like initials: "v.d." and "'t".
// V.D. in capitals are initials.
func spellOut(name string) string {
	tokens := strings.Fields(name)
	for i, token := range tokens {
		switch token {
		case "v.d.", "V.d.", "v.d", "V.d", "v/d", "V/d":
			tokens[i] = "van der"
		case "'t", "’t", "‘t", "`t", "'T", "’T":
			tokens[i] = "het"
		}
	}
	return strings.Join(tokens, " ")
}

// Surname is the folded last word of a name, with ij written as y, as a key for look-ups:
// "Meijer" and "Meyer", "Jansen-de Vries" and "de Vries" share theirs. It is empty for a name
// without letters.
func Surname(name string) string {
	tokens := strings.Fields(Fold(name))
	if len(tokens) == 0 {
		return ""
	}
	return ij(tokens[len(tokens)-1])
}

func ij(token string) string { return strings.ReplaceAll(token, "ij", "y") }

// FoldEmail is an address as it is compared: trimmed and in small letters, as no provider that
// clients use tells capitals apart.
func FoldEmail(address string) string {
	return strings.ToLower(strings.TrimSpace(address))
}

// FoldPostcode is a postcode without spaces in capitals: "1012 ab" is "1012AB".
func FoldPostcode(code string) string {
	return strings.ToUpper(strings.ReplaceAll(Plain(code), " ", ""))
}

// E164 is a phone number in the form of E.164 ("+31612345678"); a number without a country code
// is one of HomeRegion. It returns the empty string for what is no number of its country’s plan.
func E164(phone string) string {
	number, err := phonenumbers.Parse(phone, HomeRegion)
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return ""
	}
	return phonenumbers.Format(number, phonenumbers.E164)
}
