package policy

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

// staffRoles are the roles that an account can have.
var staffRoles = []string{"owner", "assistant", "receptionist", "specialist", "outside", "auditor", "administrator"}

func (r *reader) signIn(s *SignIn) []field {
	return []field{
		{"two_factors", r.roles("two_factors", &s.TwoFactors)},
		{"breached", r.line("sign_in.breached", &s.Breached)},
	}
}

// roles reads a list of roles, which may be empty.
func (r *reader) roles(key string, dst *[]dossier.Role) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items, ok := r.items(n, key, false)
		if !ok {
			return
		}
		list := []dossier.Role{}
		for _, item := range items {
			name, ok := r.scalar(item, "a role")
			switch {
			case !ok:
			case !slices.Contains(staffRoles, name):
				r.add(item.Line, "unknown role %q; known are %s", name, strings.Join(staffRoles, ", "))
			case slices.Contains(list, dossier.Role(name)):
				r.add(item.Line, "role %s is listed twice", name)
			default:
				list = append(list, dossier.Role(name))
			}
		}
		*dst = list
	}
}
