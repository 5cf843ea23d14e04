package mail

import (
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// view is what a text can name, written out in its language. What is not known is not in it, so that a text that
// needs it fails instead of leaving a hole; names with a fallback are always there.
type view map[string]any

func (n Notice) view(lang words.Lang) view {
	d := n.Data
	v := view{
		"Link":          LinkPlaceholder,
		"Code":          CodePlaceholder,
		"Cause":         d.Cause,
		"How":           d.How,
		"Outcome":       d.Outcome,
		"HeldElsewhere": d.HeldElsewhere,
		"Branch":        or(d.Branch, words.Say(lang, "mail.our_branch")),
		"Specialist":    or(d.Specialist, words.Say(lang, "mail.the_specialist")),
		"By":            by(lang, d.Due, d.Zone),
		"Deadline":      string(d.Deadline),
		"Moment":        d.moment(lang),
	}
	for name, text := range map[string]string{
		"Name": oneLine(n.Name), "Reference": d.Reference, "Organisation": d.Organisation, "Phone": d.Phone,
		"Ground": d.Ground, "Reason": d.Reason, "OutsideBody": d.OutsideBody, "OutsideURL": d.OutsideURL,
		"IBAN": d.IBAN, "Other": d.Other,
		"At":       words.Moment(lang, d.At, d.Zone),
		"Date":     words.Date(lang, d.Date),
		"Remedy":   d.remedy(lang),
		"ReviewBy": d.reviewBy(lang),
		"Triage":   term(lang, d.Terms.Triage),
		"What":     what(lang, sortOf(n.To), d.Deadline),
	} {
		if text != "" {
			v[name] = text
		}
	}
	for name, n := range map[string]int{"Number": d.Number, "Minutes": d.Minutes, "Attempts": d.Terms.Attempts, "Invitations": d.Terms.Invitations} {
		if n > 0 {
			v[name] = n
		}
	}
	d.amounts(v, lang)
	d.day(v, lang)
	if len(d.Moved) > 0 {
		v["Moved"] = d.moved(lang)
	}
	if len(d.Tips) > 0 {
		v["Tips"] = d.Tips
	}
	return v
}

// line is a Line written out.
type line struct{ Label, Amount string }

func (d Data) amounts(v view, lang words.Lang) {
	if d.Amount != 0 {
		v["Amount"] = words.Amount(lang, d.Amount)
	}
	var lines []line
	for _, l := range d.Lines {
		written := line{Label: l.Label}
		if l.Amount != 0 {
			written.Amount = words.Amount(lang, l.Amount)
		}
		lines = append(lines, written)
	}
	if lines != nil {
		v["Lines"] = lines
	}
}

// remedy is the label of a remedy that was carried out (R21).
func (d Data) remedy(lang words.Lang) string {
	if key := "remedy." + d.How; words.Has(key) {
		return words.Say(lang, key)
	}
	return ""
}

// reviewBy says until when a review can be asked for (R20): the date, or the term where that is not known.
func (d Data) reviewBy(lang words.Lang) string {
	if !d.Due.IsZero() {
		return by(lang, d.Due, d.Zone)
	}
	if within := term(lang, d.Terms.Review); within != "" {
		return words.Say(lang, "mail.within", within)
	}
	return ""
}

// by says until when: a day when the term ends with it, a moment otherwise, and 'as soon as possible' where no date is known.
func by(lang words.Lang, due time.Time, zone *time.Location) string {
	if due.IsZero() {
		return words.Say(lang, "mail.soon")
	}
	return words.Say(lang, "mail.by", until(lang, due, zone))
}

func term(lang words.Lang, t dossier.Term) string {
	if t.N == 0 {
		return ""
	}
	return words.Term(lang, t.N, t.Unit)
}

func or(text, fallback string) string {
	if text != "" {
		return text
	}
	return fallback
}

// oneLine keeps a name on the line of the salutation.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
