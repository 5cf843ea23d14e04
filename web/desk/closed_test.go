package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// hide takes a table away, as when it cannot be read, until the function it answers with is called.
func (w *world) hide(table string) (back func()) {
	w.t.Helper()
	raw := engine.SQL(w.t, w.database)
	engine.Exec(w.t, raw, "alter table "+table+" rename to hidden_rows")
	return func() { w.t.Helper(); engine.Exec(w.t, raw, "alter table hidden_rows rename to "+table) }
}

// ASVS 16.5.3: where it cannot be read who somebody is, or what they may see, nothing of any dossier is shown; and all is as it was when it can
// be read again.
func TestASVS16_5_3_NothingIsShownWhenRightsCannotBeRead(t *testing.T) {
	w := newWorld(t)
	talked, ref := w.talk("CONTENT-CANARY"), w.suspect()
	w.establish(ref)
	path := "/desk/dossiers/" + ref
	pages := map[dossier.AccountID][]string{
		"owner": {
			"/desk", "/desk/list", "/desk?q=onbekende", path, path + "/explain", path + "/police", path + "/reads", path + "/news",
			"/desk/overview", "/desk/jobs",
		},
		"sanne": {"/desk/mine", path, "/desk/dossiers/" + talked},
	}
	for who, paths := range pages {
		b := w.as(who)
		for _, table := range []string{"access", "accounts", "logins", "sessions"} {
			back := w.hide(table)
			for _, path := range paths {
				got := b.get(path)
				if got.status == http.StatusOK || got.status == http.StatusNoContent {
					t.Errorf("without %s %s gets %s with %d", table, who, path, got.status)
				}
				for _, word := range []string{ref, talked, "CANARY", "Onbekende Bezoeker", "onbekend@", "Kramer"} {
					if strings.Contains(strings.ReplaceAll(got.body, path, ""), word) {
						t.Errorf("without %s %s reads %q on %s", table, who, word, path)
					}
				}
			}
			back()
			for _, path := range paths[:1] {
				if got := b.get(path); got.status != http.StatusOK {
					t.Errorf("with %s again %s gets %s with %d", table, who, path, got.status)
				}
			}
		}
	}
}

// ASVS 16.5.3: whether somebody said why they read cannot be looked up: then they do not read. Others do, and the look goes to the log.
func TestASVS16_5_3_WithoutTheReasonsNobodyReadsWhoMustGiveOne(t *testing.T) {
	w := newWorld(t)
	ref := w.file()
	w.Policy.Reading.ReasonFrom = []dossier.Role{dossier.RoleAssistant}
	must(t, w.GiveReason(t.Context(), viewer("assistant"), ref, "Steekproef"))
	assistant, owner := w.as("assistant"), w.as("owner")
	path := "/desk/dossiers/" + ref
	if got := assistant.get(path); !strings.Contains(got.body, "STORY-CANARY") {
		t.Fatalf("with a reason: %d", got.status)
	}
	back := w.hide("reads")
	defer back()
	if got := assistant.get(path); got.status < http.StatusInternalServerError || strings.Contains(got.body, "CANARY") {
		t.Errorf("who must give a reason reads all the same: %d", got.status)
	}
	if got := owner.get(path); got.status != http.StatusOK || !strings.Contains(got.body, "STORY-CANARY") {
		t.Errorf("who need not give one is kept out: %d", got.status)
	}
}
