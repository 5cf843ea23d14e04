package public

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

// A private link is opened once per browser: its secret is exchanged for a session, and the pages behind it stand at an address that
// holds none (ASVS 14.2.1). The session remembers which links were opened, by their hashes. Each request looks the link up again, so that
// one that was renewed or has expired ends what it opened.

// how a browser came to a page.
const (
	byLink   = "link"
	byCode   = "code"
	byFiling = "filing" // it filed a moment ago: the link was never opened, and is still to be told (R7)
)

// passage is a link that the browser opened, and the page behind it.
type passage struct {
	page string // path
	hash string // of the link
	how  string
	at   time.Time // by the clock of the machine
}

const (
	passagesKey  = "passages" // in the session
	mostPassages = 12         // of one browser; the oldest go
)

// passages of the browser, the newest first.
func (s site) passages(r *http.Request) []passage {
	var list []passage
	for _, line := range strings.Split(s.Guests.GetString(r.Context(), passagesKey), "\n") {
		fields := strings.Fields(line)
		if len(fields) != 4 {
			continue
		}
		seconds, err := strconv.ParseInt(fields[3], 10, 64)
		if at := time.Unix(seconds, 0); err == nil && s.MachineNow().Sub(at) < accounts.GuestMax {
			list = append(list, passage{fields[0], fields[1], fields[2], at})
		}
	}
	return list
}

func (s site) putPassages(r *http.Request, list []passage) {
	lines := make([]string, 0, len(list))
	for _, p := range list[:min(len(list), mostPassages)] {
		lines = append(lines, strings.Join([]string{p.page, p.hash, p.how, strconv.FormatInt(p.at.Unix(), 10)}, " "))
	}
	s.Guests.Put(r.Context(), passagesKey, strings.Join(lines, "\n"))
}

// admit lets the browser in to what a link opens, and gives the path of its page. The session gets another id: one that was known before
// is worth nothing (ASVS 7.2.4). It is saved at once, as whoever is sent on without it would stand before a shut
// door.
func (s site) admit(r *http.Request, link store.Link, how string) (path string, err error) {
	own := passage{pageOf(link), link.Hash, how, s.MachineNow()}
	others := slices.DeleteFunc(s.passages(r), func(p passage) bool { return p.hash == own.hash })
	if err := s.Guests.RenewToken(r.Context()); err != nil {
		return "", err
	}
	s.putPassages(r, append([]passage{own}, others...))
	return own.page, kit.SaveSession(r.Context())
}

// stay keeps the browser in whose own act made a new link, and voided the one by which it came.
func (s site) stay(r *http.Request, result casework.Result) {
	page := casework.StatusPath + result.Reference
	list := s.passages(r)
	i := slices.IndexFunc(list, func(p passage) bool { return p.page == page })
	if result.Renewed == "" || i < 0 {
		return
	}
	own := passage{page, result.Renewed, byLink, list[i].at}
	s.putPassages(r, append([]passage{own}, slices.DeleteFunc(list, func(p passage) bool { return p.page == page })...))
}

// pageOf is the path of the page behind a link. That of a fellow client does not name the dossier in which they are asked (R15).
func pageOf(link store.Link) string {
	if link.Purpose != casework.PurposeInquiry {
		return casework.StatusPath + link.Reference
	}
	sum := sha256.Sum256([]byte("page of " + link.Hash))
	return casework.InquiryPath + hex.EncodeToString(sum[:10])
}

// guest is who is at a page behind a private link: they, and the link by which they came.
type guest struct {
	casework.Viewer
	link store.Link
	path string // of the page
	how  string
}

// guest finds by which link the browser may see the page of the request. Nobody is told why one does not.
func (s site) guest(r *http.Request, under string) (guest, error) {
	part := r.PathValue("page")
	if reference, ok := dossier.ParseReference(part); ok {
		part = reference // however it was typed
	}
	page := under + part
	found := guest{}
	for _, p := range s.passages(r) {
		if p.page != page {
			continue
		}
		viewer, link, err := s.Office.ByHash(r.Context(), p.hash)
		switch {
		case kit.KindOf(err) == casework.NotFound:
			continue
		case err != nil:
			return guest{}, err
		}
		found = guest{viewer, link, page, p.how}
		if link.Purpose != casework.PurposeScreen {
			break // nobody sees more
		}
	}
	if found.path == "" {
		return guest{}, errShut
	}
	return found, nil
}

// complainant is who is at their own page.
func (s site) complainant(r *http.Request) (guest, error) { return s.guest(r, casework.StatusPath) }
