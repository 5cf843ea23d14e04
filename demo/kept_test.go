package demo

import (
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// Of each list of what is kept it is said by itself whether there are more than stand there.
func TestKept_SaysWhichListIsLonger(t *testing.T) {
	w := firstWorld(t)
	k, err := w.Office.WhatIsKept(t.Context(), casework.Viewer{Actor: dossier.Actor{Account: "auditor", Roles: []dossier.Role{dossier.RoleAuditor}}})
	if err != nil {
		t.Fatal(err)
	}
	if !k.More.Leaving || k.More.Holds || k.More.Talks || len(k.Holds) == 0 || len(k.Talks) == 0 {
		t.Errorf("more %+v; %d holds, %d leaving, %d talks", k.More, len(k.Holds), len(k.Leaving), len(k.Talks))
	}
}
