package casework

import (
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
)

// data is what the texts of a notice can say: what holds for every notice, and then what its event adds.
func (t *telling) data(language string) mail.Data {
	policy := t.office.Policy
	d := mail.Data{
		Reference:    t.Reference,
		Organisation: policy.Organisation.Name,
		Phone:        policy.Organisation.Phone,
		Branch:       t.people.branches[t.then.Branch],
		Date:         t.then.TreatmentDate,
		Due:          t.due(),
		OutsideBody:  in(language, policy.OutsideBody.Name),
		OutsideURL:   policy.OutsideBody.URL,
		IBAN:         grouped(policy.Organisation.IBAN),
		Authority:    !t.then.Represented || t.then.AuthorityShown,
		Ground:       t.ground(language),
		Zone:         t.office.cal.Zone(),
		Terms:        t.terms,
	}
	for _, tip := range policy.Tips {
		d.Tips = append(d.Tips, in(language, tip))
	}
	if visit := t.then.Match.Treatment; visit != nil {
		d.Branch, d.Date = t.people.branches[visit.Branch], visit.Date
	}
	t.with(&d, dossier.SpecialistID(dossier.PersonOf(t.record.Event)))
	for _, fill := range []func(*mail.Data, dossier.Event, string){t.talk, t.handling, t.inquiry, t.solution, t.ending, t.deadline} {
		fill(&d, t.record.Event, language)
	}
	return d
}

// due is the moment that belongs in the letter: of the deadline its kind speaks of, as it stood after the event.
func (t *telling) due() time.Time {
	kind := mail.DueOf(t.To, t.Kind)
	if kind == "" {
		return time.Time{}
	}
	for _, d := range dossier.Deadlines(t.then, t.terms, t.office.cal) {
		if d.Kind == kind && t.concerns(d.Subject) {
			return d.Due
		}
	}
	return time.Time{}
}

// concerns reports whether a deadline of that subject is one for the receiver: a specialist's own, or nobody's in particular.
func (t *telling) concerns(subject string) bool {
	sort, person := split(t.To)
	return sort != toSpecialist || subject == "" || subject == person
}

// talk fills in what step 1 adds (R1-R4).
func (t *telling) talk(d *mail.Data, e dossier.Event, _ string) {
	switch e := e.(type) {
	case dossier.TalkBooked:
		d.At = e.Start
	case dossier.TalkCancelled:
		d.At, d.Cause = e.Start, e.Cause
	case dossier.TalkAttempted:
		d.Number = e.Attempt
	case dossier.TalkHeld:
		d.At = t.record.At
	case dossier.TalkLapsed:
		d.Cause = e.Cause
	case dossier.TalkDeclined:
		t.with(d, t.then.Talk.Specialist)
		d.Cause = e.Cause
	case dossier.TalkShared:
		t.with(d, t.then.Talk.Specialist)
	case dossier.ActBooked:
		d.Date = e.On
	case dossier.ActCancelled:
		d.Cause = e.Cause
	}
}

// with names the specialist a notice is about, if it is about one.
func (t *telling) with(d *mail.Data, id dossier.SpecialistID) {
	if id != "" {
		d.Specialist = t.people.specialist(id).Name
	}
}

// handling fills in what filing, ban, triage and explanation add (R5-R13, R22).
func (t *telling) handling(d *mail.Data, e dossier.Event, _ string) {
	switch e := e.(type) {
	case dossier.Filed:
		d.At = e.ReceivedAt
	case dossier.BanStarted:
		d.Cause = e.Cause
	case dossier.BanEnded:
		d.Cause, d.HeldElsewhere = e.Cause, e.HeldElsewhere
	case dossier.ExplanationPlanned:
		d.At, d.How = e.Start, e.How
	case dossier.ExplanationCancelled:
		d.At, d.How = e.Start, e.How
	case dossier.ContactAttempted:
		d.At, d.How, d.Number = e.Tried, e.How, len(t.then.Attempts)
	case dossier.TermExtended:
		d.Date, d.Due = e.Until, t.office.cal.EndOf(e.Until)
	}
}

// inquiry fills in what the investigation adds (R14-R18).
func (t *telling) inquiry(d *mail.Data, e dossier.Event, _ string) {
	switch e := e.(type) {
	case dossier.HearingInvited:
		d.At, d.Number = e.At, e.Invitation
	case dossier.HearingCancelled:
		d.At = e.At
	case dossier.HearingHeld:
		d.At = t.record.At
	case dossier.SubjectFound:
		d.Outcome = string(e.Outcome)
	case dossier.Decided:
		d.Outcome = t.outcome()
	}
}

// outcome is what all findings have in common; empty when they differ.
func (t *telling) outcome() string {
	outcome := dossier.Outcome("")
	for i, f := range t.then.Findings {
		if i > 0 && f.Outcome != outcome {
			return ""
		}
		outcome = f.Outcome
	}
	return string(outcome)
}

// solution fills in what remedies and claims add (R19-R21, R26).
func (t *telling) solution(d *mail.Data, e dossier.Event, language string) {
	switch e := e.(type) {
	case dossier.OfferStands:
		d.Due = e.Until
	case dossier.RemedyBooked:
		d.Date = e.On
		t.remedy(d, e.Remedy)
	case dossier.RemedyUnbooked:
		d.Cause = e.Cause
		t.remedy(d, e.Remedy)
	case dossier.RemedyCarriedOut:
		d.Date = e.On
		t.remedy(d, e.Remedy)
	case dossier.ClaimSent:
		d.Lines = claimLines(e, language)
		d.Amount = int64(e.Base + e.Hours + e.Costs)
	case dossier.ClaimPaid:
		d.Amount = int64(e.Amount)
	case dossier.ClaimWithdrawn:
		d.Amount = int64(t.then.Claim.Total)
	case dossier.ClaimRepaid:
		d.Amount = int64(e.Amount)
	}
}

func (t *telling) remedy(d *mail.Data, number int) {
	for _, r := range t.then.Remedies {
		if r.Number == number {
			d.How, d.Amount, d.Number = string(r.Kind), int64(r.Amount), number
		}
	}
}

// claimLines is the specification of a claim (R26); what comes to nothing is left out.
func claimLines(e dossier.ClaimSent, language string) []mail.Line {
	lines := []mail.Line{
		{Label: in(language, dossier.Text{NL: "Vast bedrag", EN: "Fixed amount"}), Amount: int64(e.Base)},
		{Label: in(language, dossier.Text{NL: "Uren van medewerkers", EN: "Hours of staff"}), Amount: int64(e.Hours)},
		{Label: in(language, dossier.Text{NL: "Andere kosten", EN: "Other costs"}), Amount: int64(e.Costs)},
	}
	return slices.DeleteFunc(lines, func(l mail.Line) bool { return l.Amount == 0 })
}

// ending fills in what endings and reopenings add. A coded reason is told by its label.
func (t *telling) ending(d *mail.Data, e dossier.Event, language string) {
	switch e := e.(type) {
	case dossier.Ended:
		d.Cause, d.Other = string(e.Ending), e.Merged
		t.reason(d, t.terms.Discontinue, e.Reason, language)
		if e.Ending == dossier.Rejected || e.Ending == dossier.RejectedAtTriage {
			d.Due = dossier.ReviewUntil(t.then, t.terms, t.office.cal)
		}
	case dossier.Reopened:
		t.reason(d, t.terms.Reopen, e.Reason, language)
	}
}

func (t *telling) reason(d *mail.Data, reasons []dossier.Reason, code, language string) {
	for _, r := range reasons {
		if r.Code == code && code != "" {
			d.Reason = in(language, r.Label)
		}
	}
}

// ground is the label of the ground on which the complaint was rejected, if it was (R20).
func (t *telling) ground(language string) string {
	for _, g := range t.terms.Grounds {
		if g.Code == t.then.Ground {
			return in(language, g.Label)
		}
	}
	return ""
}

// in is a text in a language; Dutch when it is not English.
func in(language string, text dossier.Text) string {
	if language == "en" {
		return text.EN
	}
	return text.NL
}

// grouped writes an IBAN as people do, in groups of four.
func grouped(iban string) string {
	var groups []string
	for len(iban) > 4 {
		groups, iban = append(groups, iban[:4]), iban[4:]
	}
	return strings.Join(append(groups, iban), " ")
}
