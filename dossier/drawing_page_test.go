package dossier_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/replay"
	"github.com/wederhoor/wederhoor/words"
)

// What docs/procedure.md says in words of its own.

// The figures in the text are those of the policy as it is delivered.
func TestProcedurePage_Figures(t *testing.T) {
	raw, err := os.ReadFile(procedurePage)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(raw)), " ")
	terms := newWorld(t).terms
	term := func(x dossier.Term) string { return words.Term(words.EN, x.N, x.Unit) }
	for _, want := range []string{
		"within " + term(terms.TalkHeld) + " of asking", "done within " + term(terms.AgreedAct), "silence for " + term(terms.TalkReply),
		fmt.Sprintf("not reached in %d attempts", terms.Attempts), fmt.Sprintf("up to %d times", terms.Attempts),
		"shows within " + term(terms.Authority), "later than " + term(terms.Filing) + " after the treatment", "up to " + term(terms.Filing) + " after the talk ended",
		"has " + term(terms.Proof) + " for it", "Within " + term(terms.Triage) + " the owner or an assistant judges", "authority within " + term(terms.HarmReport),
		"within " + term(terms.HarmReport) + " after harm",
		"within " + term(terms.Call) + " of the judgement", "within " + term(terms.Answer) + " of filing", "at most " + term(terms.Extension) + " later",
		"or after " + term(terms.Inquiry), "at least " + term(terms.HearingNotice) + " ahead", "After " + term(terms.Minutes) + " it goes on without",
		fmt.Sprintf("%d attempts on %d days", terms.Attempts, terms.AttemptDays), fmt.Sprintf("%d invitations without anybody", terms.Invitations),
		"An offer is made within " + term(terms.Remedy), "What was accepted is carried out within " + term(terms.Remedy),
		fmt.Sprintf("After %d refusals or %s without an answer", terms.Refusals, term(terms.OfferReply)), "stands for " + term(terms.OfferStands),
		"For " + term(terms.OfferStands) + " the client", "who decides within " + term(terms.Withdrawal), "review within " + term(terms.Review),
		"answers within " + term(terms.ReviewAnswer), "paid within " + term(terms.ClaimPaid), "sent within " + term(terms.Undo),
		fmt.Sprintf("€ %d.%02d", terms.ClaimBase/100, terms.ClaimBase%100),
		map[int]string{2: "two people establish it"}[terms.Establishers], map[int]string{1: "reason and a new date: once"}[terms.Extensions],
	} {
		if want == "" || !strings.Contains(page, want) {
			t.Errorf("docs/procedure.md does not say %q", want)
		}
	}
}

// Under each step stand the acts that are possible there, by the name of their button, and every act that leads on from it.
func TestProcedurePage_Steps(t *testing.T) {
	stands := standpoints(t)
	told := actsToldOf(t, readPage(t))
	for _, m := range movesFrom(t, stands) {
		if m.kind != "reach" && !slices.Contains(told[m.from], m.kind) && !slices.Contains(told[severalSteps], m.kind) {
			t.Errorf("docs/procedure.md does not say under %q that %q leads on", m.from, words.Act(words.EN, m.kind))
		}
	}
	for step, kinds := range told {
		for _, kind := range kinds {
			in := phasesOf(kind, stands)
			if step == severalSteps && len(in) < 2 || step != severalSteps && !slices.Contains(in, step) {
				t.Errorf("docs/procedure.md tells of %q under %q; it is possible in %q", words.Act(words.EN, kind), step, in)
			}
		}
	}
}

// severalSteps are what belongs to no step in particular.
const severalSteps dossier.Phase = "several"

var (
	stepHeading = regexp.MustCompile(`(?m)^\*\*([^*]+)\*\*$`)
	buttonName  = regexp.MustCompile(`\*([^*]+)\*`)
)

// actsToldOf are the acts that are told of under each step.
func actsToldOf(t *testing.T, page string) map[dossier.Phase][]dossier.Kind {
	t.Helper()
	steps := map[string]dossier.Phase{"Where it begins": dossier.PhaseNone, "In more than one step": severalSteps}
	for _, p := range phases[1:] {
		steps[words.Code(words.EN, "phase", p)] = p
	}
	buttons := map[string]dossier.Kind{}
	for _, kind := range allKinds {
		buttons[words.Act(words.EN, kind)] = kind
	}
	_, rest, _ := strings.Cut(page, "## What is done in each step\n")
	section, _, _ := strings.Cut(rest, "\n## ")
	told := map[dossier.Phase][]dossier.Kind{}
	headings := stepHeading.FindAllStringSubmatchIndex(section, -1)
	for i, at := range headings {
		step, known := steps[section[at[2]:at[3]]]
		if !known {
			t.Errorf("no step is called %q", section[at[2]:at[3]])
		}
		end := len(section)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		for _, name := range buttonName.FindAllStringSubmatch(section[at[1]:end], -1) {
			label := strings.Join(strings.Fields(name[1]), " ")
			if buttons[label] == "" {
				t.Errorf("no button is called %q", label)
			}
			told[step] = append(told[step], buttons[label])
		}
	}
	if len(told) != len(steps) {
		t.Errorf("docs/procedure.md tells of the steps %q", slices.Sorted(maps.Keys(told)))
	}
	return told
}

// The example by which the big table is explained.
func TestProcedurePage_Example(t *testing.T) {
	both := false
	for o := range tableOnPage(t) {
		if o.Kind != "judge" {
			continue
		}
		inTriage, wrongStep := o.Stage == string(dossier.PhaseTriage), o == (replay.Outcome{Stage: o.Stage, Kind: o.Kind, Refused: "wrong_step"})
		if o.Stage == replay.StageErased { // under which it is that nothing is left
			continue
		}
		if both = both || inTriage && o.Refused != ""; inTriage == wrongStep {
			t.Errorf("the example is no longer so: under %s stands %q", o.Stage, o.Refused)
		}
	}
	if !both {
		t.Error("the example is no longer so: nothing beside the ✓")
	}
}
