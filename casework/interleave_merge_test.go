package casework_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// Merging against any act. Every kind of command is tried in both dossiers at one stage after another at which they can be merged, by
// everybody who may, until it meets merging there: so a command that is added does so by itself, or the table says that it meets it nowhere.

// neverMeets are the kinds that no dossier allows while it could be merged, and why.
var neverMeets = map[dossier.Kind]string{
	"request_talk":        "opens a dossier",
	"file":                "a dossier is filed once, and merged after that; filing beside a merge has a test of its own",
	"book_talk":           "before filing", // as all of step 1
	"cancel_talk":         "before filing",
	"record_talk_attempt": "before filing",
	"record_talk":         "before filing",
	"answer_talk":         "before filing",
	"pass_on_act":         "before filing",
	"book_act":            "before filing",
	"complete_act":        "before filing",
	"lapse_talk":          "before filing",
	"decline_talk":        "before filing",
	"renew_talk":          "before filing",
	"record_match":        "merging waits for the match",
	"redate":              "moves nothing while the calendar is the same",
	"ask_proof":           "the visit was found",
	"give_proof":          "the visit was found",
	"tell_visit":          "the visit was found",
	"raise_suspicion":     "the visit was found",
	"establish_false":     "the visit was found",
	"assign_outside":      "a handler is left: the one who merges",
	"ask_review":          "the dossier is closed",
	"reopen":              "the dossier is closed",
	"erase":               "the dossier is closed",
	"undo_false":          "the dossier is closed",
	"send_claim":          "the dossier is closed",
	"withdraw_claim":      "an undoing took the claim back",
	"write_off_claim":     "an undoing took the claim back",
	"report_to_police":    "the dossier is closed",
	"absorb":              "is the other half of merging",
}

// meeting is an act that somebody can do in one of two dossiers that can be merged.
type meeting struct {
	kind  dossier.Kind
	side  string
	stage string
	from  scene
	merge act
	does  act
}

func TestR19_R22_Interleaved_MergeAndAnyAct(t *testing.T) {
	d := newDrill(t)
	met := map[dossier.Kind]map[string]bool{}
	var table []meeting
	stages := mergeStages
	if racing {
		stages = stages[:1] // without the race detector, all
	}
	for _, s := range stages {
		var one, two string
		from := d.scene(func(w *world) {
			one, two = s.build(w)
			w.now = w.now.Add(s.later)
		})
		for _, m := range d.meetings(t, from, one, two, met) {
			m.stage = s.name
			table = append(table, m)
		}
	}
	if !racing {
		d.everyKind(t, met)
	}
	for i, m := range table {
		if racing && i%16 != 0 {
			continue
		}
		d.run(pair{name: fmt.Sprintf("merge and %s in %s, at %s", m.kind, m.side, m.stage), from: m.from, a: m.merge, b: m.does, brief: true, turn: i})
	}
	t.Logf("%d kinds of command met a merge, in %d tables", len(met), len(table))
}

// meetings are the acts that somebody can do here while one is merged into two, but for those that met a merge on that side before.
func (d *drill) meetings(t *testing.T, from scene, one, two string, met map[dossier.Kind]map[string]bool) []meeting {
	t.Helper()
	here := d.engine.nodes(t, from.address, 1)
	defer here.leave()
	w := worldOn(t, here.nodes[0].db, from.now)
	merge := order(owner, one, dossier.MergeInto{Into: two, Reason: "x"})
	var found []meeting
	for _, c := range dossier.Commands() {
		kind := c.Kind()
		for _, side := range []struct{ name, reference string }{{"the one that goes", one}, {"the one that stays", two}} {
			if met[kind][side.name] || neverMeets[kind] != "" && !w.possibleAt(side.reference, kind) {
				continue
			}
			viewer, command, ok := d.possible(t, w, from, c, side.reference, one, two)
			if !ok {
				continue
			}
			if met[kind] == nil {
				met[kind] = map[string]bool{}
			}
			met[kind][side.name] = true
			found = append(found, meeting{kind: kind, side: side.name, from: from, merge: merge, does: order(viewer, side.reference, command)})
		}
	}
	return found
}

// everyKind wants every kind of command met, or a reason why none can be, and no reason that is not so.
func (d *drill) everyKind(t *testing.T, met map[dossier.Kind]map[string]bool) {
	for _, c := range dossier.Commands() {
		why, excused := neverMeets[c.Kind()]
		switch {
		case excused && met[c.Kind()] != nil:
			t.Errorf("%s meets a merge, although %q: take it from neverMeets", c.Kind(), why)
		case !excused && met[c.Kind()] == nil:
			t.Errorf("%s meets no merge: add a stage at which somebody can do it, or say in neverMeets why nobody can", c.Kind())
		}
	}
}

// everybody is all who may do anything in a dossier; whoever merges comes last.
func everybody(reference string) []casework.Viewer {
	all := []casework.Viewer{complainant(reference), sanne, daan, receptionist, assistant, second, outsider, {Actor: dossier.System()}}
	for n := range 3 {
		all = append(all, casework.Viewer{Actor: dossier.FellowClient(n + 1), Only: reference})
	}
	return append(all, owner)
}

// possibleAt reports whether anybody may do a kind of act there, before any field is filled in.
func (w *world) possibleAt(reference string, kind dossier.Kind) bool {
	w.t.Helper()
	s := w.whole(reference)
	return slices.ContainsFunc(everybody(reference), func(v casework.Viewer) bool {
		return dossier.Possible(s, kind, dossier.Env{Now: w.now, By: v.Actor, Terms: ours.Terms, Calendar: w.Calendar()}) == nil
	})
}

// possible finds somebody who can do such a command there, and the command as they would fill it in.
func (d *drill) possible(t *testing.T, w *world, from scene, zero dossier.Command, reference, one, two string) (casework.Viewer, dossier.Command, bool) {
	t.Helper()
	s := w.whole(reference)
	other := two
	if reference == two {
		other = one
	}
	for _, v := range everybody(reference) {
		env := dossier.Env{Now: w.now, By: v.Actor, Terms: ours.Terms, Calendar: w.Calendar()}
		if dossier.Possible(s, zero.Kind(), env) != nil {
			continue
		}
		c := w.filledIn(s, zero, other)
		alone := d.engine.nodes(t, from.address, 1)
		done, err := worldOn(t, alone.nodes[0].db, from.now).Do(t.Context(), v, casework.Order{Reference: reference, Command: c})
		alone.leave()
		if err == nil && done.Count > s.Count {
			return v, c, true
		}
	}
	return casework.Viewer{}, nil, false
}

// filledIn fills a command in as its form asks; where fields must fit each other or the dossier, so that they do.
func (w *world) filledIn(s dossier.State, zero dossier.Command, other string) dossier.Command {
	w.t.Helper()
	v := reflect.New(reflect.TypeOf(zero)).Elem()
	for _, ask := range dossier.Asks(zero) {
		if ask.Required || ask.Sort == "words" || ask.Sort == "line" {
			w.fillIn(s, v.FieldByIndex(ask.Index), ask)
		}
	}
	return w.fitting(s, v.Interface().(dossier.Command), other)
}

func (w *world) fillIn(s dossier.State, v reflect.Value, ask dossier.Ask) {
	w.t.Helper()
	codes, known := dossier.Choices(s, ours.Terms, ask.List)
	if !known && ask.List != "" {
		var err error
		codes, _, err = w.Codes(w.t.Context(), ask.List)
		must(w.t, err)
	}
	switch {
	case ask.Sort == "many":
		for _, code := range codes {
			v.Set(reflect.Append(v, reflect.ValueOf(code).Convert(v.Type().Elem())))
		}
	case ask.Sort == "choice" && len(codes) == 0:
	case v.Kind() == reflect.Int && ask.Sort == "choice":
		var n int64
		_, err := fmt.Sscan(codes[0], &n)
		must(w.t, err)
		v.SetInt(n)
	case ask.Sort == "choice":
		v.SetString(codes[0])
	case ask.Sort == "date":
		v.SetString(string(w.today(0)))
	case ask.Sort == "moment":
		v.Set(reflect.ValueOf(w.now))
	case ask.Sort == "money", ask.Sort == "number":
		v.SetInt(1)
	case ask.Sort == "line", ask.Sort == "words":
		v.SetString("x")
	}
}

func (w *world) fitting(s dossier.State, c dossier.Command, other string) dossier.Command {
	switch c := c.(type) {
	case dossier.CorrectContact:
		c.Contact = dossier.Contact{Name: klaas.Name, Email: "nieuw@example.org"}
		return c
	case dossier.ChooseMatch:
		c.TreatmentID = "T3"
		return c
	case dossier.Judge:
		c.Serious, c.Ground = true, ""
		return c
	case dossier.MarkHarm:
		c.Harm = !s.Harm
		return c
	case dossier.DeclareConflict:
		c.Account = "second"
		return c
	case dossier.PlanExplanation:
		c.Start = w.now.Add(day)
		return c
	case dossier.ExtendTerm:
		c.Until = w.Calendar().Day(s.ReceivedAt.AddDate(0, 0, 20))
		return c
	case dossier.InviteToHearing:
		c.At = w.now.Add(8 * day)
		return c
	case dossier.AnswerMinutes:
		c.Agreed = true
		return c
	case dossier.SkipPart:
		c.Part, c.Reason, c.Specialist = dossier.StepExplanation, "written_refusal", ""
		return c
	case dossier.TakeDecision:
		c.Upheld = true
		return c
	}
	return w.fittingLater(s, c, other)
}

func (w *world) fittingLater(s dossier.State, c dossier.Command, other string) dossier.Command {
	switch c := c.(type) {
	case dossier.MakeOffer:
		c.Refund = 5000
		return c
	case dossier.BookRemedy:
		c.Specialist = "S2"
		return c
	case dossier.Discontinue:
		c.Reason = "settled_elsewhere"
		return c
	case dossier.AnswerReview:
		c.Maintained = true
		return c
	case dossier.MergeInto:
		c.Into = other
		return c
	case dossier.Link:
		c.Other = other
		return c
	case dossier.AddFiles:
		c.Files = []dossier.NewFile{photo("f2")}
		return c
	case dossier.Reach:
		for _, due := range dossier.Deadlines(s, ours.Terms, w.Calendar()) {
			if !due.Reached && !due.Due.After(w.now) {
				c.Deadline, c.Subject = due.Kind, due.Subject
			}
		}
		return c
	case dossier.StopContact:
		if ids := dossier.Appointments(s); len(ids) > 0 {
			c.Specialist = ids[0]
		}
		return c
	}
	return c
}

func TestR19_R22_Interleaved_Merges(t *testing.T) {
	d := newDrill(t)
	var one, two, three string
	from := d.scene(func(w *world) { one, two, three = w.file().Reference, w.file().Reference, w.file().Reference })
	into := func(v casework.Viewer, from, to string) act {
		return order(v, from, dossier.MergeInto{Into: to, Reason: "x"})
	}
	d.run(pair{name: "crosswise", from: from, a: into(owner, one, two), b: into(assistant, two, one)})
	d.run(pair{name: "the same merge twice", brief: true, from: from, a: into(owner, one, two), b: into(assistant, one, two)})
	d.run(pair{name: "into two others", brief: true, from: from, a: into(owner, one, two), b: into(assistant, one, three)})
	d.run(pair{name: "in a row", brief: true, from: from, a: into(owner, one, two), b: into(assistant, two, three)})
	d.run(pair{name: "both into a third", brief: true, from: from, a: into(owner, one, three), b: into(assistant, two, three)})
	d.run(pair{name: "merging and filing once more", brief: true, from: from, a: into(owner, one, two), b: order(casework.Public(), "", complaint())})
}
