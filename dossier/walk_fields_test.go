package dossier_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What people of a walk fill in. Each field gets something of its sort, as the forms would offer it; then the fields of an
// act are made to fit each other, and the facts from outside are filled in as they are.

// build makes a command for a dossier. Not plausible means that any field may hold anything of its type.
func (w *walk) build(f *folder, kind dossier.Kind, by dossier.Actor, plausible bool) dossier.Command {
	all := dossier.Commands()
	zero := all[slices.IndexFunc(all, func(c dossier.Command) bool { return c.Kind() == kind })]
	v := reflect.New(reflect.TypeOf(zero)).Elem()
	for _, ask := range dossier.Asks(zero) {
		if odd := !plausible && w.chance(3); odd || ask.Required || w.chance(2) {
			w.fill(f, v.FieldByIndex(ask.Index), ask, odd)
		}
	}
	c := v.Interface().(dossier.Command)
	if plausible {
		c = w.fitting(f, c)
	}
	return w.truthful(f, c, by)
}

var oddities = []string{"", " ", "geen", "\u202bעברית", strings.Repeat("x", dossier.MaxWords+1), "2026-13-40", "0"}

func (w *walk) fill(f *folder, v reflect.Value, ask dossier.Ask, odd bool) {
	switch v.Kind() {
	case reflect.String:
		if odd {
			v.SetString(pick(w, ask.Field, oddities))
			return
		}
		v.SetString(w.text(f, ask))
	case reflect.Bool:
		v.SetBool(w.chance(2))
	case reflect.Int:
		v.SetInt(int64(w.number(f, ask, odd)))
	case reflect.Int64:
		amounts := []int64{0, 100, 1_000, 6_000, 12_000}
		if odd {
			amounts = []int64{-1, 12_001, 1 << 40}
		}
		v.SetInt(pick(w, ask.Field, amounts))
	case reflect.Struct:
		v.Set(reflect.ValueOf(w.moment(odd)))
	case reflect.Slice:
		w.several(f, v, ask, odd)
	}
}

func (w *walk) text(f *folder, ask dossier.Ask) string {
	switch ask.Sort {
	case "date":
		return string(w.day(pick(w, ask.Field, []int{-3, -1, 0, 0, 1, 2, 5})))
	case "choice":
		if codes := w.codes(f, ask.List); len(codes) > 0 {
			return pick(w, ask.Field, codes)
		}
		return ""
	}
	return pick(w, ask.Field, []string{"Een zin.", "Nog een zin, met € en é.", "Au 🦷"})
}

func (w *walk) number(f *folder, ask dossier.Ask, odd bool) int {
	if odd {
		return pick(w, ask.Field, []int{-3, 0, 99, 5_000})
	}
	var n int
	if codes := w.codes(f, ask.List); len(codes) > 0 {
		_, _ = fmt.Sscan(pick(w, ask.Field, codes), &n)
		return n
	}
	return pick(w, ask.Field, []int{1, 5, 90})
}

// moment is near now, half of the time written in the chain's own zone.
func (w *walk) moment(odd bool) time.Time {
	at := w.now.Add(pick(w, "moment", []time.Duration{-48 * time.Hour, -time.Hour, 0, time.Hour, 24 * time.Hour, 96 * time.Hour}))
	if odd && w.chance(2) {
		return time.Time{}
	}
	if w.chance(2) {
		return at.In(amsterdam)
	}
	return at
}

func (w *walk) several(f *folder, v reflect.Value, ask dossier.Ask, odd bool) {
	codes := w.codes(f, ask.List)
	if odd {
		codes = append(slices.Clone(codes), oddities...)
	}
	for _, code := range codes {
		if w.chance(2) {
			v.Set(reflect.Append(v, reflect.ValueOf(code).Convert(v.Type().Elem())))
		}
	}
	if v.Len() == 0 && len(codes) > 0 {
		v.Set(reflect.Append(v, reflect.ValueOf(codes[0]).Convert(v.Type().Elem())))
	}
}

// codes are the choices of a list, those that the register and the accounts know among them.
func (w *walk) codes(f *folder, list string) []string {
	if codes, known := dossier.Choices(f.state, w.terms, list); known {
		return codes
	}
	switch list {
	case "branch":
		return []string{"B1", "B2"}
	case "specialist":
		return []string{"S1", "S2", "S3"}
	case "language":
		return []string{"nl", "en"}
	case "relation":
		return []string{"parent", "partner"}
	case "handler", "staff":
		var accounts []string
		for _, a := range w.staff {
			accounts = append(accounts, string(a.Account))
		}
		return accounts
	}
	return nil
}

func (w *walk) day(offset int) dossier.Date {
	return w.cal.Day(w.now.Add(time.Duration(offset) * 24 * time.Hour))
}

// fitting makes the fields of an act fit each other and the dossier.
func (w *walk) fitting(f *folder, c dossier.Command) dossier.Command {
	s := f.state
	switch c := c.(type) {
	case dossier.RequestTalk:
		c.Contact, c.TreatmentDate, c.Specialist = contact(), treated, S1
		return c
	case dossier.File:
		return w.fittingFile(c)
	case dossier.BookTalk:
		c.Start = w.now.Add(time.Duration(1+w.draw("slot", 60)) * time.Hour)
		return c
	case dossier.RecordTalk:
		c.How, c.Act = "Zo.", ""
		if c.ActKind != "" {
			c.Act = "Nog eens polijsten."
		}
		return c
	case dossier.CorrectContact:
		c.Contact = contact()
		return c
	case dossier.TellVisit:
		c.TreatmentDate, c.Branch = treated, B1
		return c
	case dossier.ChooseMatch:
		c.TreatmentID, c.Reason = pick(w, "treatment", []dossier.TreatmentID{"T1", "T1", "T1", "T2"}), "Vergissing."
		return c
	case dossier.Judge:
		if c.Serious = !w.chance(4); c.Serious {
			c.Ground = ""
		} else {
			c.Ground = pick(w, "ground", []string{"comfort", "not_found", "late", "less_result"})
		}
		return c
	case dossier.PlanExplanation:
		c.Start = w.now.Add(time.Duration(1+w.draw("hours", 48)) * time.Hour).In(amsterdam)
		return c
	case dossier.RecordAttempt:
		c.At = time.Time{}
		return c
	case dossier.ExtendTerm:
		due := w.cal.Day(dossier.AnswerDue(s, w.terms, w.cal))
		c.Until = w.cal.Day(w.cal.EndOf(due).Add(time.Duration(1+w.draw("days", 10)) * 24 * time.Hour))
		return c
	}
	return w.fittingLater(f, c)
}

func (w *walk) fittingFile(c dossier.File) dossier.File {
	own := complaint()
	own.Specialists, own.About, own.Channel, own.ShareTalk = c.Specialists, c.About, c.Channel, c.ShareTalk
	if !c.ReceivedAt.After(w.now) {
		own.ReceivedAt = c.ReceivedAt // typed in later
	}
	if w.chance(8) {
		own.ActingFor, own.Relation = "Sam de Boer", "parent"
	}
	return own
}

func (w *walk) fittingLater(f *folder, c dossier.Command) dossier.Command {
	s := f.state
	switch c := c.(type) {
	case dossier.StartInquiry:
		c.Reason = "Het gaat om één specialist."
		return c
	case dossier.AnswerInquiry:
		c.Words = "Het ging wel."
		return c
	case dossier.RecordInquiryAnswer:
		c.Words = "Het ging wel."
		return c
	case dossier.InviteToHearing:
		c.At = w.now.Add(time.Duration(5+w.draw("days", 4)) * 24 * time.Hour).In(amsterdam)
		return c
	case dossier.RecordHearing:
		c.Put = "Iemand merkte haast."
		return c
	case dossier.AnswerMinutes:
		c.Remarks = "Zo was het."
		return c
	case dossier.SkipPart:
		fits := slices.DeleteFunc(slices.Clone(w.terms.Skips), func(r dossier.Reason) bool { return r.Part != c.Part })
		c.Reason = pick(w, "skip", fits).Code
		return w.evident(f, c)
	case dossier.RecordFinding:
		if c.Measure = "Meer tijd per klant."; w.chance(2) {
			c.Outcome = dossier.Unfounded
		}
		return c
	case dossier.TakeDecision:
		if c.Upheld, c.Ground = dossier.UpheldBy(s.Findings), ""; !c.Upheld {
			c.Ground = "unfounded"
		}
		return c
	case dossier.MakeOffer:
		return w.fittingOffer(f, c)
	case dossier.BookRemedy:
		c.On = w.day(1 + w.draw("days", 3))
		if more := w.other(f).ledger.accused(); len(more) > 0 && w.chance(2) { // with whom a ban may begin again
			c.Specialist = pick(w, "again", more)
		}
		return c
	case dossier.CarryOut:
		c.On = w.day(0)
		return c
	case dossier.EstablishFalse:
		c.NeverTreated, c.Knew, c.SoughtMoney = true, true, true
		return c
	case dossier.RecordClaimPayment:
		c.Amount = 1 + dossier.Cents(w.draw("cents", max(1, int(s.Claim.Total-s.Claim.Paid))))
		return c
	case dossier.PlaceHold:
		c.Until = w.day(w.draw("days", 20))
		return c
	case dossier.Erase:
		c.Sure = true
		return c
	case dossier.MergeInto:
		c.Into = w.other(f).reference
		return c
	case dossier.Link:
		c.Other = w.other(f).reference
		return c
	}
	return c
}

// fittingOffer stays below the ceiling most of the time, and often offers all that is left.
func (w *walk) fittingOffer(f *folder, c dossier.MakeOffer) dossier.MakeOffer {
	c.Refund, c.FreeTreatment, c.Discount = 0, 0, 0
	left := dossier.Cents(0)
	if t := f.state.Match.Treatment; t != nil {
		left = t.Price - f.state.Granted() - w.elsewhere(f)
	}
	if left <= 0 {
		c.Apology = true
		return c
	}
	amount := pick(w, "amount", []dossier.Cents{left, left / 2, 1, left + 1, 3_000})
	switch w.draw("remedy", 3) {
	case 0:
		c.Refund = amount
	case 1:
		c.FreeTreatment = amount
	default:
		c.Discount, c.Refund = amount/2, amount-amount/2
	}
	return c
}

// elsewhere is what the other dossier granted for the same treatment.
func (w *walk) elsewhere(f *folder) dossier.Cents {
	other := w.other(f).state
	if a, b := f.state.Match.Treatment, other.Match.Treatment; a != nil && b != nil && a.ID == b.ID {
		return other.Granted()
	}
	return 0
}

// truthful fills in the facts from outside as they are.
func (w *walk) truthful(f *folder, c dossier.Command, by dossier.Actor) dossier.Command {
	switch c := c.(type) {
	case dossier.RequestTalk:
		c.Reference, c.TermsHash, c.Channel = f.reference, "terms1", dossier.ByPhone
		return c
	case dossier.File:
		c.Reference, c.TermsHash = f.reference, "terms1"
		if w.chance(8) {
			c.Files = w.photos(2)
		}
		if by.Is(dossier.RoleSystem) {
			c.Channel = dossier.ByMail // all that it files
		}
		if c.Channel == dossier.ByMail && !w.chance(3) { // else the mail says it, or staff asked
			c.TreatmentDate, c.Branch, c.About = "", "", nil
		}
		if by.Is(dossier.RoleFellow) { // somebody else's complaint, from the other dossier's inquiry
			c.Source, c.Channel = w.other(f).reference, dossier.ByInquiry
		}
		return c
	case dossier.BookTalk:
		c.SlotFree = !w.chance(10)
		return c
	case dossier.RecordMatch:
		return w.register(f)
	case dossier.ChooseMatch:
		c.Treatment = w.visit(f, c.TreatmentID)
		return c
	case dossier.Assign:
		for _, a := range w.staff {
			if a.Account == c.Account {
				c.Specialist = a.Specialist
			}
		}
		return c
	case dossier.AssignOutside:
		c.Account, c.HandlersFree = outside.Account, w.handlersFree(f)
		return c
	case dossier.StartInquiry:
		c.Clients = w.others
		return c
	case dossier.SkipPart:
		c.Others = len(w.others)
		return c
	case dossier.MakeOffer:
		c.Elsewhere = w.elsewhere(f)
		return c
	case dossier.AcceptOffer:
		c.Elsewhere = w.elsewhere(f)
		return c
	case dossier.MergeInto:
		if other := w.other(f); c.Into == other.reference && other.state.Count > 0 {
			c.Other = other.state.MergeFacts()
		}
		return c
	case dossier.AddMessage:
		if w.chance(4) { // it came by mail
			c.Files, c.Most = w.photos(1), 4
		}
		return c
	case dossier.AddFiles:
		c.Files, c.Most = w.photos(w.draw("photos", 3)), 4
		return c
	case dossier.Erase:
		if c.Ground = dossier.GroundRequest; by.Is(dossier.RoleSystem) {
			c.Ground = dossier.GroundRetention
		}
		into := w.other(f)
		c.Needed = f.state.MergedInto == into.reference && (into.state.Open() || dossier.Held(into.state, w.cal, w.now))
		return c
	case dossier.Redate:
		c.Moved = w.moved(f)
		return c
	case dossier.Link:
		c.Exists = c.Other == w.other(f).reference && w.other(f).state.Count > 0
		return c
	}
	return c
}

// moved are deadlines as a change of the calendar would have moved them: by a day, to when they are due now. Now and then one is named
// that is due no longer, or at another moment.
func (w *walk) moved(f *folder) []dossier.MovedDeadline {
	var all []dossier.MovedDeadline
	for _, d := range dossier.Deadlines(f.state, w.terms, w.cal) {
		if w.chance(2) {
			continue
		}
		m := dossier.MovedDeadline{Deadline: d.Kind, Subject: d.Subject, From: d.Due.Add(-24 * time.Hour), To: d.Due}
		if w.chance(3) {
			m.From = d.Due.Add(24 * time.Hour)
		}
		if w.chance(6) {
			m.To = m.From
		}
		all = append(all, m)
	}
	return all
}

// photos that were taken in.
func (w *walk) photos(n int) []dossier.NewFile {
	var all []dossier.NewFile
	for i := range n {
		id := dossier.FileID(fmt.Sprintf("%024x%08x", w.steps, i))
		all = append(all, dossier.NewFile{ID: id, Media: "image/jpeg", Size: 250_000, Hash: strings.Repeat("ab", 32), Name: "foto.jpg"})
	}
	return all
}

func (w *walk) handlersFree(f *folder) int {
	free := 0
	for _, a := range w.staff {
		if a.Is(dossier.RoleOwner, dossier.RoleAssistant) && !f.ledger.involved(a) {
			free++
		}
	}
	return free
}

// visit is a treatment of the register.
func (w *walk) visit(f *folder, id dossier.TreatmentID) *dossier.Treatment {
	var t *dossier.Treatment
	switch id {
	case "T1":
		t = treatment()
	case "T2":
		t = otherTreatment()
	default:
		return nil
	}
	if t.Client = f.client; f.client != "C1" {
		t.ID += "-other"
	}
	return t
}

func (w *walk) register(f *folder) dossier.RecordMatch {
	m := dossier.RecordMatch{Outcome: f.outcome}
	switch f.outcome {
	case dossier.MatchFound:
		m.Treatment = w.visit(f, "T1")
	case dossier.MatchCandidates:
		m.Candidates = []dossier.Treatment{*w.visit(f, "T1"), *w.visit(f, "T2")}
	}
	return m
}

// evident takes a reason that the history bears out, where there is one and more often than not.
func (w *walk) evident(f *folder, c dossier.SkipPart) dossier.SkipPart {
	if w.chance(3) {
		return c
	}
	switch c.Part {
	case dossier.StepExplanation:
		if len(f.ledger.tried) >= 3 {
			c.Reason = "unreachable"
		}
	case dossier.StepHearing:
		for _, id := range []dossier.SpecialistID{S1, S2, S3} {
			if f.ledger.missed[id] >= 2 {
				c.Specialist, c.Reason = id, "no_show"
			}
		}
	}
	return c
}
