package policy

import "github.com/wederhoor/wederhoor/dossier"

// Pick is a text in a language ("nl" or "en"). What has no English is given in Dutch, since a
// text in the other language serves a reader better than none.
func Pick(t dossier.Text, lang string) string {
	if lang == "en" && t.EN != "" || t.NL == "" {
		return t.EN
	}
	return t.NL
}

// Coded is an entry of one of the policy's lists.
type Coded interface {
	dossier.Ground | dossier.Reason | dossier.Severity | Remedy | Relation
}

// LabelOf is the label of the entry with this code. An unknown code is its own label: a dossier
// can be older than the list, and the code still tells its reader something. Codes of skip reasons
// are unique per part only; use SkipLabel for them.
func LabelOf[T Coded](list []T, code, lang string) string {
	for _, entry := range list {
		if c, label := split(entry); c == code {
			return Pick(label, lang)
		}
	}
	return code
}

// SkipLabel is the label of the reason with this code for skipping a part of the investigation (R17).
func SkipLabel(list []dossier.Reason, part dossier.Step, code, lang string) string {
	for _, reason := range list {
		if reason.Part == part && reason.Code == code {
			return Pick(reason.Label, lang)
		}
	}
	return code
}

// RemedyLabel is the label of a remedy (R19). One the chain no longer offers has the built-in label.
func (p *Policy) RemedyLabel(kind dossier.RemedyKind, lang string) string {
	if label := LabelOf(p.RemedyLabels, string(kind), lang); label != string(kind) {
		return label
	}
	return LabelOf(Default().RemedyLabels, string(kind), lang)
}

// RelationLabel is the label of a representative's relation to the client (R5).
func (p *Policy) RelationLabel(code, lang string) string { return LabelOf(p.Relations, code, lang) }

func split[T Coded](entry T) (string, dossier.Text) {
	switch e := any(entry).(type) {
	case dossier.Ground:
		return e.Code, e.Label
	case dossier.Reason:
		return e.Code, e.Label
	case dossier.Severity:
		return e.Code, e.Label
	case Remedy:
		return string(e.Code), e.Label
	case Relation:
		return e.Code, e.Label
	}
	return "", dossier.Text{}
}
