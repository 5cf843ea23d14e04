package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

// past is a chain with a database of its own, whose people the test makes act at moments of its choice.
type past struct {
	*casework.Office
	t   *testing.T
	url string
	now time.Time
}

var pastStaff = []store.Account{
	{ID: "a-owner", Name: "Els Eigenaar", Email: "els@kliniek.example", Roles: []dossier.Role{dossier.RoleOwner}},
	{ID: "a-assistant", Name: "Arjen Assistent", Email: "arjen@kliniek.example", Roles: []dossier.Role{dossier.RoleAssistant}},
	{ID: "a-sanne", Name: "Sanne Bakker", Email: "sanne@kliniek.example", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S1"},
}

func newPast(t *testing.T) *past {
	t.Helper()
	p := &past{t: t, url: storetest.Address(t), now: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)}
	db, err := openMigrated(t.Context(), p.url)
	p.must(err)
	t.Cleanup(func() { _ = db.Close() })
	p.must(db.Write(t.Context(), func(tx *store.Tx) error {
		for _, a := range pastStaff {
			p.must(tx.SaveAccount(a))
		}
		p.must(tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}}))
		p.must(tx.SaveSpecialists([]register.Specialist{{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true}}))
		p.must(tx.SaveClients([]register.Client{{ID: "C1", Name: "Klaas Kramer", Email: "klaas@example.org"}}))
		return tx.SaveTreatments([]register.Treatment{{
			ID: "T1", Client: "C1", Branch: "B1", Specialist: "S1", Date: "2026-03-02", Kind: "bleken", PriceCents: 20000, PaidCents: 20000,
		}})
	}))
	p.Office = &casework.Office{
		DB: db, Policy: policy.Default(), Clock: func() time.Time { return p.now }, Key: []byte("0123456789abcdef0123456789abcdef"),
		Base: "https://example.org", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	return p
}

func (p *past) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func staffOf(id dossier.AccountID) casework.Viewer {
	for _, a := range pastStaff {
		if a.ID == id {
			return casework.Viewer{Actor: a.Actor(), Name: a.Name}
		}
	}
	panic("no such account")
}

// at has somebody do something at a wall time of the chain, once all that was due before was done.
func (p *past) at(wall string, v casework.Viewer, reference string, c dossier.Command) string {
	p.t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	p.must(err)
	p.now, err = time.ParseInLocation("2006-01-02 15:04", wall, zone)
	p.must(err)
	p.settle()
	result, err := p.Do(p.t.Context(), v, casework.Order{Reference: reference, Command: c})
	p.must(err)
	p.settle()
	return result.Reference
}

func (p *past) settle() {
	p.t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = p.Tick(p.t.Context())
		p.must(err)
	}
}

var pastClient = dossier.Contact{Name: "Klaas Kramer", Email: "klaas@example.org"}

// solvedTalk is a talk that solved it, as the client confirmed.
func (p *past) solvedTalk() string {
	ref := p.at("2026-03-03 10:00", casework.Public(), "", dossier.RequestTalk{
		Contact: pastClient, Branch: "B1", TreatmentDate: "2026-03-02", Specialist: "S1", Topic: "TOPIC-CANARY",
	})
	client := casework.Viewer{Actor: dossier.Complainant(), Only: ref}
	p.at("2026-03-03 10:05", staffOf("a-assistant"), ref, dossier.BookTalk{Specialist: "S1", Start: time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)})
	p.at("2026-03-04 10:30", staffOf("a-sanne"), ref, dossier.RecordTalk{Solved: true, Content: "CONTENT-CANARY", How: "HOW-CANARY"})
	p.at("2026-03-05 08:12", client, ref, dossier.AnswerTalk{Solved: true, Account: "ACCOUNT-CANARY"})
	return ref
}

// upheldAndPaid is a complaint that was judged a day late, answered by letter and then upheld.
func (p *past) upheldAndPaid() string {
	assistant := staffOf("a-assistant")
	ref := p.at("2026-03-03 10:00", casework.Public(), "", dossier.File{
		Contact: pastClient, Branch: "B1", TreatmentDate: "2026-03-02", Specialists: []dossier.SpecialistID{"S1"},
		About: []dossier.About{dossier.AboutSpecialist}, Story: "STORY-CANARY", Wish: "WISH-CANARY",
	})
	p.at("2026-03-05 11:00", assistant, ref, dossier.Judge{Severity: "serious", Serious: true, Reason: "REASON-CANARY"})
	p.at("2026-03-05 15:00", assistant, ref, dossier.RecordExplanation{How: "call", Words: "EXPLAINED-CANARY"})
	p.at("2026-03-05 15:10", assistant, ref, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	p.at("2026-03-05 15:20", assistant, ref, dossier.SkipPart{Part: dossier.StepInquiry, Reason: "no_other_clients", Evidence: "EVIDENCE-CANARY"})
	p.at("2026-03-05 15:30", assistant, ref, dossier.InviteToHearing{Specialist: "S1", At: time.Date(2026, 3, 12, 13, 0, 0, 0, time.UTC), Allegation: "CANARY"})
	p.at("2026-03-10 09:00", assistant, ref, dossier.ExtendTerm{Until: "2026-03-27", Reason: "LETTER-CANARY"})
	p.at("2026-03-12 16:00", assistant, ref, dossier.RecordHearing{Specialist: "S1", Minutes: "MINUTES-CANARY"})
	p.at("2026-03-13 09:00", staffOf("a-sanne"), ref, dossier.AnswerMinutes{Agreed: true})
	p.at("2026-03-16 09:00", assistant, ref, dossier.RecordFinding{Subject: "specialist:S1", Outcome: dossier.Founded, Reasons: "CANARY", Measure: "CANARY"})
	p.at("2026-03-16 10:00", assistant, ref, dossier.TakeDecision{Upheld: true, Reason: "CANARY"})
	p.at("2026-03-16 11:00", assistant, ref, dossier.MakeOffer{Refund: 5000, Words: "CANARY"})
	p.at("2026-03-17 20:00", casework.Viewer{Actor: dossier.Complainant(), Only: ref}, ref, dossier.AcceptOffer{})
	p.at("2026-03-20 09:30", assistant, ref, dossier.CarryOut{Remedy: 1, On: "2026-03-20", Note: "CANARY"})
	return ref
}

// explain runs the command within the test, at a moment of its choice.
func (p *past) explain(args ...string) (out, errs string, code int) {
	p.t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), append([]string{"explain", "--database", p.url}, args...),
		console{in: os.Stdin, out: &o, err: &e, now: func() time.Time { return time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC) }})
	return o.String(), e.String(), code
}

var digest = regexp.MustCompile(`[0-9a-f]{64}`)

// What is told of two dossiers, to the letter, in both languages: on lines that fit, and without a word of what was said (R3, R28).
func TestExplain_Golden(t *testing.T) {
	for name, dossierOf := range map[string]func(*past) string{"talk": (*past).solvedTalk, "upheld": (*past).upheldAndPaid} {
		p := newPast(t)
		ref := dossierOf(p)
		for _, lang := range []string{"nl", "en"} {
			out, errs, code := p.explain("--lang", lang, ref)
			if code != 0 || errs != "" {
				t.Fatalf("%s: exit %d: %s", name, code, errs)
			}
			for line := range strings.Lines(out) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > tellingWidth {
					t.Errorf("%s: %d characters in %q", name, n, line)
				}
			}
			if strings.Contains(out, "CANARY") || strings.Contains(out, "Klaas") || strings.Contains(out, "klaas@") {
				t.Errorf("%s: it tells what was said, or by whom", name)
			}
			out = digest.ReplaceAllString(strings.ReplaceAll(out, ref, "WH-XXXX-XXXX"), "DIGEST")
			path := filepath.Join("testdata", "explain", name+"."+lang+".txt")
			if *update {
				p.must(os.MkdirAll(filepath.Dir(path), 0o755))
				p.must(os.WriteFile(path, []byte(out), 0o644))
			}
			want, err := os.ReadFile(path)
			p.must(err)
			if out != string(want) {
				t.Errorf("%s differs; run with -update when it should\ngot:\n%s", path, out)
			}
		}
	}
	if missing := words.Missing(); len(missing) > 0 {
		t.Errorf("texts that are missing or filled in wrongly: %q", missing)
	}
}

// Dutch is the default, a reference is read as people type it, and the database is not written to while others write.
func TestExplain_AsPeopleAskForIt(t *testing.T) {
	p := newPast(t)
	ref := p.solvedTalk()
	want, _, _ := p.explain("--lang", "nl", ref)
	for _, typed := range []string{ref, strings.ToLower(ref), strings.ReplaceAll(strings.TrimPrefix(ref, "WH-"), "-", "")} {
		if out, errs, code := p.explain(typed); code != 0 || out != want {
			t.Errorf("%s: exit %d: %s", typed, code, errs)
		}
	}
	// By the program itself, as it is shipped, with the server's database open.
	if out, errs, code := call(t, "", []string{"WEDERHOOR_DATABASE_URL=" + p.url}, "explain", ref); code != 0 || !strings.Contains(out, "R1 EERST EEN GESPREK") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestExplain_SaysWhatIsWrong(t *testing.T) {
	p := newPast(t)
	ref := p.solvedTalk()
	other, mistyped := "WH-2345-6782", ref[:3]+string(ref[4])+string(ref[3])+ref[5:]
	if _, ok := dossier.ParseReference(other); !ok {
		for c := range strings.SplitSeq("23456789ABCDEFGHJKMNPQRSTVWXZ", "") {
			if _, fits := dossier.ParseReference("WH-2345-678" + c); fits {
				other = "WH-2345-678" + c
			}
		}
	}
	if ref[3] == ref[4] {
		mistyped = ref[:len(ref)-1]
	}
	for _, c := range []struct {
		args []string
		want string
		code int
	}{
		{[]string{other}, "there is no dossier " + other, 1},
		{[]string{mistyped}, "is not a reference", 1},
		{[]string{"kapot"}, "a character in it is wrong or missing", 1},
		{[]string{}, "<reference>", 2},
		{[]string{"--lang", "de", ref}, "--lang", 2},
	} {
		if out, errs, code := p.explain(c.args...); code != c.code || !strings.Contains(errs, c.want) || out != "" {
			t.Errorf("%q: exit %d: %s%s", c.args, code, out, errs)
		}
	}
}

// Records that were changed afterwards are told as such, with exit code 1 (R28).
func TestExplain_R28_ChangedRecords(t *testing.T) {
	p := newPast(t)
	ref := p.solvedTalk()
	db := engine.SQL(t, p.url)
	alter := func(query string, args ...any) {
		t.Helper()
		engine.Exec(t, db, query, args...)
	}
	engine.Unlock(t, db, "events", "dossiers")
	alter("update events set at = at - 60000 where number = 3")
	out, errs, code := p.explain("--lang", "en", ref)
	if code != 1 || !strings.Contains(out, "Not in order: something in the records was changed") || !strings.Contains(out, "- R28") {
		t.Errorf("a moment that was changed: exit %d\n%s", code, out)
	}
	if !strings.Contains(errs, "wederhoor verify says what differs") {
		t.Errorf("a moment that was changed, and nothing about what to do: %q", errs)
	}
	alter("update events set at = at + 60000 where number = 3")
	if out, _, code = p.explain("--lang", "en", ref); code != 0 || !strings.Contains(out, "Unbroken") {
		t.Errorf("changed back: exit %d\n%s", code, out)
	}
	alter("create table away as select * from events where number = 5")
	alter("delete from events where number = 5")
	if out, _, code = p.explain("--lang", "en", ref); code != 1 || !strings.Contains(out, "Not in order") {
		t.Errorf("the last record taken away: exit %d\n%s", code, out)
	}
	alter("insert into events select * from away")
	alter("update dossiers set reference = 'WH-4F7Q-K2MA' where reference = $1", ref)
	if out, _, code = p.explain("--lang", "en", "WH-4F7Q-K2MA"); code != 1 || !strings.Contains(out, "Not in order") {
		t.Errorf("the records of another dossier: exit %d\n%s", code, out)
	}
	alter("update dossiers set reference = $1 where reference = 'WH-4F7Q-K2MA'", ref)
	alter("update events set facts = '{' where number = 3")
	if out, errs, code := p.explain(ref); code != 1 || out != "" || !strings.Contains(errs, "cannot be followed") {
		t.Errorf("facts that cannot be read: exit %d: %s%s", code, out, errs)
	}
}
