package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func queue(t testing.TB, db *store.DB, keys []string, f store.Filter) []store.Row {
	t.Helper()
	page, err := db.Read().Queue(context.Background(), keys, f)
	noErr(t, err)
	return page.Rows
}

func search(t testing.TB, db *store.DB, keys []string, typed string) []store.Row {
	t.Helper()
	return queue(t, db, keys, store.Filter{Search: typed})
}

func references(rows []store.Row) []string {
	list := []string{}
	for _, r := range rows {
		list = append(list, r.Reference)
	}
	return list
}

// What a viewer sees of a dossier is what dossier.Access grants them: nothing looks the same as not there.
func testViewers(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	stranger := dossier.Actor{Account: "A9", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S9"}
	for _, viewer := range []dossier.Actor{Owner, Assistant, Receptionist, deskOf("B1"), deskOf("B2"), Specialist1, Specialist2, Auditor, Admin, stranger, dossier.Complainant()} {
		keys := dossier.ViewerKeys(viewer)
		l, err := db.Read().Dossier(t.Context(), keys, reference)
		var state dossier.State
		o.Write(func(tx *store.Tx) error {
			d, err := tx.Load(reference)
			noErr(t, err)
			state = d.State
			return nil
		})
		want := dossier.Seen(dossier.Access(state), keys)
		if len(want) == 0 {
			wantErr(t, err, store.ErrNotFound)
			continue
		}
		noErr(t, err)
		slices.Sort(want)
		slices.Sort(l.Classes)
		same(t, fmt.Sprintf("what %s sees", viewer.Name()), l.Classes, want)
		same(t, "the cut state", l.State, dossier.Cut(state, l.Classes))
		for _, e := range l.Entries {
			if !dossier.Sees(want, e.Event.Class(), dossier.PersonOf(e.Event)) {
				t.Errorf("%s sees record %d (%s)", viewer.Name(), e.Number, e.Event.Name())
			}
			for _, p := range e.Parts {
				if !dossier.Sees(want, p.Class, p.Person) {
					t.Errorf("%s sees %s of record %d", viewer.Name(), p.Name, e.Number)
				}
			}
		}
		if listed := len(queue(t, db, keys, store.Filter{Queue: "todo"})) == 1; listed != (slices.Contains(want, "summary") && viewer.Staff()) {
			t.Errorf("%s finds it in a list: %v", viewer.Name(), listed)
		}
	}
	_, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(Owner), "WH-NONE")
	wantErr(t, err, store.ErrNotFound)
	_, err = db.Read().Dossier(t.Context(), nil, reference)
	wantErr(t, err, store.ErrNotFound)
}

// R14: an owner who is complained about loses the dossier, in look-ups, lists, counts and searches alike.
func testOnly(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	accused := dossier.Actor{Account: "A7", Roles: []dossier.Role{dossier.RoleOwner}, Specialist: "S1"}
	free := dossier.Actor{Account: "A8", Roles: []dossier.Role{dossier.RoleOwner}, Specialist: "S2"}
	for _, who := range []struct {
		dossier.Actor
		sees bool
	}{{accused, false}, {free, true}} {
		keys := dossier.ViewerKeys(who.Actor)
		l, err := db.Read().Dossier(t.Context(), keys, reference)
		if err == nil && dossier.Sees(l.Classes, dossier.ClassSummary, "") != who.sees {
			t.Errorf("%s sees %v", who.Name(), l.Classes)
		}
		counts, err := db.Read().Counts(t.Context(), keys, who.Account)
		noErr(t, err)
		if (counts["todo"] == 1) != who.sees || (len(search(t, db, keys, reference)) == 1) != who.sees ||
			(len(search(t, db, keys, "vries")) == 1) != who.sees || (len(queue(t, db, keys, store.Filter{})) == 1) != who.sees {
			t.Errorf("%s finds it in lists, want %v", who.Name(), who.sees)
		}
	}
	o.Act(reference, dossier.DeclareConflict{Account: "A8", Reason: "Buren"}, Owner)
	_, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(free), reference)
	wantErr(t, err, store.ErrNotFound)
	if rows := queue(t, db, dossier.ViewerKeys(free), store.Filter{}); len(rows) != 0 {
		t.Error("who declared a conflict still finds the dossier")
	}
	o.Clean()
}

// A receptionist of one branch finds the dossiers of that branch alone, by whatever way. A dossier goes along when it turns out to be about a
// treatment elsewhere, and comes back when that is put right.
func testBranches(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	finds := func(when string, branch dossier.BranchID, want bool) {
		t.Helper()
		who := deskOf(branch)
		keys := dossier.ViewerKeys(who)
		_, err := db.Read().Dossier(t.Context(), keys, reference)
		if err != nil {
			wantErr(t, err, store.ErrNotFound)
		}
		counts, countErr := db.Read().Counts(t.Context(), keys, who.Account)
		noErr(t, countErr)
		promises, promiseErr := db.Read().Promises(t.Context(), keys, Start, Start.AddDate(1, 0, 0), o.Now)
		noErr(t, promiseErr)
		promised := 0
		for _, p := range promises {
			promised += p.Open
		}
		for what, found := range map[string]bool{
			"by reference": err == nil, "counted": counts["all"] > 0, "in the list": len(queue(t, db, keys, store.Filter{})) > 0,
			"searched": len(search(t, db, keys, reference)) > 0, "searched by name": len(search(t, db, keys, "vries")) > 0,
			"in the list of its branch": len(queue(t, db, keys, store.Filter{Branch: branch})) > 0, "as a promise": promised > 0,
		} {
			if found != want {
				t.Errorf("%s, %s finds the dossier %s: %v", when, branch, what, found)
			}
		}
	}
	move := func(branch dossier.BranchID) {
		id := dossier.TreatmentID("T-" + branch)
		elsewhere := visit(id)
		elsewhere.Branch = branch
		o.Act(reference, dossier.ChooseMatch{TreatmentID: id, Reason: "Verkeerde vestiging", Treatment: elsewhere}, Owner)
	}
	o.Act(reference, dossier.RecordMatch{Outcome: dossier.MatchNobody}, dossier.System())
	finds("filed", "B1", true)
	finds("filed", "B2", false)
	move("B2")
	finds("matched elsewhere", "B1", false)
	finds("matched elsewhere", "B2", true)
	o.Write(func(tx *store.Tx) error {
		desk, err := tx.Desk(reference)
		same(t, "the desk of the dossier", desk, "B2")
		return err
	})
	move("B1")
	finds("put right", "B1", true)
	finds("put right", "B2", false)
	o.Clean()
}

// R14: a dossier that somebody may not see is not named in one that they may. Whoever sees both is told, and so is who sees either by name alone.
func testOthers(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	into := o.File()
	linked, merged := o.File(about("S2")), o.File(named("Anna de Vries", "anna@example.nl", ""))
	for _, reference := range []string{into, merged} {
		o.Act(reference, dossier.RecordMatch{Outcome: dossier.MatchFound, Treatment: visit("T1")}, dossier.System())
	}
	o.Act(into, dossier.Link{Other: linked, Why: "Zelfde dag", Exists: true}, Owner)
	facts := func(reference string) (facts *dossier.MergeFacts) {
		o.Write(func(tx *store.Tx) error {
			d, err := tx.Load(reference)
			facts = d.State.MergeFacts()
			return err
		})
		return facts
	}
	ending := dossier.MergeInto{Into: into, Reason: "Dubbel", Other: facts(into)}
	o.Act(into, dossier.Absorb{Other: facts(merged)}, Owner)
	o.Act(merged, ending, Owner)
	told := func(who dossier.Actor, reference string) string {
		l, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(who), reference)
		noErr(t, err)
		return asJSON(t, []any{l.Entries, l.State})
	}
	for _, who := range []dossier.Actor{Owner, Assistant, Auditor} {
		all := told(who, into)
		for _, text := range []string{linked, merged, "Zelfde dag"} {
			if !strings.Contains(all, text) {
				t.Errorf("%s is not told of %s", who.Name(), text)
			}
		}
		if !strings.Contains(told(who, merged), into) {
			t.Errorf("%s is not told what it was merged into", who.Name())
		}
	}
	if !strings.Contains(told(dossier.Complainant(), merged), into) {
		t.Error("the complainant is not told what it was merged into")
	}
	o.Act(linked, dossier.DeclareConflict{Account: Assistant.Account, Reason: "Familie"}, Owner)
	o.Act(merged, dossier.DeclareConflict{Account: Assistant.Account, Reason: "Familie"}, Owner)
	all := told(Assistant, into)
	for _, text := range []string{linked, merged, "Zelfde dag"} {
		if strings.Contains(all, text) {
			t.Errorf("who has a conflict is told of %s", text)
		}
	}
	o.Act(into, dossier.DeclareConflict{Account: Auditor.Account, Reason: "Familie"}, Owner)
	if strings.Contains(told(Auditor, merged), into) {
		t.Error("who has a conflict is told what it was merged into")
	}
}

// R3: what was said in a talk stays between client and specialist; deadlines and flags are for who may know them.
func testHidden(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.Talk()
	o.Act(reference, dossier.BookTalk{Specialist: "S1", Start: Start.Add(24 * time.Hour), SlotFree: true}, Receptionist)
	o.Now = Start.Add(25 * time.Hour)
	o.Act(reference, dossier.RecordTalk{Content: "Geheim gesprek", Solved: false}, Specialist1)
	for who, sees := range map[*dossier.Actor]bool{&Owner: false, &Receptionist: false, &Specialist1: true} {
		l, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(*who), reference)
		noErr(t, err)
		if strings.Contains(asJSON(t, l.Entries), "Geheim") != sees {
			t.Errorf("%s sees the content of the talk: %v", who.Account, !sees)
		}
		if rows := search(t, db, dossier.ViewerKeys(*who), "geheim"); len(rows) != 0 {
			t.Error("the content of a talk is found by searching")
		}
	}
	filed := o.File()
	l, err := db.Read().Dossier(t.Context(), dossier.ViewerKeys(Specialist1), filed)
	noErr(t, err)
	if len(l.Due) != 0 {
		t.Errorf("the accused knows of %v", l.Due)
	}
	l, err = db.Read().Dossier(t.Context(), dossier.ViewerKeys(Owner), filed)
	noErr(t, err)
	want := dossier.Deadlines(l.Whole, o.Terms, o.Cal)
	for i := range want {
		want[i].Term = dossier.Term{} // a row has the moment alone
	}
	same(t, "the owner's deadlines", l.Due, want)
	o.Act(filed, dossier.RecordMatch{Outcome: dossier.MatchNobody}, dossier.System())
	o.Act(filed, dossier.RaiseSuspicion{Evidence: "Nooit geweest"}, Owner)
	flags := func(keys []string) []string { return search(t, db, keys, filed)[0].Flags }
	if !slices.Contains(flags(dossier.ViewerKeys(Owner)), "suspected") || slices.Contains(flags(dossier.ViewerKeys(Receptionist)), "suspected") {
		t.Error("a suspicion is for handlers")
	}
	if rows := queue(t, db, dossier.ViewerKeys(Receptionist), store.Filter{Flag: "suspected"}); len(rows) != 0 {
		t.Error("a suspicion shows by filtering")
	}
	other := o.File()
	o.Act(other, dossier.RecordMatch{Outcome: dossier.MatchNobody}, dossier.System())
	o.Act(other, dossier.RaiseSuspicion{Evidence: "Nooit geweest"}, Owner)
	for who, want := range map[*dossier.Actor]bool{&Owner: true, &Receptionist: false} {
		page, err := db.Read().Queue(t.Context(), dossier.ViewerKeys(*who), store.Filter{Flag: "suspected", Limit: 1})
		noErr(t, err)
		if more := page.Next != ""; more != want {
			t.Errorf("%s is told that there is more to a list of suspicions: %v", who.Account, more)
		}
	}
}

func testQueue(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	keys := dossier.ViewerKeys(Owner)
	early := o.File()
	o.Now = o.Now.Add(2 * time.Hour)
	late := o.File(named("Cor Bakker", "cor@example.nl", ""), about("S2"))
	talk := o.Talk()
	o.Now = o.Now.Add(time.Hour)
	closed := o.File(named("Dirk", "dirk@example.nl", ""))
	o.Act(closed, dossier.Withdraw{}, dossier.Complainant())
	o.Act(late, dossier.Assign{Account: "A2"}, Owner)

	rows := queue(t, db, keys, store.Filter{Queue: "todo"})
	same(t, "todo", references(rows), []string{early, late, talk})
	first := rows[0]
	if first.Phase != dossier.PhaseTriage || first.Complainant != "Anna de Vries" || first.NextKind != dossier.DueTriage ||
		!first.NextDue.Equal(Start.Add(24*time.Hour)) || first.NextWho != dossier.RoleOwner || !first.Received.Equal(Start) ||
		!first.Closed.IsZero() || !slices.Equal(first.Specialists, []dossier.SpecialistID{"S1"}) || !slices.Contains(first.Flags, "ban") ||
		first.Branch != "B1" || first.Count < 2 {
		t.Errorf("the first row is %+v", first)
	}
	same(t, "mine", references(queue(t, db, dossier.ViewerKeys(Assistant), store.Filter{Queue: "mine"})), []string{late})
	same(t, "not mine", len(queue(t, db, keys, store.Filter{Queue: "mine"})), 0)
	same(t, "talks", references(queue(t, db, keys, store.Filter{Queue: "talks"})), []string{talk})
	rows = queue(t, db, keys, store.Filter{Queue: "closed"})
	same(t, "closed", references(rows), []string{closed})
	if rows[0].Ending != dossier.Withdrawn || !rows[0].Closed.Equal(o.Now) {
		t.Errorf("the closed row is %+v", rows[0])
	}
	same(t, "all", references(queue(t, db, keys, store.Filter{Queue: "all"})), []string{closed, talk, late, early})
	same(t, "over", len(queue(t, db, keys, store.Filter{Queue: "over"})), 0)
	o.Now = o.Now.Add(time.Hour)
	last := o.File(named("Eva", "eva@example.nl", ""))
	o.Act(last, dossier.Withdraw{}, dossier.Complainant())
	same(t, "kept", references(queue(t, db, keys, store.Filter{Queue: "kept"})), []string{closed, last})
	page, err := db.Read().Queue(t.Context(), keys, store.Filter{Queue: "kept", Limit: 1})
	noErr(t, err)
	same(t, "kept, after the first", references(queue(t, db, keys, store.Filter{Queue: "kept", After: page.Next})), []string{last})

	// What came and is still to be done stays in front.
	o.Now = Start.Add(30 * time.Hour)
	o.Act(early, dossier.Reach{Deadline: dossier.DueTriage}, dossier.System())
	rows = queue(t, db, keys, store.Filter{Queue: "todo"})
	if rows[0].Reference != early || rows[0].NextKind != dossier.DueTriage {
		t.Errorf("the overdue row is %+v", rows[0])
	}
	o.Clean()
}

func testPaging(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	keys := dossier.ViewerKeys(Owner)
	for i := range 23 {
		reference := o.File(named(fmt.Sprintf("Klant %c", 'A'+i), fmt.Sprintf("k%d@example.nl", i), ""))
		if i%3 == 0 {
			o.Act(reference, dossier.Withdraw{}, dossier.Complainant())
		}
		if i%4 == 0 {
			o.Now = o.Now.Add(time.Minute) // several are due at the same moment
		}
	}
	for _, f := range []store.Filter{{Queue: "todo"}, {Queue: "closed"}, {Queue: "all"}, {Search: "klant"}} {
		whole := references(queue(t, db, keys, f))
		var paged []string
		f.Limit = 4
		for {
			page, err := db.Read().Queue(t.Context(), keys, f)
			noErr(t, err)
			paged = append(paged, references(page.Rows)...)
			if f.After = page.Next; f.After == "" {
				break
			}
			if len(page.Rows) != 4 {
				t.Fatalf("%q has a page of %d", f.Queue, len(page.Rows))
			}
		}
		same(t, "the pages of "+f.Queue, paged, whole)
		if len(whole) < 8 {
			t.Fatalf("%q has %d rows", f.Queue, len(whole))
		}
	}
	same(t, "a page after nonsense", len(queue(t, db, keys, store.Filter{Queue: "todo", After: "%%%"})), 15)
	same(t, "a page that is too long", len(queue(t, db, keys, store.Filter{Limit: 9999})), 23)
}

func testFilters(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	keys := dossier.ViewerKeys(Owner)
	late := o.File(func(c *dossier.File) { c.TreatmentDate = "2026-01-05"; c.Branch = "B2" })
	other := o.File()
	talk := o.Talk()
	o.Act(other, dossier.Assign{Account: "A2"}, Owner)
	for _, test := range []struct {
		f    store.Filter
		want []string
	}{
		{store.Filter{Flag: "late"}, []string{late}},
		{store.Filter{Flag: "ban"}, []string{other, late}},
		{store.Filter{Flag: "no such flag"}, []string{}},
		{store.Filter{Without: "late"}, []string{talk, other}},
		{store.Filter{Without: "no such flag"}, []string{}},
		{store.Filter{Flag: "%"}, []string{}},
		{store.Filter{Branch: "B2"}, []string{late}},
		{store.Filter{Phase: dossier.PhaseTalk}, []string{talk}},
		{store.Filter{Handler: "A2"}, []string{other}},
		{store.Filter{Ending: dossier.Withdrawn}, []string{}},
		{store.Filter{Who: []dossier.Role{dossier.RoleReceptionist}}, []string{talk}},
		{store.Filter{Who: []dossier.Role{dossier.RoleOwner, dossier.RoleReceptionist}, Branch: "B1"}, []string{talk, other}},
	} {
		same(t, fmt.Sprintf("%+v", test.f), references(queue(t, db, keys, test.f)), test.want)
	}
}

func testSearch(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	keys := dossier.ViewerKeys(Owner)
	anna := o.File()
	o.Now = o.Now.Add(time.Minute)
	zoe := o.File(named("Zoë van den Berg", "zoe.berg@example.nl", "+32 470 12 34 56"), func(c *dossier.File) {
		c.ActingFor, c.Relation = "Teun Bergsma", "parent"
	})
	plain := strings.NewReplacer("-", "", "WH", "").Replace(anna)
	for typed, want := range map[string][]string{
		"Anna": {anna}, "vries": {anna}, "anna de vries": {anna}, "de Vries, A": {anna}, "ann": {anna}, "nna": {},
		"zoe": {zoe}, "ZOË": {zoe}, "berg": {zoe}, "teun": {zoe}, "anna berg": {},
		"anna@example.nl": {anna}, "ANNA@": {anna}, "zoe.berg@": {zoe},
		"0612345678": {anna}, "06-1234": {anna}, "+31 6 1234 5678": {anna}, "0031612345678": {anna}, "3247012": {zoe},
		anna: {anna}, strings.ToLower(anna): {anna}, plain: {anna}, anna[3:]: {anna}, anna[8:]: {anna},
		"'; drop table list": {}, "%": {}, "_": {}, "🙂": {},
	} {
		same(t, "search for "+typed, references(search(t, db, keys, typed)), want)
	}
	for _, nowhere := range []string{"\x00", "anna\x00@example.nl", "an\xffna@example.nl"} { // signs that no text of ours has
		same(t, "search for signs", references(search(t, db, keys, nowhere)), []string{})
		_, err := db.Read().Dossier(t.Context(), keys, nowhere)
		wantErr(t, err, store.ErrNotFound)
		_, err = db.Read().AccountByEmail(t.Context(), nowhere)
		wantErr(t, err, store.ErrNotFound)
		wantErr(t, db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Load(nowhere); return err }), store.ErrNotFound)
	}
	o.Act(anna, dossier.CorrectContact{Contact: dossier.Contact{Name: "Anne Smit", Email: "smit@example.nl"}}, Owner)
	same(t, "the old name", len(search(t, db, keys, "vries")), 0)
	same(t, "the new name", references(search(t, db, keys, "smit")), []string{anna})
	same(t, "a whole text pasted into the search", len(search(t, db, keys, strings.Repeat("smit ", 2000))), len(search(t, db, keys, "smit")))
	same(t, "search within a queue", len(queue(t, db, keys, store.Filter{Queue: "closed", Search: "smit"})), 0)
	o.Clean()
}

// Who sees no summary finds nothing by searching, and the key of complainants opens no list.
func testSearchContact(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	reference := o.File()
	for _, keys := range [][]string{dossier.ViewerKeys(Specialist1), nil, {dossier.ViewComplainant}} {
		for _, typed := range []string{"anna", "anna@example.nl", "0612345678", reference} {
			if rows := search(t, db, keys, typed); len(rows) != 0 {
				t.Errorf("%v find by %q", keys, typed)
			}
		}
	}
	same(t, "the owner's search", len(search(t, db, dossier.ViewerKeys(Owner), "anna")), 1)
}

func testCounts(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	for range 3 {
		o.File()
	}
	mine := o.File()
	o.Act(mine, dossier.Assign{Account: "A2"}, Owner)
	o.Act(o.File(), dossier.Withdraw{}, dossier.Complainant())
	o.Talk()
	counts, err := db.Read().Counts(t.Context(), dossier.ViewerKeys(Assistant), "A2")
	noErr(t, err)
	same(t, "the counts", counts, map[string]int{"todo": 5, "mine": 1, "talks": 1, "closed": 1, "all": 6})
	turn := func(who ...dossier.Role) int {
		n, err := db.Read().Count(t.Context(), dossier.ViewerKeys(Assistant), store.Filter{Queue: "todo", Who: who})
		noErr(t, err)
		return n
	}
	same(t, "whose turn it is", []int{turn(dossier.RoleOwner), turn(dossier.RoleReceptionist), turn(dossier.RoleOwner, dossier.RoleReceptionist), turn(dossier.RoleComplainant)}, []int{4, 1, 5, 0})
	counts, err = db.Read().Counts(t.Context(), dossier.ViewerKeys(Specialist2), "A5")
	noErr(t, err)
	same(t, "the counts of a specialist", counts["all"], 0)
}

func testSpecialistDesk(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	talk := o.Talk()
	filed := o.File()
	o.File(about("S2"))
	desk, err := db.Read().SpecialistDesk(t.Context(), "S1")
	noErr(t, err)
	same(t, "the desk of S1", desk, []string{filed, talk})
	desk, err = db.Read().SpecialistDesk(t.Context(), "S9")
	noErr(t, err)
	same(t, "the desk of a stranger", len(desk), 0)
}

func testDue(t *testing.T, db *store.DB) {
	o := NewOffice(t, db)
	r := db.Read()
	_, any, err := r.NextDue(t.Context())
	noErr(t, err)
	if any {
		t.Error("something is due in an empty store")
	}
	reference := o.File()
	next, any, err := r.NextDue(t.Context())
	noErr(t, err)
	triage := Start.Add(24 * time.Hour)
	if !any || !next.Equal(Start.Add(12*time.Hour)) { // of which is reminded half a day before
		t.Errorf("next is %v %v", next, any)
	}
	due, err := r.Due(t.Context(), next.Add(-time.Millisecond), 10)
	noErr(t, err)
	same(t, "due before that", len(due), 0)
	due, err = r.Due(t.Context(), next, 10)
	noErr(t, err)
	same(t, "due then", due, []store.Due{{Reference: reference, Kind: dossier.DueTriage, At: triage, Fires: next}})
	for _, after := range []time.Duration{12 * time.Hour, 20 * time.Hour} { // and again
		o.Now = Start.Add(after)
		o.Act(reference, dossier.Reach{Deadline: dossier.DueTriage}, dossier.System())
	}
	due, err = r.Due(t.Context(), triage, 10)
	noErr(t, err)
	same(t, "due when its end comes", due, []store.Due{{Reference: reference, Kind: dossier.DueTriage, At: triage, Fires: triage}})
	next, o.Now = triage, triage
	o.Act(reference, dossier.Reach{Deadline: dossier.DueTriage}, dossier.System())
	due, err = r.Due(t.Context(), next, 10)
	noErr(t, err)
	same(t, "due once recorded", len(due), 0)
	due, err = r.Due(t.Context(), next.AddDate(1, 0, 0), 1)
	noErr(t, err)
	same(t, "due in a year, at most one", len(due), 1)
}
