package kit

import (
	"context"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// htmxConfig is how htmx is set up (web/static/README.md says why). An answer that failed leaves the page as it is.
const htmxConfig = `{"includeIndicatorCSS":false,"extensions":"none","history":"reload","defaultTimeout":20000,"noSwap":[204,304,"4xx","5xx"]}`

func titleOf(ctx context.Context, p Page) string {
	title := p.Title + " – " + PolicyOf(ctx).Organisation.Name
	if len(p.Problems) > 0 {
		title = Say(ctx, "kit.error") + " " + title
	}
	return title
}

func wrapClass(p Page) string {
	if p.Wide {
		return "wrap-wide"
	}
	return "wrap"
}

func homeOf(p Page) string {
	if p.Home == "" {
		return "/"
	}
	return p.Home
}

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}

// choiceID gives the first choice the id of the field itself, so that a link of the error summary finds it.
func choiceID(field string, i int) string {
	if i == 0 {
		return field
	}
	return field + "-" + strconv.Itoa(i+1)
}

// dialled is a phone number as a phone wants it.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, number)
}

// PhoneText is a stored phone number as people read it: Dutch ones without the country, others with it. What is no number stays.
func PhoneText(number string) string {
	parsed, err := phonenumbers.Parse(number, "NL")
	switch {
	case err != nil || !phonenumbers.IsValidNumber(parsed):
		return number
	case parsed.GetCountryCode() == 31:
		return phonenumbers.Format(parsed, phonenumbers.NATIONAL)
	}
	return phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL)
}

type optionGroup struct {
	label   string
	options []Option
}

// grouped puts options that follow one another under one heading together.
func grouped(options []Option) []optionGroup {
	var groups []optionGroup
	for _, o := range options {
		if n := len(groups); n == 0 || groups[n-1].label != o.Group {
			groups = append(groups, optionGroup{label: o.Group})
		}
		last := &groups[len(groups)-1]
		last.options = append(last.options, o)
	}
	return groups
}
