package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
)

// combined checks what no single value can show: values that do not go together. It looks at the
// policy as it will be, file and built-in values together.
func (r *reader) combined(p *Policy) {
	r.complete(p)
	if len(r.problems) > 0 {
		return
	}
	r.termsTogether(p.Terms)
	r.remindersTogether(&p.Terms)
	r.reasonsTogether(p.Terms)
	r.calendarTogether(p.Calendar)
	r.formsTogether(p.Forms)
}

// complete finds what is missing. With the built-in values beneath, only a built-in file that was
// changed can miss something; still it is here that it shows.
func (r *reader) complete(p *Policy) {
	for _, f := range termFields(&p.Terms) {
		if f.term.Unit == "" {
			r.add(1, "terms.%s is missing", f.key)
		}
	}
	for key, missing := range map[string]bool{
		"organisation.name":               p.Organisation.Name == "",
		"organisation.email":              p.Organisation.Email == "",
		"organisation.phone":              p.Organisation.Phone == "",
		"organisation.address":            p.Organisation.Address == "",
		"organisation.website":            p.Organisation.Website == "",
		"organisation.complaints_address": p.Organisation.ComplaintsAddress == "",
		"outside_person.name":             p.OutsidePerson.Name == "",
		"outside_person.email":            p.OutsidePerson.Email == "",
		"outside_body.name":               p.OutsideBody.Name.NL == "",
		"outside_body.url":                p.OutsideBody.URL == "",
		"languages":                       len(p.Languages) == 0,
		"link_valid":                      p.LinkValid.Unit == "",
		"calendar.zone":                   p.Calendar.Zone == nil,
		"calendar.slot_minutes":           p.Calendar.SlotMinutes == 0,
		"remedies":                        len(p.Terms.Remedies) == 0,
		"severities":                      len(p.Terms.Severities) == 0,
		"grounds":                         len(p.Terms.Grounds) == 0,
		"skips":                           len(p.Terms.Skips) == 0,
		"discontinue":                     len(p.Terms.Discontinue) == 0,
		"reopen":                          len(p.Terms.Reopen) == 0,
		"authorities":                     len(p.Terms.Authorities) == 0,
		"relations":                       len(p.Relations) == 0,
		"tips":                            len(p.Tips) == 0,
		"forms":                           p.Forms.ProofOfWork == "",
		"privacy.keep":                    len(p.Privacy.Keep) != len(dossier.Endings()),
		"privacy.ledger":                  p.Privacy.Ledger.Unit == "",
		"files":                           p.Files.PerForm == 0,
		"mail":                            p.Mail.PerSender == 0,
		"privacy.mail":                    p.Privacy.Mail.Unit == "",
	} {
		if missing {
			r.add(1, "%s is missing", key)
		}
	}
}

// at is the line of the first of these keys that stands in the file: the one the owner changed.
func (r *reader) at(keys ...string) int {
	for _, key := range keys {
		if line := r.lines[key]; line > 0 {
			return line
		}
	}
	return 1
}

func (r *reader) termsTogether(t dossier.Terms) {
	for _, part := range []struct {
		key  string
		term dossier.Term
	}{{"triage", t.Triage}, {"call", t.Call}, {"inquiry", t.Inquiry}, {"hearing_notice", t.HearingNotice}} {
		if span(part.term) >= span(t.Answer) {
			r.add(r.at("terms."+part.key, "terms.answer"), "%s (%s) leaves no room within answer (%s)",
				part.key, FormatTerm(part.term), FormatTerm(t.Answer))
		}
	}
	if span(t.Extension) > 2*span(t.Answer) {
		r.add(r.at("terms.extension", "terms.answer"), "extension (%s) is more than twice answer (%s)",
			FormatTerm(t.Extension), FormatTerm(t.Answer))
	}
	if span(t.OfferStands) < span(t.OfferReply) {
		r.add(r.at("terms.offer_stands", "terms.offer_reply"), "offer_stands (%s) is shorter than offer_reply (%s)",
			FormatTerm(t.OfferStands), FormatTerm(t.OfferReply))
	}
	if t.AttemptDays > t.Attempts {
		r.add(r.at("counts.attempt_days", "counts.attempts"), "%d attempts cannot be spread over %d days",
			t.Attempts, t.AttemptDays)
	}
	if t.Extensions > 0 && t.Extension.N == 0 {
		r.add(r.at("terms.extension", "counts.extensions"), "extension is zero while extensions allows %d; set both to zero",
			t.Extensions)
	}
}

// span is about how long a term takes: five working days are a week.
func span(t dossier.Term) time.Duration {
	const day = 24 * time.Hour
	switch t.Unit {
	case dossier.Hours:
		return time.Duration(t.N) * time.Hour
	case dossier.WorkingDays:
		return time.Duration(t.N) * day * 7 / 5
	case dossier.Days:
		return time.Duration(t.N) * day
	}
	return 0
}

// reasonsTogether checks that what the program does of itself has exactly one reason to name.
func (r *reader) reasonsTogether(t dossier.Terms) {
	for _, need := range []dossier.Needs{dossier.NeedsMergeOnly, dossier.NeedsTalkOver} {
		n := 0
		for _, reason := range t.Discontinue {
			if reason.Needs == need {
				n++
			}
		}
		if n != 1 {
			r.add(r.at("discontinue"), "discontinue must have exactly one entry that needs %s; it has %d", need, n)
		}
	}
}

var hourProblems = []struct {
	err  error
	text string
}{
	{calendar.ErrReversed, "end before they begin"},
	{calendar.ErrOverlap, "overlap or are not in order"},
	{calendar.ErrTooShort, "are shorter than one slot"},
	{calendar.ErrOutside, "lie outside the day"},
}

func (r *reader) calendarTogether(c Calendar) {
	slot := time.Duration(c.SlotMinutes) * time.Minute
	open := false
	for day := time.Sunday; day <= time.Saturday; day++ {
		key := strings.ToLower(day.String())
		open = open || len(c.Hours[day]) > 0
		err := calendar.CheckSpans(c.Hours[day], slot)
		for _, p := range hourProblems {
			if errors.Is(err, p.err) {
				r.add(r.at("calendar.hours."+key, "calendar.slot_minutes"), "the hours of %s %s", key, p.text)
			}
		}
	}
	if !open {
		r.add(r.at("calendar.hours"), "every day is closed, so no talk could ever be booked")
	}
	r.holidaysTogether(c)
}

func (r *reader) holidaysTogether(c Calendar) {
	plain, err := calendar.New(calendar.Settings{Zone: c.Zone, Public: c.Public, Slot: time.Minute})
	if err != nil {
		r.add(r.at("calendar"), "%s", err)
		return
	}
	for _, day := range c.Remove {
		if _, ok := plain.Holiday(day); !ok {
			r.add(r.at("calendar.holidays.remove", "calendar.holidays.public"),
				"%s is no public holiday of this policy, so it cannot be removed", day)
		}
		if slices.ContainsFunc(c.Add, func(h calendar.Holiday) bool { return h.Date == day }) {
			r.add(r.at("calendar.holidays.add", "calendar.holidays.remove"), "%s is both added and removed", day)
		}
	}
	if slices.Contains(c.Public, "liberation_day") && slices.Contains(c.Public, "liberation_day_every_five_years") {
		r.add(r.at("calendar.holidays.public"), "choose liberation_day or liberation_day_every_five_years, not both")
	}
}

// Warnings are things an owner should know about a policy that can be used: that the organisation
// is still the made-up one, that the parts of an investigation may not fit the answer term,
// that texts lack English. Sentences for a log or a settings page; none when all is well.
func (p *Policy) Warnings() []string {
	var list []string
	if p.Organisation == Default().Organisation {
		list = append(list, "organisation is still the made-up chain of the built-in policy")
	}
	t := p.Terms
	parts := span(t.Triage) + span(t.Call) + max(span(t.Inquiry), span(t.HearingNotice)) + span(t.Minutes)
	if parts > span(t.Answer) {
		list = append(list, fmt.Sprintf("triage, call, inquiry and minutes together can take longer than answer (%s)",
			FormatTerm(t.Answer)))
	}
	if t.Establishers < 2 {
		list = append(list, "one person alone can establish that a complaint is false (R25 asks for two)")
	}
	if n := p.withoutEnglish(); n > 0 && slices.Contains(p.Languages, "en") {
		list = append(list, fmt.Sprintf("%d texts have no English and are shown in Dutch", n))
	}
	slices.SortFunc(list, cmp.Compare[string])
	return list
}

func (p *Policy) withoutEnglish() int {
	t := p.Terms
	texts := append([]dossier.Text{p.OutsideBody.Name}, p.Tips...)
	texts = append(texts, labels(p.RemedyLabels)...)
	texts = append(texts, labels(p.Relations)...)
	texts = append(texts, labels(t.Severities)...)
	texts = append(texts, labels(t.Grounds)...)
	for _, reasons := range [][]dossier.Reason{t.Skips, t.Discontinue, t.Reopen, t.Authorities} {
		texts = append(texts, labels(reasons)...)
	}
	n := 0
	for _, text := range texts {
		if text.EN == "" {
			n++
		}
	}
	return n
}

func labels[T Coded](list []T) []dossier.Text {
	var texts []dossier.Text
	for _, entry := range list {
		_, label := split(entry)
		texts = append(texts, label)
	}
	return texts
}
