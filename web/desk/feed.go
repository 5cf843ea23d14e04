package desk

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

// calendarOwnPath is where who is signed in makes and ends the address of their calendar.
const calendarOwnPath = accountPath + "/calendar"

// feedView is what the page of an account says of its calendar.
type feedView struct {
	Made    string // when it was made; empty when there is none
	Address string // shown once
}

// makeFeed gives an address and shows it, once: it is in no address of a page and in no history.
func (d *desk) makeFeed(w http.ResponseWriter, r *http.Request, s scene) error {
	path, err := d.app.Porter.MakeFeed(r.Context(), s.by(r))
	if err != nil {
		return err
	}
	return d.showAccountWith(w, r, s, http.StatusOK, nil, d.app.Base+path)
}

func (d *desk) endFeed(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.accountDone(w, r, s, "", "feed_ended", d.app.Porter.EndFeed(r.Context(), s.by(r)))
}

// feed is the calendar itself, for programs that follow it: they cannot sign in, and show who they are by the address alone.
func (d *desk) feed(w http.ResponseWriter, r *http.Request) error {
	token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		return d.elsewhere(w, r)
	}
	account, err := d.app.Porter.Feed(r.Context(), token, visitor(r))
	switch {
	case doors.KindOf(err) == doors.Missing: // byte for byte what there is for an address that is none
		return d.elsewhere(w, r)
	case doors.KindOf(err) == doors.Wait:
		return &kit.StatusError{Status: http.StatusTooManyRequests}
	case err != nil:
		return err
	}
	text, mark, err := d.app.Office.Feed(r.Context(), account)
	if err != nil {
		return err
	}
	tag := `W/"` + mark + `"`
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("ETag", tag)
	w.Header().Set("Referrer-Policy", "no-referrer")
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="agenda.ics"`)
	_, _ = io.WriteString(w, text) // an error here means that the reader has gone
	return nil
}

// feedOf tells whether who is signed in has an address, and shows one that was just made.
func (d *desk) feedOf(r *http.Request, s scene, address string) (feedView, error) {
	v := feedView{Address: address}
	f, err := d.app.Office.DB.Read().FeedOf(r.Context(), s.staff.Account.ID)
	if errors.Is(err, store.ErrNotFound) {
		return v, nil
	}
	v.Made = s.moment(f.Made)
	return v, err
}
