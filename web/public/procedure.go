package public

import (
	"net/http"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// procedure tells the procedure with the figures in force, and has the form at its foot (R29).
func (s site) procedure(w http.ResponseWriter, r *http.Request) error {
	sh, err := s.openSheet(r, "/klacht")
	if err != nil {
		return err
	}
	sh.page = "/"
	return s.show(w, r, http.StatusOK, sh, procedurePage)
}

func term(lang words.Lang, t dossier.Term) string { return words.Term(lang, t.N, t.Unit) }

// tell writes the figures of a sentence: terms and amounts as people read them, numbers and texts as they are.
func (sh sheet) tell(key string, figures ...any) string {
	args := make([]any, len(figures))
	for i, figure := range figures {
		switch f := figure.(type) {
		case dossier.Term:
			args[i] = term(sh.lang, f)
		case dossier.Cents:
			args[i] = words.Amount(sh.lang, f)
		default:
			args[i] = f
		}
	}
	return sh.say(key, args...)
}

// remedies are what can be offered now, as a sentence.
func (sh sheet) remedies() []string {
	labels := make([]string, 0, len(sh.policy.RemedyLabels))
	for _, remedy := range sh.policy.RemedyLabels {
		labels = append(labels, kit.Pick(sh.lang, remedy.Label))
	}
	return labels
}

// grounds are why a complaint may be rejected.
func (sh sheet) grounds() []string {
	labels := make([]string, 0, len(sh.policy.Terms.Grounds))
	for _, ground := range sh.policy.Terms.Grounds {
		labels = append(labels, kit.Pick(sh.lang, ground.Label))
	}
	return labels
}

// authorities are to whom harm to health is reported.
func (sh sheet) authorities() string {
	labels := make([]string, 0, len(sh.policy.Terms.Authorities))
	for _, authority := range sh.policy.Terms.Authorities {
		labels = append(labels, kit.Pick(sh.lang, authority.Label))
	}
	return words.List(sh.lang, labels)
}
