package storetest

import (
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// promised counts what was due from one moment until another, by rule.
func (o *Office) promised(by dossier.Actor, from, to time.Time) map[string]store.PromiseCount {
	o.T.Helper()
	counts, err := o.DB.Read().Promises(o.T.Context(), dossier.ViewerKeys(by), from, to, o.Now)
	noErr(o.T, err)
	found := map[string]store.PromiseCount{}
	for i, c := range counts {
		same(o.T, "the order", c.Rule, dossier.PromiseRules()[i])
		found[c.Rule] = c
	}
	return found
}

// always is from before until after everything that the tests do.
func (o *Office) always(by dossier.Actor) map[string]store.PromiseCount {
	o.T.Helper()
	return o.promised(by, Start.Add(-1000*time.Hour), Start.Add(1000*time.Hour))
}

func minor() dossier.Judge {
	return dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "De stoel."}
}

// testPromises: kept until the last moment, late after it, open while it runs.
func testPromises(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	for rule, c := range o.always(Owner) {
		same(t, "nothing yet", c, store.PromiseCount{Rule: rule})
	}
	kept, late := o.File(), o.File()
	o.File() // nobody judges it
	o.File()
	o.Talk()
	due := Start.Add(24 * time.Hour)
	o.Now = due
	o.Act(kept, minor(), Owner)
	same(t, "at the last moment", o.always(Owner)["R10"], store.PromiseCount{Rule: "R10", Kept: 1, Open: 3})
	o.Now = due.Add(time.Millisecond)
	same(t, "just after it", o.always(Owner)["R10"], store.PromiseCount{Rule: "R10", Kept: 1, Late: 3})
	o.Act(late, minor(), Owner)
	found := o.always(Assistant)
	same(t, "judged", found["R10"], store.PromiseCount{Rule: "R10", Kept: 1, Late: 3})
	same(t, "answered", found["R13"], store.PromiseCount{Rule: "R13", Kept: 2, Open: 2})
	same(t, "no letter", found["R13+"], store.PromiseCount{Rule: "R13+"})
	same(t, "talks", found["R1"], store.PromiseCount{Rule: "R1", Open: 1})

	same(t, "from its due", o.promised(Owner, due, due.Add(time.Millisecond))["R10"].Kept, 1)
	same(t, "until before its due", o.promised(Owner, due.Add(-time.Hour), due)["R10"], store.PromiseCount{Rule: "R10"})
	same(t, "from after its due", o.promised(Owner, due.Add(time.Millisecond), due.Add(time.Hour))["R10"], store.PromiseCount{Rule: "R10"})
	o.Clean()
}

// testPromisesHidden: what a viewer may not see is not counted.
func testPromisesHidden(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	hidden := o.File()
	o.File()
	o.Act(hidden, dossier.DeclareConflict{Account: Assistant.Account, Reason: "R"}, Owner)
	for _, tc := range []struct {
		by   dossier.Actor
		want int
	}{{Owner, 2}, {Assistant, 1}, {Receptionist, 2}, {Specialist1, 0}, {Specialist2, 0}, {dossier.Complainant(), 0}} {
		same(t, tc.by.Name()+" counts", o.always(tc.by)["R10"].Open, tc.want)
	}
	treats := Owner
	treats.Roles = append([]dossier.Role{dossier.RoleSpecialist}, treats.Roles...)
	treats.Specialist = "S1"
	same(t, "who is complained about counts", o.always(treats)["R10"].Open, 0)
	o.Clean()
}
