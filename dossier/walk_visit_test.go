package dossier_test

import (
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// What must hold on a walk of complaints that came by mail, and did not say which visit they are about.

// visit is what the events of a dossier said of it.
type visit struct {
	untold bool         // the complaint came without its day, and nobody told it since
	asked  bool         // it came without its day or its branch
	date   dossier.Date // that it is judged by: as told, or of the treatment that was found
	talked bool         // there was a wish to talk, which can keep the term open
	late   bool
	looked bool // the register was asked, and nothing was told since
	merged bool // another was merged in, which can have been in time
	found  []dossier.SpecialistID
}

func (w *walk) lookAtVisit(l *ledger, h happened) {
	v := &l.visit
	switch e := h.event.(type) {
	case dossier.TalkRequested:
		v.talked = true
	case dossier.Filed:
		*v = visit{untold: e.TreatmentDate == "", asked: e.TreatmentDate == "" || e.Branch == "", date: e.TreatmentDate, talked: v.talked, late: e.Late}
		w.demand("R5: a complaint without its visit came by mail, through the program or staff",
			e.TreatmentDate == "" || e.Branch == "" || len(e.About) == 0, e.Channel == dossier.ByMail && (h.by.Staff() || h.by.Is(dossier.RoleSystem)), h.by.Name(), e)
		w.demand("R5: what the program files came by mail", h.by.Is(dossier.RoleSystem), e.Channel == dossier.ByMail, e)
		w.demand("R7: who mailed is told at once", e.Channel == dossier.ByMail, h.tells(dossier.ToComplainant, "filed"), e)
		w.demand("R8: what came without its day is not late", v.untold, !e.Late, e)
	case dossier.VisitTold:
		w.demand("R9: a visit is told where the complaint did not say it and nothing was found", true, v.asked && l.treatment == nil, e)
		v.untold, v.looked, v.date, v.late = false, false, e.TreatmentDate, e.Late
		counts, right := w.lateAsItIs(l)
		w.demand("R8: a complaint whose visit is told later is late as if it had said so at once", counts, right, *v, l.clock.received)
	case dossier.Matched:
		w.demand("R9: the register links nothing to a complaint without its day: staff choose", v.untold && e.Cause == "register", e.Treatment == nil, e)
		w.demand("R9: what was told is looked up once", e.Cause == "register", !v.looked, e)
		v.looked, v.late = true, e.Late
		if e.Treatment != nil {
			v.date = e.Treatment.Date
			v.found = []dossier.SpecialistID{e.Treatment.Specialist}
			counts, right := w.lateAsItIs(l)
			w.demand("R8: a complaint without its day is judged late by the treatment that is chosen", v.untold && counts, right, *v, l.clock.received)
		}
	case dossier.Absorbed:
		v.merged = true
	case dossier.InquiryStarted:
		w.demand("R15: the other clients of a day are asked only once that day is known", true, v.date != "", e)
	}
}

// lateAsItIs holds whether it is late against the day and the receipt. A talk, or a dossier that was merged in, can keep the term open: that is looked at in the
// tests of R8.
func (w *walk) lateAsItIs(l *ledger) (counts, right bool) {
	end := w.cal.EndOf(dossier.Date(day(l.visit.date).AddDate(0, 0, 7).Format(time.DateOnly)))
	return !l.visit.talked && !l.visit.merged, l.visit.late == l.clock.received.After(end)
}

func day(d dossier.Date) time.Time {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		panic(err)
	}
	return at
}

// checkVisit is R22 and R23 for what was found later: who treated is kept apart as if the complaint had named them.
func (w *walk) checkVisit(f *folder) {
	l := &f.ledger
	v := l.visit
	found := v.asked && len(v.found) > 0 && l.apart
	w.demand("R23: who is found to have treated whoever mailed is kept apart from then on", found,
		!slices.ContainsFunc(v.found, func(id dossier.SpecialistID) bool { return !l.banned[id] }), f.reference, v.found)
	w.demand("R9: what came without its visit is looked up, or waits for it", v.asked && l.outcome != "", f.state.Match.Outcome == l.outcome, f.reference, l.outcome)
	date, _ := f.state.Visit()
	w.demand("R9: the day of the visit is not known before it is told or chosen", v.asked && v.date == "", date == "", f.reference, date)
}
