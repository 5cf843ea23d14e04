package policy

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/dossier"
)

// Reading is what is asked of staff who read dossiers.
type Reading struct {
	ReasonFrom []dossier.Role // who first says why they open one
}

// readers are the roles that can see anything of a dossier.
var readers = []string{"owner", "assistant", "receptionist", "specialist", "outside", "auditor"}

func (r *reader) reading(dst *Reading) []field {
	return []field{{"reason_from", func(n *yaml.Node) {
		items, ok := r.items(n, "reading.reason_from", false)
		if !ok {
			return
		}
		list := []dossier.Role{}
		for _, item := range items {
			role, ok := r.scalar(item, "a role")
			switch {
			case !ok:
			case !slices.Contains(readers, role):
				r.add(item.Line, "reading.reason_from: unknown role %q; known are %s", role, strings.Join(readers, ", "))
			case slices.Contains(list, dossier.Role(role)):
				r.add(item.Line, "reading.reason_from: %s is listed twice", role)
			default:
				list = append(list, dossier.Role(role))
			}
		}
		dst.ReasonFrom = list
	}}}
}
