package store

import (
	"slices"
	"strings"
	"unicode"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// Contact is the latest contact data of the complainant among the entries, and the name of who was treated when somebody else
// complains. Later data replace all of what was given before; data that the entries do not show are empty.
func Contact(entries []Entry) (who dossier.Contact, client string) {
	for _, e := range entries {
		switch e.Event.(type) {
		case dossier.TalkRequested, dossier.Filed:
			who, client = contactOf(e.Parts), text(e.Parts, "client_name")
		case dossier.ContactCorrected:
			who = contactOf(e.Parts)
		}
	}
	return who, client
}

func contactOf(parts []dossier.Part) dossier.Contact {
	return dossier.Contact{
		Name: text(parts, "name"), Email: text(parts, "email"), Phone: text(parts, "phone"), Address: text(parts, "address"),
	}
}

// text of the part of that name, empty when it is not there or erased.
func text(parts []dossier.Part, name string) string {
	for _, p := range parts {
		if p.Name == name {
			return p.Text
		}
	}
	return ""
}

// contact is who the complainant is, as the latest event that says so gives it. Never part of the state: it can be erased.
type contact struct {
	name   string
	email  string // folded
	phone  string // E.164, or its digits where it could not be read
	client string // name of who was treated, when somebody else complains
}

// after is the contact after an event. One that gives contact data gives all of it.
func (c contact) after(e dossier.Event, parts []dossier.Part) contact {
	switch e.(type) {
	case dossier.TalkRequested, dossier.Filed:
		c = contact{}
	case dossier.ContactCorrected:
		c = contact{client: c.client}
	default:
		return c
	}
	for _, p := range parts {
		switch p.Name {
		case "name":
			c.name = p.Text
		case "email":
			c.email = register.FoldEmail(p.Text)
		case "phone":
			c.phone = foldPhone(p.Text)
		case "client_name":
			c.client = p.Text
		}
	}
	return c
}

func unsealed(stored []storedPart) []dossier.Part {
	parts := make([]dossier.Part, len(stored))
	for i, p := range stored {
		parts[i] = p.Part
	}
	return parts
}

// storedContact is the contact as projected, and the calendar by which the other rows were counted.
func (s queries) storedContact(id int64) (c contact, counted string, err error) {
	err = s.one([]any{&c.name, &c.email, &c.phone, &c.client, &counted},
		`select c.name, c.email, c.phone, c.client_name, coalesce(l.calendar, '')
			from complainants c left join list l on l.dossier = c.dossier where c.dossier = $1`, id)
	return c, counted, err
}

// foldPhone is a number as it is compared: E.164, or the bare digits of one that is in no country's plan.
func foldPhone(phone string) string {
	if number := register.E164(phone); number != "" {
		return number
	}
	return digits(phone)
}

// searchWord is a word by which a dossier is found.
type searchWord struct {
	word    string
	contact bool // only by who may see contact data
}

// searchWords are the words of a dossier: its reference, also from each of its groups on, and its contact data.
func searchWords(reference string, c contact) []searchWord {
	var list []searchWord
	add := func(isContact bool, words ...string) {
		for _, w := range words {
			known := slices.ContainsFunc(list, func(s searchWord) bool { return s.word == w })
			if w != "" && !known {
				list = append(list, searchWord{w, isContact})
			}
		}
	}
	groups := strings.Fields(register.Plain(reference))
	for i := range groups {
		add(false, strings.Join(groups[i:], ""))
	}
	add(true, strings.Fields(register.Fold(c.name))...)
	add(true, strings.Fields(register.Fold(c.client))...)
	add(true, c.email)
	add(true, phoneWords(c.phone)...)
	return list
}

// phoneWords are a number's digits as people type them: with the country's code, and as within the country.
func phoneWords(phone string) []string {
	all := digits(phone)
	if national, home := strings.CutPrefix(phone, "+31"); home {
		return []string{all, "0" + national}
	}
	return []string{all}
}

// maxTerms is how many words are looked for: no name has more, and each makes the query deeper. Further ones are passed over.
const maxTerms = 20

// searchTerms are the beginnings of words that somebody looks for; a dossier must have them all.
func searchTerms(typed string) []string {
	plain := register.Plain(typed)
	switch {
	case strings.Contains(typed, "@"):
		return []string{register.FoldEmail(typed)}
	case strings.ContainsFunc(plain, unicode.IsDigit):
		// A reference or a phone number, however it was grouped.
		whole := strings.ReplaceAll(plain, " ", "")
		return []string{strings.TrimPrefix(whole, "00")}
	}
	terms := strings.Fields(register.Fold(typed))
	return terms[:min(len(terms), maxTerms)]
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
