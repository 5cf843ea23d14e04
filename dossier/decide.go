package dossier

// Decide answers a command with what happens, or with a *Refusal. It changes nothing, and the same arguments
// always give the same answer.
func Decide(s State, c Command, env Env) ([]Happening, error) {
	return nil, refuse("", "unknown_act", "Deze handeling bestaat niet.", "There is no such act.")
}

// Possible tells whether the actor may do acts of that kind in this state at all, before any field is
// filled in: nil, or the *Refusal that says why not.
func Possible(s State, k Kind, env Env) error { return nil }

// Choices are the codes a field with `choice:LIST` or `many:LIST` can take that follow from the dossier and its terms.
// Lists that the register or the accounts know (branch, specialist, slot, handler, staff, language, relation) are not
// answered here: known is false.
func Choices(s State, terms Terms, list string) (codes []string, known bool) { return nil, false }
