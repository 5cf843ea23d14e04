package desk

import (
	"net/http"
	"net/url"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
)

// takenData says that a complaint was taken down which is somebody else's from there on.
type takenData struct {
	scene
	Nav       []kit.NavItem
	Reference string
}

// afterTaking leads to what was taken down, or says its reference where the dossier is not the viewer's to see: whoever phones gets it, also
// when they phone the wrong branch (R5, R7).
func (d *desk) afterTaking(w http.ResponseWriter, r *http.Request, s scene, reference string, kind dossier.Kind) error {
	if sees, err := d.app.Office.Sees(r.Context(), s.viewer, reference); err == nil && !sees {
		return kit.SeeOther(w, r, takenPath(reference))
	}
	return kit.SeeOther(w, r, dossierPath(reference)+"?done="+url.QueryEscape(string(kind)))
}

// takenPage says so, to who took it down and to nobody else.
func (d *desk) takenPage(w http.ResponseWriter, r *http.Request, s scene) error {
	reference := r.PathValue("ref")
	own, err := d.app.Office.DB.Read().TookDown(r.Context(), s.viewer.Account, reference)
	if err != nil {
		return err
	}
	if !own {
		return kit.ErrNotFound
	}
	return kit.Render(w, r, http.StatusOK, takenTemplate(takenData{scene: s, Nav: s.nav("new"), Reference: reference}))
}

func takenPath(reference string) string { return newPath + "/" + url.PathEscape(reference) }
