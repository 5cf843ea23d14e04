//go:build endurance

package endurance_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/policy"
)

// The judge has nothing to say of what went well, and notices everything that can go wrong: each fault is put into what it is given.
func TestJudgeNotices(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, says string
		doctor     func(w *wentWell)
	}{
		{"an acknowledged complaint is not there", "was acknowledged and stands in []", func(w *wentWell) {
			delete(w.facts.marks, w.filed().mark)
			delete(w.facts.dossiers, w.filed().reference)
		}},
		{"a form that was sent twice is two complaints", "there are 4", func(w *wentWell) {
			w.facts.dossiers["WH-TWICE"] = w.facts.dossiers[w.filed().reference]
		}},
		{"an act was done twice", "stands in [", func(w *wentWell) {
			mark := w.noted().mark
			w.facts.marks[mark] = append(w.facts.marks[mark], place{w.noted().reference, 99})
		}},
		{"an act was done in another dossier", "was acknowledged and stands in [{WH-OTHER", func(w *wentWell) {
			w.facts.marks[w.noted().mark] = []place{{"WH-OTHER", 2}}
		}},
		{"an act without words is not there", "has receipt { 0}", func(w *wentWell) { delete(w.facts.receipts, w.noted().key) }},
		{"the last record of a history is gone", "of 1 records", func(w *wentWell) {
			w.change(w.noted().reference, func(h *history) { h.records = h.records[:1] })
		}},
		{"what was refused was done", "was refused and done", func(w *wentWell) { w.noted().outcome = refused }},
		{"a form was never answered", "was never answered", func(w *wentWell) { w.noted().outcome = unanswered }},
		{"something is there that nobody sent", "nobody sent", func(w *wentWell) { w.facts.marks[marked+" 0"] = []place{{"WH-OTHER", 1}} }},
		{"a complaint became somebody else's", "is of somebody else", func(w *wentWell) {
			w.change(w.filed().reference, func(h *history) { h.email = "x@post.example" })
		}},
		{"a page cannot be opened", "has 0 links", func(w *wentWell) {
			w.change(w.filed().reference, func(h *history) { h.links = 0 })
		}},
		{"somebody was told twice", "was told twice", func(w *wentWell) { w.facts.messages = append(w.facts.messages, w.facts.messages[0]) }},
		{"somebody was told nothing", "has 0 messages", func(w *wentWell) { w.facts.messages = w.facts.messages[1:] }},
		{"somebody was told elsewhere as well", "has 2 messages", func(w *wentWell) {
			m := w.facts.messages[0]
			m.address = "x@post.example"
			w.facts.messages = append(w.facts.messages, m)
		}},
		{"the confirmation went elsewhere", "was written to elsewhere", func(w *wentWell) {
			i := slices.IndexFunc(w.facts.messages, func(m message) bool { return m.kind == "filed" })
			w.facts.messages[i].address = "x@post.example"
		}},
		{"a job was lost", `is ""`, func(w *wentWell) { delete(w.facts.jobs, w.job("notify:")) }},
		{"a look-up was lost", `is ""`, func(w *wentWell) { delete(w.facts.jobs, w.job("match:")) }},
		{"a job was given up", `is left failed`, func(w *wentWell) { w.facts.jobs[w.job("outside:")] = job{status: "failed"} }},
		{"a job is stuck in somebody's hands", "is left leased", func(w *wentWell) { w.facts.jobs["some job"] = job{status: "leased"} }},
		{"a job whose time has come waits", "is left waiting", func(w *wentWell) { w.facts.jobs["some job"] = job{status: "waiting", due: w.facts.read} }},
		{"a notice was made that follows from nothing", "jobs to give them", func(w *wentWell) { w.facts.jobs["notify:more"] = job{status: "done"} }},
		{"a look-up was noted twice", "looked up 2 times", func(w *wentWell) {
			w.change(w.filed().reference, func(h *history) {
				again := h.records[slices.IndexFunc(h.records, func(r dossier.Record) bool { _, ok := r.Event.(dossier.Matched); return ok })]
				again.Number = len(h.records) + 1
				h.records = append(h.records, again)
			})
		}},
	} {
		w := newWentWell(t)
		if faults := judge(w.deeds, w.facts).faults; len(faults) > 0 {
			t.Fatalf("of what went well the judge says %q", faults)
		}
		c.doctor(w)
		if faults := strings.Join(judge(w.deeds, w.facts).faults, "\n"); !strings.Contains(faults, c.says) {
			t.Errorf("%s: the judge says %q, and not %q", c.name, faults, c.says)
		}
	}
}

// wentWell is a little that was done, and all that is to be known of it.
type wentWell struct {
	deeds []*deed
	facts facts

	database, folder string // where that stands
}

func newWentWell(t *testing.T) *wentWell {
	t.Helper()
	database := engines[0].database(t)
	prepared(t, database)
	db := opened(t, database)
	office := &casework.Office{
		DB: db, Policy: policy.Default(), Clock: time.Now, Key: []byte(strings.Repeat("k", 32)), Base: "http://klachten.example",
	}
	w := &wentWell{database: database, folder: filepath.Join(t.TempDir(), "files")}
	folder, err := files.OpenFolder(w.folder)
	must(t, err)
	office.KeepFiles(t.TempDir(), folder, nil)
	for n := range 3 {
		d := &deed{kind: filing, key: newMark(), mark: newMark(), email: emailOf(n), sent: 1, outcome: done}
		if n == 0 {
			d.photos = []photo{{"tand.jpg", 60, 40}, {"bon.jpg", 240, 180}}
		}
		for _, p := range d.photos {
			must(t, office.TakeIn(t.Context(), d.key, p.name, bytes.NewReader(p.asSent())))
		}
		d.reference = do(t, office, casework.Public(), casework.Order{Key: d.key, Command: complaint(n, d)})
		w.deeds = append(w.deeds, d)
	}
	d := &deed{kind: "add_message", key: newMark(), mark: newMark(), sent: 1, outcome: done, reference: w.filed().reference}
	do(t, office, casework.Viewer{Actor: dossier.Complainant(), Only: d.reference},
		casework.Order{Reference: d.reference, Key: d.key, Command: dossier.AddMessage{Words: d.mark}})
	w.deeds = append(w.deeds, d)
	for {
		n, err := office.Tick(t.Context())
		must(t, err)
		if n == 0 {
			break
		}
	}
	must(t, db.Close())
	w.facts = readFacts(t, database)
	return w
}

// complaint of a client, with the words of a deed.
func complaint(client int, d *deed) dossier.File {
	return dossier.File{
		Contact: dossier.Contact{Name: nameOf(client), Email: d.email}, Branch: branch, TreatmentDate: dossier.Date(visitDay),
		Specialists: []dossier.SpecialistID{dossier.SpecialistID(specialistOf(client))}, About: []dossier.About{"treatment"},
		Story: d.mark, Language: "nl", Channel: dossier.ByForm,
	}
}

func do(t *testing.T, office *casework.Office, by casework.Viewer, order casework.Order) (reference string) {
	t.Helper()
	result, err := office.Do(t.Context(), by, order)
	must(t, err)
	return result.Reference
}

func (w *wentWell) filed() *deed { return w.deeds[0] }
func (w *wentWell) noted() *deed { return w.deeds[3] }

func (w *wentWell) change(reference string, how func(*history)) {
	h := w.facts.dossiers[reference]
	how(&h)
	w.facts.dossiers[reference] = h
}

// job is one whose effect key begins so.
func (w *wentWell) job(prefix string) string {
	for effect := range w.facts.jobs {
		if strings.HasPrefix(effect, prefix) {
			return effect
		}
	}
	return ""
}
