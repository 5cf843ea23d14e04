package desk

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

func testScene(lang words.Lang) scene {
	s := scene{
		lang: lang, zone: time.UTC, now: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), policy: policy.Default(),
		viewer: casework.Viewer{Actor: dossier.Actor{Account: "A1", Roles: []dossier.Role{dossier.RoleOwner}}, Name: "Olga"},
		dir: directory{
			branches:    []register.Branch{{ID: "B1", Name: "Utrecht"}, {ID: "B2", Name: "Breda"}},
			specialists: []register.Specialist{{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true}},
			accounts:    []store.Account{{ID: "A1", Name: "Olga Owner", Roles: []dossier.Role{dossier.RoleOwner}}},
		},
	}
	s.dir.index()
	return s
}

// fullState has something of everything that a form or the side of a dossier can show.
func fullState(at time.Time) dossier.State {
	visit := dossier.Treatment{ID: "T1", Client: "C1", Branch: "B1", Specialist: "S1", Date: "2026-03-02", Price: 19900, ShadesAdvertised: 6, ShadesAchieved: 6}
	return dossier.State{
		Reference: "WH-TEST", Count: 3, Phase: dossier.PhaseInvestigation, Branch: "B1", TreatmentDate: "2026-03-02", Filed: true, ReceivedAt: at,
		Channel: dossier.ByForm, Named: []dossier.SpecialistID{"S1"}, About: []dossier.About{dossier.AboutTreatment}, Judged: true, Severity: "x", Harm: true,
		Talk:     dossier.Talk{Status: dossier.TalkSettled, Specialist: "S1", Start: at, Attempts: 1, PassedOn: true, ActKind: "apology", ActOn: "2026-03-09"},
		Match:    dossier.Match{Outcome: dossier.MatchFound, Treatment: &visit, Candidates: []dossier.Treatment{visit}},
		Bans:     []dossier.Ban{{Specialist: "S1", Since: at, Breaches: 2}, {Specialist: "S2", Since: at, Until: at}},
		Attempts: []dossier.Attempt{{How: "call", At: at}}, PlannedHow: "visit", PlannedStart: at,
		Inquiry:  dossier.Inquiry{Started: at, Closed: true, Fellows: []dossier.FellowState{{Fellow: dossier.Fellow{Number: 1}, Answered: true}}},
		Hearings: []dossier.Hearing{{Specialist: "S1", Held: true, HeldAt: at, Minutes: "agreed"}, {Specialist: "S2", Invited: at, At: at, Count: 1}, {Specialist: "S3", Missed: 2}, {Specialist: "S4", Statement: true}, {Specialist: "S5"}},
		Findings: []dossier.Finding{{Subject: dossier.FindingSubject{About: dossier.AboutTreatment}, Outcome: dossier.Founded}},
		Skips:    []dossier.Skip{{Part: dossier.StepInquiry, Reason: "nobody"}},
		Decided:  true, Upheld: true, DecidedAt: at, Ground: "late",
		Offers:   []dossier.Offer{{Number: 1, Status: "stands", Until: at, Remedies: []dossier.OfferedRemedy{{Kind: dossier.Refund, Amount: 1000}, {Kind: dossier.Apology}}}},
		Remedies: []dossier.Remedy{{Number: 1, Kind: dossier.Refund, Amount: 1000, Done: true, On: "2026-03-04"}, {Number: 2, Kind: dossier.FreeTreatment, Amount: 500, BookedOn: "2026-03-08", Specialist: "S1"}, {Number: 3, Kind: dossier.Apology}},
		Ending:   dossier.Settled, EndedAt: at, Suspected: true, StatedBy: []dossier.AccountID{"A1"}, FalseAt: at, Undone: at, Police: at,
		Claim: dossier.Claim{Sent: at, Total: 6995, Paid: 100}, Minutes: 90, HourCosts: 4500, Costs: 1000, Links: []string{"WH-OTHER"}, Outside: "A1",
	}
}

func testDrawing(lang words.Lang) drawing {
	s := testScene(lang)
	st := fullState(s.now)
	v := casework.View{Loaded: store.Loaded{Classes: []string{string(dossier.ClassSummary)}, State: st, Whole: st}, Terms: s.policy.Terms}
	return drawing{scene: s, view: v, slotsOf: "S1", slots: []time.Time{s.now}, key: func() string { return "key" }}
}

func TestEveryActHasAFormInBothLanguages(t *testing.T) {
	for _, lang := range []words.Lang{words.NL, words.EN} {
		d := testDrawing(lang)
		for _, c := range dossier.Commands() {
			var out bytes.Buffer
			if c.Kind() == "choose_match" {
				d.view.State.About = nil // what it is about is asked where the complaint did not say it
			}
			f := d.form(c.Kind())
			if err := formOf(d.scene, f).Render(context.Background(), &out); err != nil {
				t.Fatalf("%s: %v", c.Kind(), err)
			}
			html := out.String()
			if strings.Contains(html, "⟦") {
				t.Errorf("%s in %s asks for a text that there is not: %s", c.Kind(), lang, html[strings.Index(html, "⟦"):][:60])
			}
			for _, field := range kit.Fields(c) {
				if !strings.Contains(html, `name="`+field.Key) && len(d.options(field.List)) > 0 {
					t.Errorf("the form of %s has no input for %s", c.Kind(), field.Key)
				}
			}
		}
	}
	if missing := words.Missing(); len(missing) > 0 {
		t.Errorf("texts missing: %q", missing)
	}
}

// What a complaint is about is for who complains to say: it is asked with the treatment only where a mail did not.
func TestChooseMatch_AsksWhatItIsAboutOnlyWhereThatIsNotKnown(t *testing.T) {
	asked := func(d drawing) bool {
		return slices.ContainsFunc(d.form("choose_match").Questions, func(q kit.Question) bool { return q.Key == "about" })
	}
	d := testDrawing(words.NL)
	if asked(d) {
		t.Error("asked although the complaint said it")
	}
	if d.view.State.About = nil; !asked(d) {
		t.Error("not asked although nobody said it")
	}
}

// A complaint by mail that does not say which visit it is about: what to do stands first, and what is not known is said so.
func TestDossierPage_OfAMailSaysWhatToDoFirst(t *testing.T) {
	kinds := []dossier.Kind{"choose_match", "judge", "tell_visit", "give_proof"}
	st := dossier.State{Phase: dossier.PhaseTriage, Filed: true, Match: dossier.Match{Outcome: dossier.MatchNobody}}
	due := []dossier.Deadline{{Kind: dossier.DueTriage}, {Kind: dossier.DueProof}}
	if first := foremost(due, st, kinds); first[0] != "tell_visit" || first[1] != "judge" {
		t.Errorf("nobody found: %q", first)
	}
	st.Match.Outcome = dossier.MatchCandidates
	if first := foremost(due, st, kinds); first[0] != "choose_match" || first[1] != "tell_visit" {
		t.Errorf("candidates: %q", first)
	}
	s := testScene(words.NL)
	for _, f := range s.treatmentFacts(st)[:2] {
		if f.Value != "nog niet bekend" {
			t.Errorf("%s: %q", f.Label, f.Value)
		}
	}
	st.Match.Treatment = &dossier.Treatment{ID: "T1", Date: "2026-02-27", Branch: "B1"}
	if first := foremost(due, st, kinds); first[0] != "judge" {
		t.Errorf("found: %q", first)
	}
	if got := s.treatmentFacts(st)[0].Value; got != "vrijdag 27 februari 2026" {
		t.Errorf("found: %q", got)
	}
}

func TestEveryActStandsInOneGroup(t *testing.T) {
	for _, c := range dossier.Commands() {
		n := 0
		for _, g := range groups {
			if slices.Contains(g.Kinds, c.Kind()) {
				n++
			}
		}
		if slices.Contains(hidden, c.Kind()) {
			n++
		}
		if n != 1 {
			t.Errorf("%s stands in %d groups", c.Kind(), n)
		}
	}
}

func TestSidesSayEverything(t *testing.T) {
	for _, lang := range []words.Lang{words.NL, words.EN} {
		d := testDrawing(lang)
		data := d.page()
		if len(data.Sides) < 9 {
			t.Errorf("only %d blocks of facts", len(data.Sides))
		}
		for _, side := range data.Sides {
			for _, f := range side.Facts {
				if strings.Contains(f.Label+f.Value, "⟦") || strings.Contains(f.Label+f.Value, "%!") {
					t.Errorf("%s: %s: %s", side.Title, f.Label, f.Value)
				}
			}
		}
	}
}

// TestEveryEventIsTold fills every field of every event and looks whether the timeline has words for it.
func TestEveryEventIsTold(t *testing.T) {
	for _, lang := range []words.Lang{words.NL, words.EN} {
		d := testDrawing(lang)
		for _, e := range dossier.Events() {
			full := filled(e)
			i := d.item(d.view, store.Entry{Record: dossier.Record{Number: 1, At: d.now, By: "A1", Event: full}})
			text := i.What + i.Who
			for _, f := range i.Facts {
				text += f.Label + f.Value
			}
			if strings.Contains(text, "⟦") || strings.Contains(text, "{") {
				t.Errorf("%s: %s", e.Name(), text)
			}
		}
	}
}

func TestShadesReachedIsSaidBeforeDeciding(t *testing.T) {
	d := testDrawing(words.EN)
	if f := d.form("take_decision"); len(f.Notices) != 1 || !strings.Contains(f.Notices[0], "6 advertised, 6 achieved (R20)") {
		t.Errorf("notices: %q", f.Notices)
	}
	d.view.State.Match.Treatment.ShadesAchieved = 5
	if f := d.form("take_decision"); len(f.Notices) != 0 {
		t.Errorf("not reached, and yet: %q", f.Notices)
	}
}

func TestForemost(t *testing.T) {
	possible := []dossier.Kind{"write_note", "take_decision", "judge", "report_harm"}
	due := []dossier.Deadline{{Kind: dossier.DueHarmReport}, {Kind: dossier.DueAnswer}}
	if got := foremost(due, dossier.State{Phase: dossier.PhaseTriage}, possible); !slices.Equal(got, []dossier.Kind{"report_harm", "take_decision", "judge"}) {
		t.Errorf("foremost: %v", got)
	}
	possible = []dossier.Kind{"open_investigation", "start_inquiry", "invite_to_hearing", "extend_term", "file"}
	due = []dossier.Deadline{{Kind: dossier.DueAnswer}}
	if got := foremost(due, dossier.State{Phase: dossier.PhaseInvestigation}, possible); !slices.Equal(got, []dossier.Kind{"start_inquiry", "invite_to_hearing", "extend_term"}) {
		t.Errorf("once the investigation is open, its parts come first: %v", got)
	}
	weighing := dossier.State{Phase: dossier.PhaseInvestigation, Inquiry: dossier.Inquiry{Fellows: []dossier.FellowState{{Answered: true, Done: true}}}}
	acts := []dossier.Kind{"close_inquiry", "record_hearing", "weigh_answer"}
	asked := []dossier.Deadline{{Kind: dossier.DueInquiry}, {Kind: dossier.DueHearing}}
	if got := foremost(asked, weighing, acts); !slices.Equal(got, []dossier.Kind{"weigh_answer", "close_inquiry", "record_hearing"}) {
		t.Errorf("with an answer that was not weighed: %v", got)
	}
	weighing.Inquiry.Fellows[0].Weighed = true
	if got := foremost(asked, weighing, acts); got[0] != "close_inquiry" {
		t.Errorf("with every answer weighed: %v", got)
	}
	if got := foremost([]dossier.Deadline{{Kind: dossier.DueTalk}}, dossier.State{Phase: dossier.PhaseTalk}, possible); len(got) > 0 {
		t.Errorf("nobody need file a complaint while a talk is planned: %v", got)
	}
}

func TestSoleChoice(t *testing.T) {
	one := kit.Field{Sort: kit.SortChoice, Required: true}
	questions := []kit.Question{
		{Field: one, Input: kit.Input{Options: []kit.Option{{Value: "1"}}}},
		{Field: one, Input: kit.Input{Options: []kit.Option{{Value: "1"}, {Value: "2"}}}},
		{Field: kit.Field{Sort: kit.SortChoice}, Input: kit.Input{Options: []kit.Option{{Value: "1"}}}},
	}
	soleChoice(questions)
	if got := []string{questions[0].Input.Value, questions[1].Input.Value, questions[2].Input.Value}; !slices.Equal(got, []string{"1", "", ""}) {
		t.Errorf("answered: %q", got)
	}
}

func TestFellowIsNamedToWhoeverMayReadIt(t *testing.T) {
	s := testScene(words.NL)
	part := func(name, text string) dossier.Part {
		return dossier.Part{Name: "fellow_3_" + name, Subject: dossier.OfFellow, Person: "3", Class: dossier.ClassInquiry, Text: text}
	}
	v := casework.View{Loaded: store.Loaded{Entries: []store.Entry{{Parts: []dossier.Part{part("name", "Umut Slootoord"), part("phone", "+31610362330")}}}}}
	if got := s.label(v, "fellow", "3"); !strings.Contains(got, "Umut Slootoord, 06 10362330") {
		t.Errorf("label: %q", got)
	}
	if got := s.label(v, "fellow", "4"); got != s.say("role.fellow")+" 4" {
		t.Errorf("of one whose name is not in the view: %q", got)
	}
}

// R15: a line for each client who is asked, not three.
func TestFellowsStandOnALineEach(t *testing.T) {
	s := testScene(words.NL)
	part := func(name, text string) dossier.Part {
		return dossier.Part{Name: name, Text: text, Subject: dossier.OfFellow}
	}
	got := s.parts(store.Entry{Erased: []string{"fellow_3_name"}, Parts: []dossier.Part{
		part("reason", "Zelfde dag"), part("fellow_1_name", "Umut Slootoord"), part("fellow_1_email", "umut@example.org"), part("fellow_1_phone", "+31610362330"),
		part("fellow_2_name", "Anna Smit"), part("fellow_2_email", "anna@example.org"), part("fellow_3_name", ""),
	}})
	want := "1. Umut Slootoord, 06 10362330\n2. Anna Smit, anna@example.org\n3. " + s.say("desk.erased")
	if len(got) != 2 || got[0].Value != "Zelfde dag" || got[1].Value != want {
		t.Errorf("parts: %+v", got)
	}
}

func TestLeft(t *testing.T) {
	s := testScene(words.EN)
	for _, c := range []struct {
		in    time.Duration
		style string
	}{{-time.Minute, "bad"}, {3 * time.Hour, "warn"}, {30 * time.Hour, "info"}, {200 * time.Hour, ""}} {
		if _, style := s.left(s.now.Add(c.in)); style != c.style {
			t.Errorf("in %v the colour is %q, want %q", c.in, style, c.style)
		}
	}
}

// What staff file from a dossier offers what taking a complaint down offers.
func TestFilingFromADossierOffersWhatTakingDownDoes(t *testing.T) {
	d := testDrawing(words.NL)
	d.view.State.Branch, d.view.State.Talk.Specialist = "B1", "S1"
	d.dir.specialists = append(slices.Clone(d.dir.specialists), register.Specialist{ID: "S9", Name: "Elders", Branch: "B9", Active: true})
	values := func(key string) (list []string) {
		for _, q := range d.form("file").Questions {
			if q.Key == key {
				for _, o := range q.Input.Options {
					list = append(list, o.Value)
				}
			}
		}
		return list
	}
	var ours []string
	for _, o := range d.ofBranch("B1") {
		ours = append(ours, o.Value)
	}
	if got := values("specialists"); len(got) == 0 || !slices.Equal(got, ours) {
		t.Errorf("specialists: %v, want %v", got, ours)
	}
	if got := values("channel"); !slices.Equal(got, []string{"phone", "counter", "letter", "mail"}) {
		t.Errorf("channels: %v", got)
	}
	if got := values("relation"); len(got) < 2 || got[0] != "" {
		t.Errorf("a relation chosen by mistake cannot be taken back: %v", got)
	}
}

func TestSafeNext(t *testing.T) {
	for next, want := range map[string]string{
		"/desk/dossiers/WH-1?done=judge": "/desk/dossiers/WH-1?done=judge", "/desk?view=mine": "/desk?view=mine", "": "/desk", "https://evil.example/desk": "/desk",
		"//evil.example/desk": "/desk", "/\\evil.example": "/desk", "/deskevil": "/desk", "/desk/../zaak": "/desk", "javascript:alert(1)": "/desk", "/desk/sign-out": "/desk",
		"/desk/%2e%2e/zaak": "/desk", "\t//evil.example": "/desk",
	} {
		if got := safeNext(next); got != want {
			t.Errorf("safeNext(%q) = %q", next, got)
		}
	}
}

// Whatever is asked for, one stays at the desk, however a browser reads the answer (ASVS 3.7.2).
func FuzzSafeNext(f *testing.F) {
	for _, seed := range []string{"/desk", "//evil.example/desk", "/desk/../..//evil.example", "/desk?x=\\", "https:/desk", "/desk/%2e%2e/%2e%2e", "\x00/desk", "/desk;//evil", "/desk#//evil", "/desk?//evil.example"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://example.org/desk/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next string) {
		got := safeNext(next)
		to, err := base.Parse(got)
		if err != nil || !kit.OwnPath(got) {
			t.Fatalf("safeNext(%q) = %q: %v", next, got, err)
		}
		if to.Host != "example.org" || to.Scheme != "https" || to.Path != "/desk" && !strings.HasPrefix(to.Path, "/desk/") {
			t.Errorf("safeNext(%q) = %q leads to %s", next, got, to)
		}
	})
}

// Whoever was asked for a reason goes on in that dossier, wherever they were led from (R28).
func FuzzNextWithin(f *testing.F) {
	const reference = "WH-2345-6789"
	here := dossierPath(reference)
	for _, seed := range []string{here, here + "/print", here + "x", here + "/../WH-9999-9999", here + "//evil.example", "//evil.example" + here, here + "/%2e%2e/x", here + "?next=//evil.example"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://example.org/desk/reads")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next string) {
		got := nextWithin(reference, next)
		to, err := base.Parse(got)
		if err != nil || to.Host != "example.org" || to.Path != here && !strings.HasPrefix(to.Path, here+"/") {
			t.Fatalf("nextWithin(%q) = %q", next, got)
		}
	})
}
