package public

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
)

// errShut says that what the address asks for is not for this browser: no such page, no link to it, or one that ended.
var errShut = errors.New("public: the door is shut")

// behind is a handler of what stands behind a private link: kept in no cache, and for a browser that was not let in one and the same page,
// whatever the reason.
func behind(h kit.Handler) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		kit.Private(w)
		err := h(w, r)
		if errors.Is(err, errShut) || kit.KindOf(err) == casework.NotFound {
			return shut(w, r)
		}
		return err
	}
}

// shut is the answer for a link that does not work, or not any more. What was sent with a form is shown, so that it is not lost.
func shut(w http.ResponseWriter, r *http.Request) error {
	form := kit.EmptyForm()
	if r.Method == http.MethodPost {
		if sent, err := kit.ReadForm(w, r); err == nil {
			form = sent
		}
	}
	return shutOn(w, r, form)
}

// shutOn is shut for whoever sent a form that was read already.
func shutOn(w http.ResponseWriter, r *http.Request, form *kit.Form) error {
	return kit.Render(w, r, http.StatusNotFound, shutPage(doorView{lang: kit.Lang(r.Context()), form: kit.EmptyForm(), typed: typed(form)}))
}

// typed are the answers that somebody wrote, not those of the form itself, in the order of their names.
func typed(form *kit.Form) []string {
	var list []string
	names := make([]string, 0, len(form.Values))
	for name := range form.Values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == kit.KeyField || name == kit.SeenField {
			continue
		}
		for _, text := range form.Values[name] {
			if strings.TrimSpace(text) != "" {
				list = append(list, text)
			}
		}
	}
	return list
}

// arrive takes who comes by a private link to the page behind it; who came before is at that page. It is the page of one role: the link of
// another opens nothing here.
func (s site) arrive(page kit.Handler, of dossier.Role) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if isPage(r.PathValue("page")) {
			return page(w, r)
		}
		kit.PrivateLink(w)
		if onlyLooks(r) {
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		viewer, link, err := s.Office.ByToken(r.Context(), r.PathValue("page"))
		if err == nil && !viewer.Is(of) {
			err = errShut
		}
		if errors.Is(err, errShut) || kit.KindOf(err) == casework.NotFound {
			return s.guessed(r)
		}
		if err != nil {
			return err
		}
		path, err := s.admit(r, link, byLink)
		if err != nil {
			return err
		}
		return kit.SeeOther(w, r, path)
	}
}

// guessed counts a link that opens nothing, and is the error that it gets. A right one opens whatever was counted: 256 bits are guessed by
// nobody, and who wants others to be kept waiting must not get that by guessing.
func (s site) guessed(r *http.Request) error {
	_, err := s.Porter.Count(r.Context(), linkDoor, r.PathValue("page"), kit.Address(r))
	switch {
	case doors.KindOf(err) == doors.Wait:
		return &kit.StatusError{Status: http.StatusTooManyRequests}
	case err != nil:
		return err
	}
	return errShut
}

// isPage reports whether a part of an address is that of a page behind a link, and not the secret of one.
func isPage(part string) bool {
	_, reference := dossier.ParseReference(part)
	return reference || len(part) == pageLength
}

// pageLength is that of a fellow client's page.
const pageLength = 20

// onlyLooks reports whether nobody follows the link: a look ahead of a browser, or whether there is an answer at all. Neither opens
// anything, and neither is told whether the link works.
func onlyLooks(r *http.Request) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Moz"} {
		if strings.Contains(strings.ToLower(r.Header.Get(name)), "prefetch") {
			return true
		}
	}
	return r.Method == http.MethodHead
}
