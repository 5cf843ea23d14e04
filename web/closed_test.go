package web_test

import (
	"net/http"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// ASVS 16.5.3: where it cannot be read whose a session is, or what they may see, the complainant's page shows nothing of the dossier.
func TestASVS16_5_3_TheComplainantsPageIsShutWhenRightsCannotBeRead(t *testing.T) {
	w := newWorld(t)
	path, reference := w.filed()
	w.get(path).is(http.StatusOK).has(reference)
	raw := engine.SQL(t, w.database)
	for _, table := range []string{"access", "sessions", "links"} {
		engine.Exec(t, raw, "alter table "+table+" rename to hidden_rows")
		for _, page := range []string{path, path + "/withdrawal", path + "/bevestiging"} {
			got := w.get(page)
			if got.status == http.StatusOK {
				t.Errorf("without %s %s is shown", table, page)
			}
			got.hasNot(reference, "Mijn tanden", "Klaas Kramer", "klaas@example.org")
		}
		engine.Exec(t, raw, "alter table hidden_rows rename to "+table)
		w.get(path).is(http.StatusOK).has(reference)
	}
}
