package public

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// rules is the built-in policy, read once.
var rules = policy.Default()

const today dossier.Date = "2026-03-03"

func chain() directory {
	return directory{
		branches:    []register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}, {ID: "B2", Name: "Markt", City: "Breda"}},
		specialists: []register.Specialist{{ID: "S1", Name: "Sanne Bakker", Branch: "B1", Active: true}, {ID: "S9", Name: "Vera Vertrokken", Branch: "B2"}},
	}
}

func read(form url.Values) (dossier.File, []kit.Problem) {
	sh := sheet{form: &kit.Form{Values: form, Long: map[string]int{}}, dir: chain(), lang: words.NL, policy: rules}
	a := answers{form: sh.form, lang: sh.lang}
	return a.complaint(sh, today), a.problems
}

func good() url.Values {
	return url.Values{
		"branch": {"B1"}, "treatment_date": {"2-3-2026"}, "about": {"treatment"}, "story": {"Pijn"}, "name": {"Klaas"}, "phone": {"0612345678"},
	}
}

func TestR5_ComplaintIsReadAsItWasMeant(t *testing.T) {
	form := good()
	form["about"] = []string{"branch", "specialist", "branch"}
	form["specialist"] = []string{"S1", "", "vera vertrokken"}
	form.Set("branch", " utrecht oudegracht ")
	form.Set("acting_for", "Kind  Kramer")
	form.Set("relation", "parent")
	form.Set("share_talk", "yes")
	form.Set("email", "klaas@example.org")
	form.Set("language", "en")
	file, problems := read(form)
	if len(problems) > 0 {
		t.Fatalf("refused: %v", problems)
	}
	if file.Branch != "B1" || file.TreatmentDate != "2026-03-02" || len(file.About) != 2 || len(file.Specialists) != 2 || file.Specialists[1] != "S9" {
		t.Errorf("visit: %+v", file)
	}
	if file.Phone != "+31612345678" || file.Email != "klaas@example.org" || file.ActingFor != "Kind Kramer" || file.Relation != "parent" {
		t.Errorf("people: %+v", file)
	}
	if !file.ShareTalk || file.Language != "en" || file.Channel != dossier.ByForm {
		t.Errorf("choices: %+v", file)
	}
}

func TestPhoneNumbersAreKeptAsTypedWhenTheyCannotBeRead(t *testing.T) {
	for typed, want := range map[string]string{
		"06-12 34 56 78": "+31612345678", "+32 470 12 34 56": "+32470123456", "0031612345678": "+31612345678",
		"tst. 12345678": "tst. 12345678", "00 99 12345678": "00 99 12345678",
	} {
		form := good()
		form.Set("phone", typed)
		file, problems := read(form)
		if len(problems) > 0 || file.Phone != want {
			t.Errorf("%q became %q (%v), want %q", typed, file.Phone, problems, want)
		}
	}
}

func TestTodayIsNotInTheFuture(t *testing.T) {
	for typed, faults := range map[string]int{"3-3-2026": 0, "4-3-2026": 1, "2026-03-04": 1, "29-2-2024": 0, "29-2-2025": 1} {
		form := good()
		form.Set("treatment_date", typed)
		if _, problems := read(form); len(problems) != faults {
			t.Errorf("%s: %v", typed, problems)
		}
	}
}

func TestBranchesAreNamedAsClientsKnowThem(t *testing.T) {
	if got := branchLabel(chain().branches[0]); got != "Utrecht Oudegracht" {
		t.Errorf("a city is said twice: %q", got)
	}
	if got := branchLabel(chain().branches[1]); got != "Breda – Markt" {
		t.Errorf("a branch without its city: %q", got)
	}
}

func TestWhoHasLeftCanBeComplainedAboutButNotTalkedWith(t *testing.T) {
	if n := len(chain().specialistOptions(false)); n != 2 {
		t.Errorf("%d specialists to complain about, want 2", n)
	}
	if n := len(chain().specialistOptions(true)); n != 1 {
		t.Errorf("%d specialists to talk with, want 1", n)
	}
}

func FuzzComplaint(f *testing.F) {
	f.Add("B1", "2-3-2026", "Pijn", "Klaas", "klaas@example.org", "0612345678", "", "")
	f.Add("", "31-2-2026", "😀\x00", "\u202eKlaas", "a@b@c", "+", "x", "parent")
	f.Add("Breda – Markt", "5 maart 2026", strings.Repeat("x", 20_001), strings.Repeat("é", 301), "", "", "", "heir")
	f.Fuzz(func(t *testing.T, branch, date, story, name, email, phone, actingFor, relation string) {
		form := url.Values{
			"branch": {branch}, "treatment_date": {date}, "about": {"treatment"}, "story": {story}, "name": {name}, "email": {email}, "phone": {phone},
			"acting_for": {actingFor}, "relation": {relation},
		}
		file, problems := read(form)
		for _, p := range problems {
			if p.Field == "" || p.Text == "" || strings.Contains(p.Text, "⟦") || strings.Contains(p.Text, "%!") {
				t.Errorf("a fault that helps nobody: %+v", p)
			}
		}
		if len(problems) > 0 {
			return
		}
		switch {
		case file.Branch == "" || file.TreatmentDate == "" || file.TreatmentDate > today:
			t.Errorf("a visit that cannot be: %+v", file)
		case file.Name == "" || file.Story == "" || file.Email == "" && file.Phone == "":
			t.Errorf("something required is missing: %+v", file)
		case utf8.RuneCountInString(file.Name) > dossier.MaxLine || utf8.RuneCountInString(file.Story) > dossier.MaxWords:
			t.Error("a text is too long")
		case (file.ActingFor == "") != (file.Relation == ""):
			t.Errorf("half a representative: %+v", file)
		case strings.ContainsAny(file.Name+file.Story, "\x00\r\x07"):
			t.Errorf("control characters were kept: %q %q", file.Name, file.Story)
		}
	})
}
