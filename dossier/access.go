package dossier

import "slices"

// Viewer keys: a group or one person. A viewer who signs in holds several of them.
const (
	ViewHandlers    = "handlers"    // owner and assistants
	ViewDesk        = "desk"        // receptionists
	ViewComplainant = "complainant" // whoever holds the private link
)

// ViewSpecialist, ViewAccount and ViewFellow are the keys of one person.
func ViewSpecialist(id SpecialistID) string { return "specialist:" + string(id) }
func ViewAccount(id AccountID) string       { return "account:" + string(id) }

// Grant lets whoever holds the key Viewer see the classes. With Only set, it takes away whatever the
// viewer's other keys would give (R14, R23).
type Grant struct {
	Viewer  string
	Classes []string // a Class, or Class:person ("hearing:S12")
	Only    bool
}

// Sees reports whether the classes cover words of that class and person.
func Sees(classes []string, class Class, person string) bool {
	return slices.Contains(classes, string(class)) ||
		person != "" && slices.Contains(classes, string(class)+":"+person)
}

// ViewerKeys are the keys a signed-in actor holds.
func ViewerKeys(a Actor) []string {
	var keys []string
	if a.Is(RoleOwner, RoleAssistant) {
		keys = append(keys, ViewHandlers)
	}
	if a.Is(RoleReceptionist) {
		keys = append(keys, ViewDesk)
	}
	if a.Specialist != "" {
		keys = append(keys, ViewSpecialist(a.Specialist))
	}
	if a.Account != "" {
		keys = append(keys, ViewAccount(a.Account))
	}
	if a.Is(RoleComplainant) {
		keys = append(keys, ViewComplainant)
	}
	return keys
}

// Seen is what the holder of the keys may see under the grants: the union of what they are given, or what the
// strictest Only leaves. Empty means: for this viewer the dossier does not exist.
func Seen(grants []Grant, keys []string) []string {
	var all []string
	only := false
	for _, g := range grants {
		if !slices.Contains(keys, g.Viewer) || only && !g.Only {
			continue
		}
		if g.Only && !only {
			only, all = true, nil
		}
		for _, c := range g.Classes {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// Access says who may see which classes of this dossier (R3, R14, R23).
func Access(s State) []Grant { return nil }

// Cut is the state as somebody may know it who sees these classes: what they do not cover is zero.
func Cut(s State, classes []string) State { return s }
