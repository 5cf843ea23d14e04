package words_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

// both fails unless the key has a text.
func both(t *testing.T, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("no text for %s", key)
		}
	}
}

func TestEveryEventHasASentence(t *testing.T) {
	for _, e := range dossier.Events() {
		base, _, _ := strings.Cut(e.Name(), ".")
		both(t, "event."+base)
		both(t, "class."+string(e.Class()))
	}
}

func TestNoSentenceIsLeftOver(t *testing.T) {
	known := map[string]bool{}
	for _, e := range dossier.Events() {
		base, _, _ := strings.Cut(e.Name(), ".")
		known["event."+base] = true
	}
	for _, c := range dossier.Commands() {
		known["act."+string(c.Kind())], known["act."+string(c.Kind())+".help"] = true, true
	}
	for _, key := range append(words.Keys("event."), words.Keys("act.")...) {
		if !known[key] {
			t.Errorf("%s belongs to nothing", key)
		}
	}
}

func TestEveryActHasAButtonAndAnExplanationThatNamesARule(t *testing.T) {
	rule := regexp.MustCompile(`\((R\d+(, R\d+)*)\)`)
	for _, c := range dossier.Commands() {
		key := "act." + string(c.Kind())
		both(t, key, key+".help")
		for _, lang := range []words.Lang{words.NL, words.EN} {
			if help := words.ActHelp(lang, c.Kind()); !rule.MatchString(help) {
				t.Errorf("%s.help names no rule: %q", key, help)
			}
		}
		if words.Keys(key+".help") == nil {
			t.Errorf("%s has no help", key)
		}
	}
}

func TestActsNameTheSameRulesInBothLanguages(t *testing.T) {
	rule := regexp.MustCompile(`R\d+`)
	for _, c := range dossier.Commands() {
		nl := rule.FindAllString(words.ActHelp(words.NL, c.Kind()), -1)
		en := rule.FindAllString(words.ActHelp(words.EN, c.Kind()), -1)
		if !reflect.DeepEqual(nl, en) {
			t.Errorf("act.%s.help: %v in Dutch, %v in English", c.Kind(), nl, en)
		}
	}
}

// asked calls f for every field that an act asks for, those of what it embeds as well.
func asked(typ reflect.Type, f func(reflect.StructField)) {
	for field := range typ.Fields() {
		if field.Anonymous {
			asked(field.Type, f)
			continue
		}
		if _, ok := field.Tag.Lookup("ask"); ok {
			f(field)
		}
	}
}

func TestEveryFieldAskedForHasALabel(t *testing.T) {
	for _, c := range dossier.Commands() {
		asked(reflect.TypeOf(c), func(f reflect.StructField) {
			if label := words.Field(words.NL, c.Kind(), f.Name); strings.HasPrefix(label, "⟦") {
				t.Errorf("%s.%s: no label", c.Kind(), f.Name)
			}
		})
	}
}

func TestLabelsOfFieldsBelongToFields(t *testing.T) {
	known := map[string]bool{}
	for _, c := range dossier.Commands() {
		asked(reflect.TypeOf(c), func(f reflect.StructField) {
			snake := words.Snake(f.Name)
			for _, area := range []string{"field.", "hint."} {
				known[area+snake], known[area+string(c.Kind())+"."+snake] = true, true
			}
		})
	}
	for _, key := range append(words.Keys("field."), words.Keys("hint.")...) {
		if !known[key] {
			t.Errorf("%s belongs to no field", key)
		}
	}
}

func TestEveryCodeHasALabel(t *testing.T) {
	groups := map[string][]string{
		"phase": codes(
			dossier.PhaseTalk, dossier.PhaseTriage, dossier.PhaseExplanation, dossier.PhaseInvestigation, dossier.PhaseDecision,
			dossier.PhaseOffer, dossier.PhaseRemedy, dossier.PhaseReview, dossier.PhaseClosed, "none"),
		"ending":      append(codes(dossier.Endings()...), "none"),
		"due":         codes(dossier.DeadlineKinds()...),
		"remedy":      codes(dossier.Refund, dossier.FreeTreatment, dossier.Discount, dossier.Apology),
		"remedy_done": codes(dossier.Refund, dossier.FreeTreatment, dossier.Discount, dossier.Apology),
		"outcome":     codes(dossier.Founded, dossier.PartlyFounded, dossier.Unfounded),
		"about":       codes(dossier.AboutSpecialist, dossier.AboutTreatment, dossier.AboutBranch),
		"talk": codes(
			dossier.TalkAsked, dossier.TalkPlanned, dossier.TalkWasHeld, dossier.TalkSettled, dossier.TalkUnsolved,
			dossier.TalkHasLapsed, "none"),
		"match": codes(
			dossier.MatchPending, dossier.MatchFound, dossier.MatchCandidates, dossier.MatchNoVisit, dossier.MatchNobody, "none"),
		"channel": codes(dossier.ByForm, dossier.ByPhone, dossier.ByCounter, dossier.ByLetter, dossier.ByMail, dossier.ByInquiry),
		"part":    codes(dossier.StepExplanation, dossier.StepInquiry, dossier.StepHearing),
		"role": codes(
			dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleSpecialist, dossier.RoleOutside,
			dossier.RoleComplainant, dossier.RoleFellow, dossier.RoleSystem),
		"class": codes(
			dossier.ClassSummary, dossier.ClassContact, dossier.ClassComplaint, dossier.ClassPlanning, dossier.ClassTalk,
			dossier.ClassInquiry, dossier.ClassHearing, dossier.ClassFinding, dossier.ClassDecision, dossier.ClassBan,
			dossier.ClassHandling),
		"term": {"hours.one", "days.one", "working_days.one"},
		"cause": {
			"client", "specialist", "ban", "lapsed", "filed", "ended", "not_held", "ill", "gone", "cannot", "will_not",
			"register", "chosen", "corrected", "matched", "reopened", "merged", "finding",
		},
		"erasure": codes(dossier.GroundRetention, dossier.GroundRequest),
		"claim":   {"none", "paid", "withdrawn", "written_off"},
		"offer":   {"open", "accepted", "refused", "stands", "replaced"},
		"minutes": {"none", "agreed", "disagreed"},
		"how":     {"call", "visit"},
	}
	for group, list := range groups {
		for _, code := range list {
			both(t, group+"."+code)
		}
	}
}

func codes[S ~string](list ...S) []string {
	all := make([]string, len(list))
	for i, code := range list {
		all[i] = string(code)
	}
	return all
}

// The lists of choices that the procedure itself knows and the policy does not name.
func TestEveryChoiceOfTheProcedureHasALabel(t *testing.T) {
	ours := []string{"cancel_cause", "lapse_cause", "decline_cause", "about", "channel", "explanation", "part", "outcome", "act"}
	for _, list := range ours {
		codes, _ := dossier.Choices(dossier.State{}, dossier.Terms{}, list)
		for _, code := range codes {
			if _, ok := words.Choice(words.NL, list, code); !ok {
				t.Errorf("no label for %s of the list %s", code, list)
			}
		}
	}
}
