package kit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/wederhoor/wederhoor/casework"
)

// filePolicy shuts a file in that a browser opens all the same: no script, no form, no other site (ASVS 3.2.1). The sandbox
// allows no form at all; the rest is what every answer says (ASVS 3.4.3).
const filePolicy = "sandbox; default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func stamp(at time.Time) string { return strconv.FormatInt(at.Unix(), 36) }

func (a *App) signFile(path, session, until string) string {
	mac := hmac.New(sha256.New, a.Office.Key)
	mac.Write([]byte("file\x00" + path + "\x00" + session + "\x00" + until))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:idBytes])
}

// SignedFile reports whether the address of a request was made for a session, and whether its time is over.
func (a *App) SignedFile(r *http.Request, session string) (signed, over bool) {
	until := r.URL.Query().Get("until")
	own := a.signFile(r.URL.EscapedPath(), session, until)
	if session == "" || !hmac.Equal([]byte(own), []byte(r.URL.Query().Get("sig"))) {
		return false, false
	}
	seconds, err := strconv.ParseInt(until, 36, 64)
	return true, err != nil || a.MachineNow().After(time.Unix(seconds, 0))
}

// SendFile sends a file of a dossier to whoever it is for: to be saved, never to be shown as a page of this site (ASVS 5.4.1, 3.2.1). page is where
// they are led whose address is too old.
func (a *App) SendFile(w http.ResponseWriter, r *http.Request, v casework.Viewer, reference, page, session string, preview bool) error {
	signed, over := a.SignedFile(r, session)
	switch {
	case !signed:
		return ErrNotFound
	case over:
		return SeeOther(w, r, page)
	}
	f, err := a.Office.File(r.Context(), v, reference, r.PathValue("id"), preview)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	a.sendOpened(w, r, f)
	return nil
}

func (a *App) sendOpened(w http.ResponseWriter, r *http.Request, f casework.OpenFile) {
	toSave(w, f.Media, f.Name)
	a.giveTimeToSave(w)
	if f.Size > 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	}
	if _, err := io.Copy(w, f); err != nil {
		a.Log.WarnContext(r.Context(), "file not sent to its end", "route", r.Pattern, "error", err.Error())
	}
}

// giveTimeToSave lets what is sent take as long as an upload does: a phone gets a photo no faster than it sends one.
func (a *App) giveTimeToSave(w http.ResponseWriter) {
	if a.Machine != nil {
		_ = http.NewResponseController(w).SetWriteDeadline(a.Machine().Add(uploadTime)) // where that cannot be set, the server's own holds
	}
}

// toSave sets the headers of what a browser is to save, and never to show as a page of this site or to keep.
func toSave(w http.ResponseWriter, media, name string) {
	Private(w)
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
}

// SendMade sends what is made while it is sent, to be saved. It may take as long as an upload does. When it cannot be made to its end the
// connection is broken off, so that the browser does not take a part of it for all.
func (a *App) SendMade(w http.ResponseWriter, r *http.Request, media, name string, write func(context.Context, io.Writer) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), uploadTime)
	defer cancel()
	toSave(w, media, name)
	a.giveTimeToSave(w)
	if err := write(ctx, w); err != nil {
		a.Log.WarnContext(r.Context(), "not sent to its end", "route", r.Pattern, "error", err.Error())
		panic(http.ErrAbortHandler)
	}
}
