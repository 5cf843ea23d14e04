package casework_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	storeengine "github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/tools/arrows"
)

// looker is a world of which the rows of who looked can be read.
type looker struct {
	*world
	raw  *sql.DB
	told int64 // number of the last row that looks has listed, or passed over
}

func newLooker(t *testing.T) *looker {
	t.Helper()
	address := storetest.ToMigrate(t)
	w := newWorldAt(t, address)
	return &looker{world: w, raw: storeengine.SQL(t, address)}
}

// looks lists all rows as "viewer page seen reference reason", and forgets them.
func (l *looker) looks() []string {
	l.t.Helper()
	rows, err := l.raw.QueryContext(l.t.Context(), `select r.viewer, r.what, r.seen, coalesce(d.reference, '-'), r.reason
		from reads r left join dossiers d on d.id = r.dossier where r.id > $1 order by r.id`, l.told)
	must(l.t, err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var viewer, what, reference, reason string
		var seen int
		must(l.t, rows.Scan(&viewer, &what, &seen, &reference, &reason))
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %d %s %s", viewer, what, seen, reference, reason)))
	}
	must(l.t, rows.Err())
	l.skip()
	return list
}

// skip leaves out of the next list what is there by now.
func (l *looker) skip() {
	l.t.Helper()
	must(l.t, l.raw.QueryRowContext(l.t.Context(), "select coalesce(max(id), 0) from reads").Scan(&l.told))
}

func (l *looker) looked(what string, want ...string) {
	l.t.Helper()
	if got := l.looks(); !slices.Equal(got, want) {
		l.t.Errorf("%s: %q is recorded, want %q", what, got, want)
	}
}

func TestR28_EveryLookIsRecorded(t *testing.T) {
	l := newLooker(t)
	booked := l.talk("S2")
	reference := l.file().Reference
	fellow := l.inquire(reference, 1)
	_, link, err := l.ByToken(t.Context(), l.token(reference, casework.PurposeInquiry, 1))
	must(t, err)
	me := complainant(reference)
	l.skip()
	fetch := func(v casework.Viewer, page casework.Page) func() error {
		return func() error { _, err := l.Fetch(t.Context(), v, reference, page); return err }
	}
	for _, c := range []struct {
		look func() error
		row  string
	}{
		{fetch(owner, casework.PageDossier), "owner dossier 1 " + reference},
		{fetch(receptionist, casework.PageDossier), "receptionist dossier 1 " + reference},
		{fetch(sanne, casework.PageDossier), "sanne dossier 1 " + reference},
		{fetch(me, casework.PageStatus), "complainant status 1 " + reference},
		{fetch(me, casework.PageConfirmation), "complainant confirmation 1 " + reference},
		{func() error { _, err := l.Facts(t.Context(), assistant, reference); return err }, "assistant explain 1 " + reference},
		{func() error { _, _, err := l.Reads(t.Context(), owner, reference, 0, 9); return err }, "owner reads 1 " + reference},
		{func() error { _, err := l.News(t.Context(), owner, reference, 0, 0); return err }, "owner news 1 " + reference},
		{func() error { _, err := l.Question(t.Context(), fellow, link, casework.PageQuestion); return err }, "fellow:1 question 1 " + reference},
		{func() error {
			_, err := l.CalendarFile(t.Context(), daan, booked, casework.TalkAppointment, "nl")
			return err
		}, "daan calendar_talk 1 " + booked},
	} {
		must(t, c.look())
		l.looked(c.row, c.row)
	}
}

// Refused looks are recorded as well: of who is complained about, of who has another dossier's link, of an act, and of a page that the
// dossier has not.
func TestR14_RefusedLooksAreRecorded(t *testing.T) {
	l := newLooker(t)
	reference := l.file().Reference
	l.do(owner, reference, dossier.DeclareConflict{Account: "second", Reason: "x"})
	l.skip()
	refused := func(row string, err error) {
		t.Helper()
		if !isNotFound(err) {
			t.Errorf("%s: %v", row, err)
		}
		l.looked(row, row)
	}
	for _, v := range []casework.Viewer{second, daan, outsider} {
		_, err := l.Fetch(t.Context(), v, reference, casework.PageDossier)
		refused(v.Name+" dossier 0 "+reference, err)
	}
	_, err := l.Facts(t.Context(), sanne, reference)
	refused("sanne explain 0 "+reference, err)
	_, err = l.Fetch(t.Context(), owner, reference, casework.PagePolice)
	refused("owner police 0 "+reference, err)
	_, err = l.CalendarFile(t.Context(), sanne, reference, casework.HearingAppointment, "nl")
	refused("sanne calendar_hearing 0 "+reference, err)
	_, err = l.Fetch(t.Context(), complainant("WH-0000-0000"), reference, casework.PageStatus)
	refused("complainant status 0 "+reference, err)
	_, err = l.Do(t.Context(), second, casework.Order{Reference: reference, Command: dossier.WriteNote{Words: "x"}})
	refused("second act 0 "+reference, err)
	_, err = l.Do(t.Context(), owner, casework.Order{Reference: reference, Command: dossier.WriteNote{Words: "x"}})
	must(t, err)
	l.looked("an act that is done stands in the dossier")
}

// A reference that no dossier has is recorded as such, with nothing of what was typed.
func TestR28_WhatWasTypedIsNotKept(t *testing.T) {
	l := newLooker(t)
	l.skip()
	for _, typed := range []string{"WH-0000-0000", "Jansen, Amsterdam", "'; drop table reads; --", strings.Repeat("x", 10_000), "nul\x00byte", "\xff"} {
		if _, err := l.Fetch(t.Context(), owner, typed, casework.PageDossier); !isNotFound(err) {
			t.Errorf("%.20q: %v", typed, err)
		}
		l.looked(fmt.Sprintf("%.20q", typed), "owner dossier 0 -")
		if _, err := l.Do(t.Context(), owner, casework.Order{Reference: typed, Command: dossier.WriteNote{Words: "x"}}); !isNotFound(err) {
			t.Errorf("an act in %.20q: %v", typed, err)
		}
		l.looked(fmt.Sprintf("an act in %.20q", typed), "owner act 0 -")
	}
}

// The news that a page asks for by itself is recorded when something is shown, and each time that it is refused.
func TestR28_APollIsRecordedWhenItShowsSomething(t *testing.T) {
	l := newLooker(t)
	reference := l.file().Reference
	count := l.whole(reference).Count
	l.skip()
	poll := func(v casework.Viewer, told int) error {
		_, err := l.News(t.Context(), v, reference, 0, told)
		return err
	}
	must(t, poll(owner, count))
	must(t, poll(owner, count))
	l.looked("nothing new")
	must(t, poll(owner, 0))
	must(t, poll(owner, 0))
	l.looked("something new, twice", "owner news 1 "+reference, "owner news 1 "+reference)
	for range 3 {
		if err := poll(daan, 0); !isNotFound(err) {
			t.Error(err)
		}
	}
	refusedNews := "daan news 0 " + reference
	l.looked("refused over and over", refusedNews, refusedNews, refusedNews)
	for range 2 {
		if _, err := l.News(t.Context(), owner, "WH-0000-0000", 0, 0); !isNotFound(err) {
			t.Error(err)
		}
	}
	l.looked("no such dossier", "owner news 0 -", "owner news 0 -")
}

// A specialist's own list is recorded once a day for each dossier on it.
func TestR28_ASpecialistsListIsRecordedOnceADay(t *testing.T) {
	l := newLooker(t)
	reference := l.talk("S1")
	l.skip()
	for range 2 {
		views, err := l.Mine(t.Context(), sanne, 40)
		must(t, err)
		if len(views) != 1 || views[0].State.Reference != reference {
			t.Errorf("%d matters", len(views))
		}
	}
	l.looked("two looks on a day", "sanne mine 1 "+reference)
	l.now = l.now.Add(24 * time.Hour)
	_, err := l.Mine(t.Context(), sanne, 40)
	must(t, err)
	l.looked("the day after", "sanne mine 1 "+reference)
}

// asking makes the policy ask assistants for a reason: those are there in every world.
func (l *looker) asking(roles ...dossier.Role) {
	p := policy.Default()
	p.Reading.ReasonFrom = roles
	l.Policy = p
}

func isUnexplained(err error) bool {
	var own *casework.Error
	return errors.As(err, &own) && own.Kind == casework.Unexplained
}

func TestR28_AReasonIsAskedOfWhoIsToGiveOne(t *testing.T) {
	l := newLooker(t)
	reference, other := l.file().Reference, l.file().Reference
	l.do(owner, other, dossier.DeclareConflict{Account: "second", Reason: "x"})
	l.asking(dossier.RoleAssistant)
	l.skip()
	for _, page := range []casework.Page{casework.PageDossier, casework.PageExplain} {
		if view, err := l.Fetch(t.Context(), assistant, reference, page); !isUnexplained(err) || view.Entries != nil {
			t.Errorf("%s without a reason: %v", page, err)
		}
	}
	if entries, err := l.News(t.Context(), assistant, reference, 0, 0); !isUnexplained(err) || entries != nil {
		t.Errorf("news without a reason: %v", err)
	}
	if _, err := l.Fetch(t.Context(), second, other, casework.PageDossier); !isNotFound(err) {
		t.Errorf("who may not see it is asked why: %v", err)
	}
	l.looked("shown to nobody", "second dossier 0 "+other)

	for _, short := range []string{"", "  ", "ab", " a b\n"[:3], strings.Repeat("é", 301)} {
		err := l.GiveReason(t.Context(), assistant, reference, short)
		var own *casework.Error
		if !errors.As(err, &own) || own.Kind != casework.Refused || own.Refusal.Field != "reason" {
			t.Errorf("%.10q: %v", short, err)
		}
	}
	if err := l.GiveReason(t.Context(), second, other, "Steekproef"); !isNotFound(err) {
		t.Errorf("a reason for what is not theirs to see: %v", err)
	}
	l.looked("no reason", "second reason 0 "+other)

	must(t, l.GiveReason(t.Context(), assistant, reference, " Steekproef van maart\x00 "))
	l.fetch(assistant, reference)
	l.looked("with a reason", "assistant reason 1 "+reference+" Steekproef van maart", "assistant dossier 1 "+reference+" Steekproef van maart")
	must(t, l.GiveReason(t.Context(), assistant, reference, strings.Repeat("é", 300)))
	if _, err := l.Fetch(t.Context(), assistant, other, casework.PageDossier); !isUnexplained(err) {
		t.Errorf("the reason for one dossier is taken for another: %v", err)
	}
	if _, err := l.Fetch(t.Context(), second, reference, casework.PageDossier); !isUnexplained(err) {
		t.Errorf("the reason of one is taken for another's: %v", err)
	}
	l.now = l.now.Add(8*time.Hour - time.Minute)
	l.fetch(assistant, reference)
	l.now = l.now.Add(time.Minute)
	if _, err := l.Fetch(t.Context(), assistant, reference, casework.PageDossier); !isUnexplained(err) {
		t.Errorf("after 8 hours: %v", err)
	}
	l.skip()
	l.fetch(owner, reference)
	_, err := l.Fetch(t.Context(), complainant(reference), reference, casework.PageStatus)
	must(t, err)
	l.looked("others are not asked", "owner dossier 1 "+reference, "complainant status 1 "+reference)
}

// Who looked is shown to owner and auditors who may see how the dossier is handled, and to nobody else.
func TestR14_WhoLookedIsForOwnerAndAuditors(t *testing.T) {
	l := newLooker(t)
	l.asking()
	auditor, accused := staff("auditor", "", dossier.RoleAuditor), staff("accused", "S1", dossier.RoleOwner, dossier.RoleSpecialist)
	must(t, l.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveAccount(store.Account{ID: "auditor", Name: "Auditor", Email: "auditor@chain.example", Hash: "-", Roles: auditor.Roles})
	}))
	reference := l.file().Reference
	sees := func(v casework.Viewer, want bool) {
		t.Helper()
		view, list, err := l.Reads(t.Context(), v, reference, 0, 9)
		if want && err == nil && len(list) > 0 {
			return
		}
		if want || !isNotFound(err) || list != nil || view.Entries != nil {
			t.Errorf("%s is shown %d looks, %v", v.Name, len(list), err)
		}
	}
	sees(owner, true)
	sees(auditor, true)
	for _, v := range []casework.Viewer{assistant, receptionist, sanne, daan, outsider, accused, complainant(reference), {}} {
		sees(v, false)
		if view, err := l.Fetch(t.Context(), v, reference, casework.PageDossier); err == nil && view.Has(v, casework.PageReads) {
			t.Errorf("%s is led to who looked", v.Name)
		}
	}
	l.do(owner, reference, dossier.DeclareConflict{Account: "owner", Reason: "x"})
	l.do(assistant, reference, dossier.DeclareConflict{Account: "auditor", Reason: "x"})
	sees(owner, false)
	sees(auditor, false)
}

// The list goes on where the page before ended, however much is added meanwhile.
func TestR28_WhoLookedIsPagedByKey(t *testing.T) {
	l := newLooker(t)
	reference := l.file().Reference
	for range 5 {
		l.fetch(assistant, reference)
	}
	var seen []int64
	before := int64(0)
	for {
		_, list, err := l.Reads(t.Context(), owner, reference, before, 2)
		must(t, err)
		if len(list) == 0 {
			break
		}
		for _, one := range list {
			seen = append(seen, one.ID)
		}
		before = seen[len(seen)-1]
	}
	descending := slices.IsSortedFunc(seen, func(a, b int64) int { return int(b - a) })
	if len(seen) != 6 || !descending { // five, and the owner's own first look at the list
		t.Errorf("rows %v", seen)
	}
}

// logged has the world log into a buffer.
func (w *world) logged() *bytes.Buffer {
	var log bytes.Buffer
	w.Log = slog.New(slog.NewJSONHandler(&log, nil))
	return &log
}

// Where the look cannot be written, the page is shown all the same, and the log holds it without personal data.
func TestR28_ALookThatCannotBeWrittenIsLogged(t *testing.T) {
	l := newLooker(t)
	reference := l.file().Reference
	log := l.logged()
	space := storeengine.Full(t, l.raw, "reads")
	view, err := l.Fetch(t.Context(), owner, reference, casework.PageDossier)
	if err != nil || !contains(text(view), "STORY-CANARY") {
		t.Errorf("the dossier is not shown: %v", err)
	}
	for _, want := range []string{`"level":"ERROR"`, `"msg":"read not recorded"`, `"viewer":"owner"`, `"what":"dossier"`, `"seen":true`, reference} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is not in the log: %s", want, log)
		}
	}
	log.Reset()
	if _, err := l.Fetch(t.Context(), daan, reference, casework.PageDossier); !isNotFound(err) {
		t.Error(err)
	}
	if !strings.Contains(log.String(), `"seen":false`) || !strings.Contains(log.String(), reference) {
		t.Errorf("the refusal is not in the log: %s", log)
	}
	log.Reset()
	if _, err := l.Fetch(t.Context(), owner, "WH-0000-0000", casework.PageDossier); !isNotFound(err) {
		t.Error(err)
	}
	if strings.Contains(log.String(), "WH-") || !strings.Contains(log.String(), "read not recorded") {
		t.Errorf("what was typed is in the log, or nothing is: %s", log)
	}
	space()
	log.Reset()
	l.skip()
	l.fetch(owner, reference)
	l.looked("with space again", "owner dossier 1 "+reference)
	if log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
}

// Somebody who keeps the database locked keeps nobody from reading for longer than 2 seconds.
func TestR28_ALockedDatabaseShowsItsDossiers(t *testing.T) {
	d := newDrill(t)
	var reference string
	from := d.scene(func(w *world) { reference = w.file().Reference })
	d.engine.bubble(t, func(t *testing.T) {
		w, release := d.engine.blocked(t, from)
		log := w.logged()
		began := time.Now()
		view, err := w.Fetch(t.Context(), owner, reference, casework.PageDossier)
		if waited := time.Since(began); err != nil || !contains(text(view), "STORY-CANARY") || waited > 4*time.Second {
			t.Errorf("shown after %v: %v", waited, err)
		}
		if !strings.Contains(log.String(), "read not recorded") {
			t.Error("the look is nowhere")
		}
		release()
	})
}

// The look-ups of the store that give what is in a dossier are these, by what they give: a new one is noticed. They are casework's to call,
// which records the look; tools/arrows keeps pages from them.
func TestR28_WhatShowsADossierIsKnown(t *testing.T) {
	known := strings.Fields("Dossier Facts Mailbox Message Reads SentAs")
	reader := reflect.TypeFor[*store.Reader]()
	for m := range reader.NumMethod() {
		method := reader.Method(m)
		if gives := givesWords(method.Type); gives != slices.Contains(known, method.Name) {
			t.Errorf("Reader.%s gives what is in a dossier: %v", method.Name, gives)
		}
	}
	if !slices.Equal(known, arrows.Showing) {
		t.Errorf("tools/arrows keeps pages from %q", arrows.Showing)
	}
}

// givesWords reports whether a function gives records of a dossier, words of it, messages, or who looked.
func givesWords(f reflect.Type) bool {
	for i := range f.NumOut() {
		if holds(f.Out(i), map[reflect.Type]bool{}) {
			return true
		}
	}
	return false
}

func holds(t reflect.Type, been map[reflect.Type]bool) bool {
	switch t {
	case reflect.TypeFor[dossier.Record](), reflect.TypeFor[dossier.Part](), reflect.TypeFor[store.Message](), reflect.TypeFor[store.Read]():
		return true
	}
	if been[t] {
		return false
	}
	been[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return holds(t.Elem(), been)
	case reflect.Map:
		return holds(t.Key(), been) || holds(t.Elem(), been)
	case reflect.Struct:
		for i := range t.NumField() {
			if holds(t.Field(i).Type, been) {
				return true
			}
		}
	}
	return false
}
