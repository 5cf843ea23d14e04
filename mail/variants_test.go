package mail

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// Every value that changes a text, in every kind: none leaves a hole or a broken sentence.
func TestLettersAreWholeWhateverTheCause(t *testing.T) {
	variants := map[string]func(*Data){}
	for _, cause := range []string{
		"", "client", "specialist", "ban", "lapsed", "filed", "ended", "not_held", "ill", "gone", "cannot", "will_not",
		"matched", "corrected", "reopened", "merged", "finding", "withdrawn", "discontinued", "established_false",
		"password", "email", "factor_added", "factor_removed", "recovery_codes", "recovery_code_used", "identity_added", "identity_removed", "passkey_copied",
	} {
		variants["cause "+cause] = func(d *Data) { d.Cause = cause }
	}
	for _, how := range []string{"", "call", "visit", "refund", "free_treatment", "discount", "apology"} {
		variants["how "+how] = func(d *Data) { d.How = how }
	}
	for _, outcome := range []string{"", "founded", "partly_founded", "unfounded"} {
		variants["outcome "+outcome] = func(d *Data) { d.Outcome = outcome }
	}
	variants["held elsewhere"] = func(d *Data) { d.HeldElsewhere = true }
	variants["no authority"] = func(d *Data) { d.Authority = false }
	each(t, func(t *testing.T, _ string, n Notice) {
		for name, change := range variants {
			varied := n
			change(&varied.Data)
			wellFormed(t, name, render(t, varied).Body)
		}
	})
}

var (
	faults   = []string{"<no value>", "  ", "\n\n\n", " \n", "⟦", "%!", " .", " ,", "..", ".,", ":.", "{{."}
	lowStart = regexp.MustCompile(`(?m)(^|[.?!] )[a-z]`)
	noEnd    = regexp.MustCompile(`(?m)[a-z)]$`)
)

func wellFormed(t *testing.T, name, body string) {
	t.Helper()
	for _, fault := range faults {
		if strings.Contains(body, fault) {
			t.Errorf("%s: %q in:\n%s", name, fault, body)
		}
	}
	_, main, _ := strings.Cut(body, "\n\n")
	main, _, _ = strings.Cut(main, "\n\nMet vriendelijke groet")
	main, _, _ = strings.Cut(main, "\n\nKind regards")
	main = strings.NewReplacer(LinkPlaceholder, "LINK", theSpec, "NAAM").Replace(main)
	if m := lowStart.FindString(main); m != "" {
		t.Errorf("%s: a sentence begins with %q in:\n%s", name, m, main)
	}
	for _, paragraph := range strings.Split(main, "\n") {
		if !strings.HasPrefix(paragraph, "- ") && noEnd.MatchString(paragraph) {
			t.Errorf("%s: no end to %q", name, paragraph)
		}
	}
}

func TestUpheldSaysHowFar(t *testing.T) {
	for outcome, want := range map[string]string{
		"founded":        "Wij geven u gelijk.",
		"partly_founded": "Wij geven u voor een deel gelijk.",
		"":               "Wij geven u helemaal of voor een deel gelijk.",
	} {
		n := typical(t, dossier.ToComplainant, "upheld", "nl")
		n.Data.Outcome = outcome
		contains(t, render(t, n).Body, want)
	}
}

func TestR21_LetterSaysWhatWasCarriedOut(t *testing.T) {
	for how, want := range map[string]string{
		"refund": ": Geld terug.", "free_treatment": ": Nieuwe behandeling zonder kosten.",
		"discount": ": Korting op een nieuwe behandeling.", "apology": ": Excuses zonder vergoeding.", "call": "toegezegd.",
	} {
		n := typical(t, dossier.ToComplainant, "remedy_carried_out", "nl")
		n.Data.How = how
		contains(t, render(t, n).Body, "Wij hebben uitgevoerd wat wij u hebben toegezegd", want)
	}
}

func TestR12_AppointmentSaysWhetherWeCallOrCome(t *testing.T) {
	for how, want := range map[string]string{"call": "Wij bellen u op", "visit": "Wij komen bij u thuis op"} {
		n := typical(t, dossier.ToComplainant, "explanation_planned", "nl")
		n.Data.How = how
		contains(t, render(t, n).Body, want)
	}
}

// Formal, plain Dutch: 'u', short sentences.
func TestDutchIsFormalAndShort(t *testing.T) {
	informal := regexp.MustCompile(`(?i)\b(je|jij|jou|jouw|jullie|alstublieft|middels|derhalve|dienen te|betreffende)\b`)
	const longest = 24
	for sort, list := range Kinds() {
		for _, kind := range list {
			body := render(t, typical(t, partyOf(sort), kind, "nl")).Body
			if m := informal.FindString(body); m != "" {
				t.Errorf("%s to %s: %q", kind, sort, m)
			}
			for _, sentence := range regexp.MustCompile(`[.?!:]\s`).Split(body, -1) {
				if words := strings.Fields(sentence); len(words) > longest {
					t.Errorf("%s to %s: %d words: %s", kind, sort, len(words), fmt.Sprint(words))
				}
			}
		}
	}
}
