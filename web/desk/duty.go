package desk

import (
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
)

// hasLists reports whether somebody has lists of dossiers: all but who treats clients or keeps accounts and nothing else.
func hasLists(a dossier.Actor) bool {
	return a.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleOutside, dossier.RoleAuditor)
}

// hasTurns reports whether anything in those lists can wait for them: not for who only reads.
func hasTurns(a dossier.Actor) bool {
	return slices.ContainsFunc(turns, func(turn dossier.Role) bool { return takes(a, turn) })
}

// ofOneBranch reports whether all that somebody finds is of one branch.
func ofOneBranch(a dossier.Actor) bool {
	keys := dossier.ViewerKeys(a)
	return a.Branch != "" && slices.Contains(keys, dossier.ViewDeskOf(a.Branch)) && !slices.Contains(keys, dossier.ViewHandlers)
}

// treats reports whether somebody has a desk of their own, with their talks and hearings.
func treats(a dossier.Actor) bool { return a.Specialist != "" && a.Is(dossier.RoleSpecialist) }

// homeOf is the page that somebody begins with.
func homeOf(a dossier.Actor) string {
	switch {
	case hasLists(a):
	case treats(a):
		return "/desk/mine"
	case a.Is(dossier.RoleAdministrator):
		return accountsPath
	}
	return "/desk"
}
