package desk

import (
	"net/http"
	"strconv"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// overviewLimit is how far the overview counts per step.
const overviewLimit = 200

type overviewData struct {
	scene
	Nav      []kit.NavItem
	Steps    []tab
	Overdue  []line
	Quarters []quarter
	Flood    bool // more forms come in than usual
}

// overview shows those who judge, and those who read along, how much stands at each step, what is overdue, and how promises were kept.
func (d *desk) overview(w http.ResponseWriter, r *http.Request, s scene) error {
	if !s.viewer.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleAuditor) {
		return kit.ErrNotFound
	}
	data := overviewData{scene: s, Nav: s.nav("overview")}
	reader, keys := d.app.Office.DB.Read(), dossier.ViewerKeys(s.viewer.Actor)
	for _, phase := range phases {
		if phase == dossier.PhaseClosed {
			continue
		}
		page, err := reader.Queue(r.Context(), keys, store.Filter{Queue: "todo", Phase: phase, Limit: overviewLimit})
		if err != nil {
			return err
		}
		data.Steps = append(data.Steps, tab{Label: words.Code(s.lang, "phase", phase), Path: "/desk?step=" + string(phase), Count: upTo(len(page.Rows), page.Next != "")})
	}
	page, err := reader.Queue(r.Context(), keys, store.Filter{Queue: "todo", Limit: overviewLimit})
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		if row.NextKind != "" && row.NextDue.Before(s.now) {
			data.Overdue = append(data.Overdue, s.line(row))
		}
	}
	if data.Quarters, err = d.quarters(r, s); err != nil {
		return err
	}
	if data.Flood, err = d.app.Porter.Flooded(r.Context()); err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, overviewTemplate(data))
}

func upTo(n int, more bool) string {
	if more {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}
