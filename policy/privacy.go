package policy

import (
	"maps"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

// Privacy is how long things are kept.
type Privacy struct {
	Keep   map[dossier.Ending]dossier.Term // a dossier, after it ended so; in days
	Ledger dossier.Term                    // what was paid back in a dossier that was erased; in days
	Mail   dossier.Term                    // a mail that came in and belongs to no dossier; in days
}

func (r *reader) privacy(p *Privacy) []field {
	var endings []field
	for _, ending := range dossier.Endings() {
		endings = append(endings, field{string(ending), func(n *yaml.Node) {
			var kept dossier.Term
			r.days("privacy.keep."+string(ending), &kept)(n)
			p.Keep = maps.Clone(p.Keep) // the built-in policy keeps its own
			if p.Keep == nil {
				p.Keep = map[dossier.Ending]dossier.Term{}
			}
			p.Keep[ending] = kept
		}})
	}
	return []field{
		{"keep", r.section("privacy.keep", endings)},
		{"ledger", r.days("privacy.ledger", &p.Ledger)},
		{"mail", r.days("privacy.mail", &p.Mail)},
	}
}

// days reads a term in days.
func (r *reader) days(key string, dst *dossier.Term) func(*yaml.Node) {
	return r.termThat(key, dst, func(term dossier.Term) string {
		if term.N == 0 || term.Unit != dossier.Days {
			return "must be in days or weeks, and longer than none"
		}
		return ""
	})
}
