package casework_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// ask asks for a code and lets the job run.
func (w *world) ask(reference, email string) {
	w.t.Helper()
	must(w.t, w.AskCode(w.t.Context(), reference, email))
	w.settle()
}

// codes are the messages with a code, newest first.
func (w *world) codes(reference string) []store.Message {
	w.t.Helper()
	return slices.DeleteFunc(w.messages(reference), func(m store.Message) bool { return m.Kind != casework.CodeMessage })
}

// code is the one in a message, as its receiver reads it.
func (w *world) code(m store.Message) string {
	w.t.Helper()
	_, rest, found := strings.Cut(w.Delivered(m), "Uw code is ")
	if !found {
		w.t.Fatalf("no code in %q", w.Delivered(m))
	}
	code, ok := casework.ParseCode(rest[:strings.Index(rest, ". ")])
	if !ok {
		w.t.Fatalf("no code in %q", rest)
	}
	return code
}

func (w *world) enters(reference, code string) bool {
	w.t.Helper()
	link, err := w.EnterCode(w.t.Context(), reference, code)
	if err != nil && !isNotFound(err) {
		w.t.Fatal(err)
	}
	if err == nil && (link.Reference != reference || link.Purpose != casework.PurposeStatus) {
		w.t.Errorf("the code gives %+v", link)
	}
	return err == nil
}

// wrongFor is a code that is not the right one.
func wrongFor(code string) string {
	last := map[bool]string{true: "1", false: "2"}[code[7] != '1']
	return code[:7] + last
}

func TestCode_IsMailedToTheAddressOfTheDossierAlone(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	for _, email := range []string{"fenna@example.org", "", "klaas@example.org.evil.example"} {
		w.ask(reference, email)
	}
	w.ask("WH-2222-2222", "klaas@example.org")
	if n := len(w.codes(reference)); n != 0 {
		t.Fatalf("%d codes were mailed to whoever asked", n)
	}
	w.ask(reference, " Klaas@Example.org ")
	codes := w.codes(reference)
	if len(codes) != 1 {
		t.Fatalf("%d codes, want 1", len(codes))
	}
	m := codes[0]
	if m.Address != "klaas@example.org" || m.To != dossier.ToComplainant || !strings.Contains(m.Body, "{{code}}") || !strings.Contains(m.Body, "{{link}}") {
		t.Errorf("the mail: %+v", m)
	}
	if code := w.code(m); strings.Contains(m.Subject+m.Body+m.Key, code) {
		t.Error("the code is stored as it is")
	}
	if contains(m.Subject+m.Body, "pijn", "behandeling", "Sanne", "Utrecht") {
		t.Errorf("the mail tells what the matter is:\n%s", m.Body)
	}
	if w.whole(reference).Count != w.fetch(owner, reference).State.Count || slices.ContainsFunc(w.fetch(owner, reference).Entries, func(e store.Entry) bool {
		return strings.Contains(e.Event.Name(), "code")
	}) {
		t.Error("a code is an event of the dossier")
	}
}

// ASVS 6.5.1.
func TestCode_WorksOnceFiftyTimesAtOnce(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	w.ask(reference, "klaas@example.org")
	code := w.code(w.codes(reference)[0])
	var in atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := w.EnterCode(t.Context(), reference, code); err == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d of fifty came in with one code", in.Load())
	}
	if w.enters(reference, code) {
		t.Error("it works again")
	}
}

func TestCode_IsGuessedFiveTimesAtMostAlsoAtOnce(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	w.ask(reference, "klaas@example.org")
	code := w.code(w.codes(reference)[0])
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { _, _ = w.EnterCode(t.Context(), reference, wrongFor(code)) })
	}
	all.Wait()
	if w.enters(reference, code) {
		t.Error("a sixth try is looked at")
	}
	w.ask(reference, "klaas@example.org")
	next := w.code(w.codes(reference)[0])
	for range 4 {
		w.enters(reference, wrongFor(next))
	}
	if next == code || !w.enters(reference, next) {
		t.Error("a new code does not work at its fifth try")
	}
}

func TestCode_EndsAfterAQuarterOfAnHourAndWithTheNextOne(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	w.ask(reference, "klaas@example.org")
	first := w.code(w.codes(reference)[0])
	w.ask(reference, "klaas@example.org")
	second := w.code(w.codes(reference)[0])
	if first == second || w.enters(reference, first) {
		t.Error("the code before works beside the newest")
	}
	w.now = w.now.Add(15 * time.Minute)
	if w.enters(reference, second) {
		t.Error("it works after a quarter of an hour")
	}
	w.ask(reference, "klaas@example.org")
	w.now = w.now.Add(15*time.Minute - time.Millisecond)
	if !w.enters(reference, w.code(w.codes(reference)[0])) {
		t.Error("it does not work for a quarter of an hour")
	}
}

// What was asked for while the program stood still is not mailed hours later.
func TestCode_ThatNobodyWaitsForIsNotMailed(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	must(t, w.AskCode(t.Context(), reference, "klaas@example.org"))
	w.now = w.now.Add(time.Hour)
	w.settle()
	if n := len(w.codes(reference)); n != 0 {
		t.Errorf("%d codes were mailed", n)
	}
}

func TestCode_OpensADossierWhoseLinkExpired(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	old := w.token(reference, casework.PurposeStatus, 0)
	w.now = w.now.AddDate(2, 0, 0)
	w.ask(reference, "klaas@example.org")
	if !w.enters(reference, w.code(w.codes(reference)[0])) {
		t.Fatal("the code does not work")
	}
	if _, _, err := w.ByToken(t.Context(), old); !isNotFound(err) {
		t.Errorf("the expired link: %v", err)
	}
	if _, _, err := w.ByToken(t.Context(), w.token(reference, casework.PurposeStatus, 0)); err != nil {
		t.Errorf("the renewed link: %v", err)
	}
}

// ASVS 6.3.8: asking does the same, whatever is asked: one job, and nothing is looked up or written beside it before whoever asks is answered.
func TestEnumeration_AskingForACodeIsTheSameWork(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	before := w.messages(reference)
	for _, asked := range [][2]string{{reference, "klaas@example.org"}, {reference, "fenna@example.org"}, {"WH-2222-2222", "klaas@example.org"}} {
		must(t, w.AskCode(t.Context(), asked[0], asked[1]))
		jobs, err := w.DB.Lease(t.Context(), w.now, time.Minute, 10)
		must(t, err)
		if len(jobs) != 1 || jobs[0].Kind != "code" || jobs[0].Reference != "" || strings.Contains(jobs[0].Payload+jobs[0].Key, "@") {
			t.Errorf("%v leaves %+v", asked, jobs)
		}
		if len(w.messages(reference)) != len(before) {
			t.Errorf("%v is answered after a mail was made", asked)
		}
		must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
			for _, j := range jobs {
				if err := tx.Done(j, w.now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func TestParseCode(t *testing.T) {
	for typed, want := range map[string]string{
		"12345678": "12345678", " 1234 5678 ": "12345678", "1234-5678": "12345678", "1234\u00a05678\n": "12345678", "00000000": "00000000",
		"1234567": "", "123456789": "", "1234567a": "", "": "", "１２３４５６７８": "", "1234 56": "",
	} {
		if got, ok := casework.ParseCode(typed); got != want || ok != (want != "") {
			t.Errorf("ParseCode(%q) = %q, %v", typed, got, ok)
		}
	}
}

// What is read as a code is eight digits and nothing else, and reads as itself.
func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"1234 5678", "12345678", "", "\x00", "٠١٢٣٤٥٦٧", "1234\u202f5678"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := casework.ParseCode(typed)
		if !ok {
			if code != "" {
				t.Errorf("%q gives %q, which is none", typed, code)
			}
			return
		}
		if again, ok := casework.ParseCode(code); !ok || again != code || len(code) != 8 || strings.Trim(code, "0123456789") != "" {
			t.Errorf("%q is read as %q", typed, code)
		}
	})
}
