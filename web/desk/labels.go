package desk

import (
	"strconv"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// label is what a code out of a list of choices is called, in a dossier with those terms.
func (s scene) label(v casework.View, list, code string) string {
	if label, ok := words.Choice(s.lang, list, code); ok {
		return label
	}
	if label, ok := s.policyLabel(v.Terms, list, code); ok {
		return label
	}
	switch list {
	case "branch":
		return s.dir.branch(dossier.BranchID(code))
	case "specialist", "accused", "invited", "banned":
		return s.dir.specialist(dossier.SpecialistID(code))
	case "handler", "staff":
		return s.dir.account(dossier.AccountID(code))
	case "subject", "open_subject":
		return s.subjectKey(code)
	case "fellow", "answered_fellow":
		return plain(", ", s.say("role.fellow")+" "+code, fellow(v.Entries, code, "name"), kit.PhoneText(fellow(v.Entries, code, "phone")))
	case "file":
		return s.fileLabel(v, dossier.FileID(code))
	case "erasable":
		return s.erasable(v, dossier.Party(code))
	case "open_remedy", "open_treatment":
		return s.remedyNumber(v, code)
	}
	return code
}

// fileLabel is the name of a file, and its number for those that came without.
func (s scene) fileLabel(v casework.View, id dossier.FileID) string {
	for _, e := range v.Entries {
		if added, ok := e.Event.(dossier.FileAdded); !ok || added.File != id {
			continue
		}
		for _, p := range e.Parts {
			if p.Name == "name" && p.Text != "" {
				return p.Text
			}
		}
		return s.say("event.file_added") + " " + strconv.Itoa(e.Number)
	}
	return string(id)
}

// erasable names whose words can be taken out.
func (s scene) erasable(v casework.View, whose dossier.Party) string {
	sort, who, _ := strings.Cut(string(whose), ":")
	switch sort {
	case string(dossier.OfFellow):
		return s.label(v, "fellow", who)
	case string(dossier.OfSpecialist):
		return s.dir.specialist(dossier.SpecialistID(who))
	}
	return s.say("desk.erase.everybody")
}

// fellow is what is known of another client who was asked (R15), for whoever phones them: empty for those who may not read it.
func fellow(entries []store.Entry, number, name string) string {
	for _, e := range entries {
		for _, p := range e.Parts {
			if p.Subject == dossier.OfFellow && p.Person == number && p.Name == "fellow_"+number+"_"+name {
				return p.Text
			}
		}
	}
	return ""
}

// policyLabel finds the label of a code that the policy names. ok is false for lists that are not the policy's.
func (s scene) policyLabel(t dossier.Terms, list, code string) (string, bool) {
	lang := string(s.lang)
	switch list {
	case "severity":
		return policy.LabelOf(t.Severities, code, lang), true
	case "ground":
		return policy.LabelOf(t.Grounds, code, lang), true
	case "authority":
		return policy.LabelOf(t.Authorities, code, lang), true
	case "discontinue":
		return policy.LabelOf(t.Discontinue, code, lang), true
	case "reopen":
		return policy.LabelOf(t.Reopen, code, lang), true
	case "skip":
		return policy.LabelOf(t.Skips, code, lang), true
	case "relation":
		return s.policy.RelationLabel(code, lang), true
	}
	return "", false
}

// skipLabel is the reason for which a part was skipped (R17).
func (s scene) skipLabel(t dossier.Terms, part dossier.Step, code string) string {
	return policy.SkipLabel(t.Skips, part, code, string(s.lang))
}

// subject names one thing an investigation is about.
func (s scene) subject(f dossier.FindingSubject) string {
	if f.About == dossier.AboutSpecialist && f.Specialist != "" {
		return s.dir.specialist(f.Specialist)
	}
	return words.Code(s.lang, "about", f.About)
}

func (s scene) subjectKey(key string) string {
	about, id, _ := strings.Cut(key, ":")
	return s.subject(dossier.FindingSubject{About: dossier.About(about), Specialist: dossier.SpecialistID(id)})
}

func (s scene) remedyNumber(v casework.View, code string) string {
	for _, r := range v.State.Remedies {
		if strconv.Itoa(r.Number) == code {
			return s.remedy(dossier.OfferedRemedy{Kind: r.Kind, Amount: r.Amount})
		}
	}
	return code
}

func (s scene) remedy(r dossier.OfferedRemedy) string {
	label := s.policy.RemedyLabel(r.Kind, string(s.lang))
	if r.Amount == 0 {
		return label
	}
	return label + ": " + s.amount(r.Amount)
}

// treatment describes a visit in one line.
func (s scene) treatment(t dossier.Treatment) string {
	return s.say("desk.treatment.line", words.Date(s.lang, t.Date), s.dir.branch(t.Branch), s.dir.specialist(t.Specialist), t.ID)
}
