package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/money"
	"github.com/wederhoor/wederhoor/register"
)

const (
	maxID     = 64  // characters
	maxField  = 200 // characters
	maxShades = 100
)

// registerLines is what some lines of a register file hold, by kind.
type registerLines struct {
	branches    []register.Branch
	specialists []register.Specialist
	clients     []register.Client
	treatments  []register.Treatment
}

// add reads one line. latest is the last day (yyyy-mm-dd) that a birth or a visit can have. The error says what is wrong in words for the
// operator, and repeats nothing of what the line says of a person.
func (r *registerLines) add(line []byte, latest string) error {
	if !utf8.Valid(line) {
		return errors.New("not UTF-8")
	}
	f := fields{latest: latest}
	if err := json.Unmarshal(line, &f.given); err != nil || f.given == nil {
		return errors.New("not one JSON object")
	}
	switch kind := f.text("kind", true); {
	case f.err != nil:
		return f.err
	case kind == "branch":
		return keep(&r.branches, f.branch(), f.rest())
	case kind == "specialist":
		return keep(&r.specialists, f.specialist(), f.rest())
	case kind == "client":
		return keep(&r.clients, f.client(), f.rest())
	case kind == "treatment":
		return keep(&r.treatments, f.treatment(), f.rest())
	}
	return errors.New("kind: one of branch, specialist, client and treatment")
}

func keep[T any](list *[]T, item T, err error) error {
	if err == nil {
		*list = append(*list, item)
	}
	return err
}

// fields are those of one line that were not asked for yet. The first that is wrong ends it.
type fields struct {
	given  map[string]json.RawMessage
	latest string
	err    error
}

func (f *fields) branch() register.Branch {
	return register.Branch{ID: f.id("id"), Name: f.text("name", true), City: f.text("city", false)}
}

func (f *fields) specialist() register.Specialist {
	return register.Specialist{ID: f.id("id"), Name: f.text("name", true), Branch: f.id("branch"), Active: f.yes("active", true)}
}

func (f *fields) client() register.Client {
	return register.Client{
		ID: f.id("id"), Name: f.text("name", true), Birth: f.day("birth", false), Email: f.email("email"), Phone: f.phone("phone"),
		Address: f.text("address", false), Postcode: f.text("postcode", false),
	}
}

func (f *fields) treatment() register.Treatment {
	return register.Treatment{
		ID: f.id("id"), Client: f.id("client"), Branch: f.id("branch"), Specialist: f.id("specialist"), Date: f.day("date", true),
		Kind: f.text("treatment_kind", false), PriceCents: f.amount("price_cents", "price"), PaidCents: f.amount("paid_cents", "paid"),
		ShadesAdvertised: f.count("shades_advertised"), ShadesAchieved: f.count("shades_achieved"),
	}
}

// refuse keeps the first thing that is wrong.
func (f *fields) refuse(name, why string) {
	if f.err == nil {
		f.err = fmt.Errorf("%s: %s", name, why)
	}
}

// rest is what is wrong with the line: a field, or one that nobody asked for.
func (f *fields) rest() error {
	if len(f.given) > 0 && f.err == nil {
		f.err = fmt.Errorf("unknown field %.40q", slices.Min(slices.Collect(maps.Keys(f.given))))
	}
	return f.err
}

// take reads a field into a value; a field that is not there, or null, leaves it as it is.
func (f *fields) take(name string, into any, what string) (there bool) {
	raw, there := f.given[name]
	delete(f.given, name)
	if !there || string(raw) == "null" {
		return false
	}
	if json.Unmarshal(raw, into) != nil {
		f.refuse(name, what)
		return false
	}
	return true
}

func (f *fields) text(name string, required bool) string {
	var s string
	f.take(name, &s, "not a text")
	s = strings.TrimSpace(s)
	switch {
	case required && s == "":
		f.refuse(name, "missing")
	case utf8.RuneCountInString(s) > maxField:
		f.refuse(name, fmt.Sprintf("longer than %d characters", maxField))
	case strings.ContainsFunc(s, steers):
		f.refuse(name, "holds a line break or another control character")
	}
	return s
}

// steers reports whether a character changes how what stands around it is read: a control character, a break of line or paragraph, or one that turns the
// direction of the text around, by which a name can be shown as another.
func steers(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// id is a name for the program: it stands in addresses and in forms. One of dots alone would be a step in the path of an address.
func (f *fields) id(name string) string {
	s := f.text(name, true)
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r)
	}
	if len(s) > maxID || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) || s != "" && strings.Trim(s, ".") == "" {
		f.refuse(name, fmt.Sprintf("up to %d letters, digits, and any of . _ -, not dots alone", maxID))
	}
	return s
}

func (f *fields) day(name string, required bool) string {
	s := f.text(name, required)
	if s == "" {
		return ""
	}
	_, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil:
		f.refuse(name, "not a date such as 2026-02-28")
	case s < "1900":
		f.refuse(name, "before 1900")
	case s > f.latest: // dates written so order as text
		f.refuse(name, "in the future")
	}
	return s
}

func (f *fields) email(name string) string {
	s := f.text(name, false)
	if s == "" {
		return ""
	}
	if address, err := mail.ParseAddress(s); err != nil || address.Address != s {
		f.refuse(name, "not an e-mail address")
	}
	return s
}

func (f *fields) phone(name string) string {
	s := f.text(name, false)
	if s == "" {
		return ""
	}
	number := register.E164(s)
	if number == "" {
		f.refuse(name, "not a phone number: one from abroad begins with + and the number of its country")
	}
	return number
}

func (f *fields) yes(name string, otherwise bool) bool {
	f.take(name, &otherwise, "not true or false")
	return otherwise
}

func (f *fields) count(name string) int {
	var n int
	if f.take(name, &n, "not a whole number") && (n < 0 || n > maxShades) {
		f.refuse(name, fmt.Sprintf("not between 0 and %d", maxShades))
	}
	return n
}

// amount is given in cents as a number, or in euros as a text such as "199,00". A number of euros is refused: 199 could be either.
func (f *fields) amount(cents, euros string) int64 {
	var n int64
	inCents := f.take(cents, &n, "not a whole number of cents")
	if n < 0 || n > money.MaxCents {
		f.refuse(cents, "not an amount that can be")
	}
	typed := f.text(euros, false)
	switch {
	case typed == "":
		return n
	case inCents:
		f.refuse(euros, "given in cents as well: give one of the two")
	}
	parsed, err := money.ParseEuros(typed)
	if err != nil {
		f.refuse(euros, `not an amount such as "199,00"`)
	}
	return parsed
}
