package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
)

// While a flood comes in the staff who have turns are told so, and find both the complaints of clients that the register knows and those that match nobody; when it is over
// nothing is said of it. Branches see the notice as well: it is about no dossier.
func TestASVS2_4_1_StaffAreToldOfAFloodAndFindWhatMatchesNobody(t *testing.T) {
	w := newWorld(t)
	known := w.file()
	nobody := complaint()
	nobody.Contact = dossier.Contact{Name: "Nep Nemo", Email: "nep@post.example"}
	unknown := w.do(casework.Public(), "", nobody).Reference
	const notice = "Er komen ongewoon veel formulieren binnen"
	owner := w.as("owner")
	for _, path := range []string{"/desk", "/desk/overview"} {
		said(t, owner.get(path), false, notice)
	}
	for n := range w.Policy.Forms.Load.AtOnce + 1 {
		_, err := w.porter().TakeForm(t.Context(), doors.Form{ID: fmt.Sprint(n)})
		if err != nil && doors.KindOf(err) == 0 {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/desk", "/desk/list", "/desk/overview"} {
		said(t, owner.get(path), true, notice, `href="/desk?flag=found"`, `href="/desk?flag=not_found"`)
	}
	said(t, w.as("receptionist").get("/desk"), true, notice)
	said(t, w.as("auditor").get("/desk/overview"), true, notice)
	list := owner.get("/desk?flag=found")
	said(t, list, true, known, `<option value="found" selected>`)
	said(t, list, false, unknown)
	list = owner.get("/desk?flag=not_found")
	said(t, list, true, unknown)
	said(t, list, false, known)
	w.later(3 * time.Hour)
	for _, path := range []string{"/desk", "/desk/overview"} {
		said(t, owner.get(path), false, notice)
	}
}

// said looks whether a page says texts, or says none of them.
func said(t *testing.T, page answer, want bool, texts ...string) {
	t.Helper()
	if page.status != http.StatusOK {
		t.Fatalf("status %d", page.status)
	}
	for _, text := range texts {
		if strings.Contains(page.body, text) != want {
			t.Errorf("%q is on the page: %v", text, !want)
		}
	}
}
