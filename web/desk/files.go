package desk

import (
	"context"
	"net/http"
	"slices"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
)

// filesData are the files of a dossier, and the form by which more of them come.
type filesData struct {
	scene
	List  []kit.DossierFile
	Form  bool
	Path  string
	Key   string
	Seen  int
	Input kit.FileInput
}

var addFiles = dossier.AddFiles{}.Kind()

const filesInputID = "dossier-files"

// filesOf is what the page of a dossier shows of files. token is that of a form that came back, wrong what was not taken in of it.
func (d *desk) filesOf(ctx context.Context, s scene, v casework.View, try attempt) (filesData, error) {
	path := dossierPath(v.State.Reference)
	data := filesData{scene: s, Path: path + "/files", Key: try.Token, Seen: v.State.Count}
	var err error
	if data.List, err = d.app.DossierFiles(ctx, v, path, s.staff.Login.ID, func(by string) string { return s.dir.actor(s.lang, by) }); err != nil {
		return data, err
	}
	if data.Form = d.app.TakesFiles() && slices.Contains(v.Acts, addFiles); !data.Form {
		return data, nil
	}
	if data.Key == "" {
		data.Key = d.app.NewKey()
	}
	data.Input, err = d.app.FileInput(ctx, filesInputID, data.Key, try.Wrong)
	data.Input.Alone = true
	return data, err
}

// addFiles adds what was sent to a dossier. Of whoever may not do so no byte is read: they are told why not, or nothing where it is not theirs to see.
func (d *desk) addFiles(w http.ResponseWriter, r *http.Request, s scene) error {
	reference := r.PathValue("ref")
	may, err := d.app.Office.May(r.Context(), s.viewer, reference, addFiles)
	if err != nil {
		return err
	}
	if may {
		return d.takeFiles(w, r, s, reference)
	}
	// Without the id of a form it has no files, and so is refused: this asks why, and records that they tried.
	_, err = d.app.Office.Do(r.Context(), s.viewer, casework.Order{Reference: reference, Command: dossier.AddFiles{}})
	return d.notDone(w, r, s, reference, attempt{Kind: addFiles}, err)
}

// takeFiles takes in what was sent and adds it.
func (d *desk) takeFiles(w http.ResponseWriter, r *http.Request, s scene, reference string) error {
	form, wrong, err := d.app.ReadUploadFor(w, r, reference)
	if err != nil {
		return err
	}
	try := attempt{Kind: addFiles, Typed: form.Values, Token: d.app.KeyOf(form), Wrong: wrong}
	switch {
	case len(wrong) > 0:
		return d.showDossier(w, r, s, reference, http.StatusUnprocessableEntity, try)
	case kit.OnlyFiles(form):
		return d.showDossier(w, r, s, reference, http.StatusOK, try)
	}
	order := casework.Order{Reference: reference, Command: dossier.AddFiles{}, Seen: number(form.Get(kit.SeenField)), Key: kit.FormID(try.Token)}
	if _, err := d.app.Office.Do(r.Context(), s.viewer, order); err != nil {
		if refusal := kit.RefusalOf(err); refusal != nil && refusal.Code == casework.FilesLeft { // another form, for the file that is chosen again
			try.Token = ""
		}
		return d.notDone(w, r, s, reference, try, err)
	}
	return kit.SeeOther(w, r, dossierPath(reference)+"?done="+string(addFiles))
}

// file is one of a dossier, or its preview.
func (d *desk) file(preview bool) page {
	return func(w http.ResponseWriter, r *http.Request, s scene) error {
		reference := r.PathValue("ref")
		return d.app.SendFile(w, r, s.viewer, reference, dossierPath(reference), s.staff.Login.ID, preview)
	}
}
