package policy

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

// What an entry of each list may need. A need that cannot be met there would make the entry
// unusable, and nothing needed would let a part be skipped without evidence (R17).
var allowedNeeds = map[string][]dossier.Needs{
	"grounds": {
		dossier.NeedsNothing, dossier.NeedsEvidence, dossier.NeedsLate, dossier.NeedsProofAsked,
		dossier.NeedsUnfounded, dossier.NeedsNoHarm, dossier.NeedsShadesMet,
	},
	"skips": {dossier.NeedsAttempts, dossier.NeedsNoShow, dossier.NeedsEvidence, dossier.NeedsNobodyElse},
	"discontinue": {
		dossier.NeedsNothing, dossier.NeedsAttempts, dossier.NeedsEvidence,
		dossier.NeedsMergeOnly, dossier.NeedsTalkOver,
	},
	"reopen":      {dossier.NeedsNothing, dossier.NeedsEvidence},
	"authorities": {dossier.NeedsNothing},
}

// skipNeeds says what each part can be skipped for.
var skipNeeds = map[string][]dossier.Needs{
	string(dossier.StepExplanation): {dossier.NeedsAttempts, dossier.NeedsEvidence},
	string(dossier.StepInquiry):     {dossier.NeedsNobodyElse, dossier.NeedsEvidence},
	string(dossier.StepHearing):     {dossier.NeedsAttempts, dossier.NeedsNoShow, dossier.NeedsEvidence},
}

var remedyKinds = []string{
	string(dossier.Refund), string(dossier.FreeTreatment), string(dossier.Discount), string(dossier.Apology),
}

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// entry is what the entries of the coded lists have; each list uses what it knows.
type entry struct {
	code, needs, part string
	label, proof      dossier.Text
}

// entries reads a list of coded entries, with the keys that its entries may have besides code and label.
func (r *reader) entries(n *yaml.Node, name string, extra ...string) ([]entry, bool) {
	items, ok := r.items(n, name, true)
	if !ok {
		return nil, false
	}
	var list []entry
	seen := map[string]int{}
	for _, item := range items {
		e := r.coded(item, name, extra)
		id := e.part + "/" + e.code
		if before := seen[id]; before > 0 && e.code != "" {
			r.add(item.Line, "%s: code %s is already used in line %d", name, e.code, before)
		}
		seen[id] = item.Line
		list = append(list, e)
	}
	return list, true
}

func (r *reader) coded(item *yaml.Node, name string, extra []string) entry {
	var e entry
	if item.Kind != yaml.MappingNode {
		r.add(item.Line, "%s: an entry must have code and label", name)
		return e
	}
	before := len(r.problems)
	fields := []field{
		{"code", r.checked(name+".code", "a code: small letters, digits and underscores", &e.code, codeForm.MatchString)},
		{"label", r.text(name+".label", &e.label)},
		{"needs", r.line(name+".needs", &e.needs)},
		{"part", r.line(name+".part", &e.part)},
		{"proof", r.text(name+".proof", &e.proof)},
	}
	r.mapping(item, name, slices.DeleteFunc(fields, func(f field) bool {
		return f.key != "code" && f.key != "label" && !slices.Contains(extra, f.key)
	}))
	if len(r.problems) > before {
		return e
	}
	if e.code == "" {
		r.add(item.Line, "%s: an entry has no code", name)
	}
	if e.label.NL == "" {
		r.add(item.Line, "%s: %s has no label", name, or(e.code, "an entry"))
	}
	if slices.Contains(extra, "needs") {
		r.needs(item.Line, name, e)
	}
	return e
}

// needs checks that an entry can need what it needs.
func (r *reader) needs(line int, name string, e entry) {
	allowed := allowedNeeds[name]
	if name == "skips" {
		part, ok := skipNeeds[e.part]
		if !ok {
			r.add(line, "skips: %s has part %q; it must be explanation, inquiry or hearing", e.code, e.part)
			return
		}
		allowed = part
	}
	if slices.Contains(allowed, dossier.Needs(e.needs)) {
		return
	}
	var known []string
	for _, need := range allowed {
		known = append(known, or(string(need), "nothing (leave needs out)"))
	}
	r.add(line, "%s: %s needs %q; possible here: %s", name, e.code, e.needs, strings.Join(known, ", "))
}

func (r *reader) remedies(p *Policy) func(*yaml.Node) {
	return func(n *yaml.Node) {
		entries, ok := r.entries(n, "remedies")
		if !ok {
			return
		}
		p.RemedyLabels, p.Terms.Remedies = nil, nil
		for i, e := range entries {
			kind := dossier.RemedyKind(e.code)
			if e.code != "" && !slices.Contains(remedyKinds, e.code) {
				r.add(n.Content[i].Line, "unknown remedy %q; known are %s", e.code, strings.Join(remedyKinds, ", "))
			}
			p.Terms.Remedies = append(p.Terms.Remedies, kind)
			p.RemedyLabels = append(p.RemedyLabels, Remedy{Code: kind, Label: e.label})
		}
	}
}

func (r *reader) severities(dst *[]dossier.Severity) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if entries, ok := r.entries(n, "severities"); ok {
			*dst = nil
			for _, e := range entries {
				*dst = append(*dst, dossier.Severity{Code: e.code, Label: e.label})
			}
		}
	}
}

func (r *reader) grounds(dst *[]dossier.Ground) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if entries, ok := r.entries(n, "grounds", "needs"); ok {
			*dst = nil
			for _, e := range entries {
				*dst = append(*dst, dossier.Ground{Code: e.code, Needs: dossier.Needs(e.needs), Label: e.label})
			}
		}
	}
}

// reasonKeys are the keys that the entries of each list of reasons have besides code and label.
var reasonKeys = map[string][]string{
	"skips": {"part", "needs"}, "discontinue": {"needs"}, "reopen": {"needs"}, "authorities": nil,
}

func (r *reader) reasons(name string, dst *[]dossier.Reason) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if entries, ok := r.entries(n, name, reasonKeys[name]...); ok {
			*dst = nil
			for _, e := range entries {
				*dst = append(*dst, dossier.Reason{
					Code: e.code, Part: dossier.Step(e.part), Needs: dossier.Needs(e.needs), Label: e.label,
				})
			}
		}
	}
}

func (r *reader) relations(dst *[]Relation) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if entries, ok := r.entries(n, "relations", "proof"); ok {
			*dst = nil
			for _, e := range entries {
				*dst = append(*dst, Relation{Code: e.code, Label: e.label, Proof: e.proof})
			}
		}
	}
}

func (r *reader) tips(dst *[]dossier.Text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items, ok := r.items(n, "tips", true)
		if !ok {
			return
		}
		*dst = make([]dossier.Text, len(items))
		for i, item := range items {
			r.text("a tip", &(*dst)[i])(item)
		}
	}
}
