package policy

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

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
			case !slices.Contains(dossier.StaffRoles(), dossier.Role(name)):
				r.add(item.Line, "unknown role %q; known are %s", name, staffRoles())
			case slices.Contains(list, dossier.Role(name)):
				r.add(item.Line, "role %s is listed twice", name)
			default:
				list = append(list, dossier.Role(name))
			}
		}
		*dst = list
	}
}

func staffRoles() string {
	var names []string
	for _, role := range dossier.StaffRoles() {
		names = append(names, string(role))
	}
	return strings.Join(names, ", ")
}
