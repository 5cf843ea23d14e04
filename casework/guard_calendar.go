package casework

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/register"
)

// A calendar answers its organizer, and tells all who attend of each other (RFC 5546): so the guard reads the addresses in the calendar parts of a mail
// as it reads its headers.

// deepest is how many parts within parts are read. What we write has two.
const deepest = 8

// partHeader is the header of a mail or of a part of one.
type partHeader interface{ Get(name string) string }

// readParts adds the addresses in the calendar parts of a mail; false when it cannot be read.
func (a *addressed) readParts(header partHeader, body io.Reader, depth int) bool {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case header.Get("Content-Type") == "":
		return true // plain text
	case err != nil || depth > deepest:
		return false
	case strings.HasPrefix(kind, "multipart/"):
		return a.readEach(multipart.NewReader(body, params["boundary"]), depth)
	case isCalendar(kind, params["name"], header.Get("Content-Disposition")):
		text, err := io.ReadAll(decoded(header.Get("Content-Transfer-Encoding"), body))
		if err != nil {
			return false
		}
		a.readCalendar(string(text))
	}
	return true
}

func (a *addressed) readEach(parts *multipart.Reader, depth int) bool {
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF { // one that is wrapped says that the last boundary is missing
			return true
		}
		if err != nil || !a.readParts(part.Header, part, depth+1) {
			return false
		}
	}
}

// isCalendar reports whether a part is one by its type, or a file of one by its name.
func isCalendar(kind, name, disposition string) bool {
	_, params, _ := mime.ParseMediaType(disposition)
	file := func(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".ics") }
	return slices.Contains([]string{"text/calendar", "application/ics"}, kind) || file(name) || file(params["filename"])
}

func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

var (
	fold       = regexp.MustCompile(`\r?\n[ \t]`) // RFC 5545, 3.1
	anAddress  = regexp.MustCompile(`[^\s:;,"<>=\\]+@[^\s:;,"<>=\\]+`)
	ofAttendee = regexp.MustCompile(`(?i)^ATTENDEE[;:]`)
)

// readCalendar adds every address that stands anywhere in a calendar, also as a parameter: whoever attends is reached, and whoever is named otherwise may be
// answered.
func (a *addressed) readCalendar(text string) {
	for line := range strings.SplitSeq(fold.ReplaceAllString(text, ""), "\n") {
		into := &a.from
		if ofAttendee.MatchString(line) {
			into = &a.to
		}
		if plain, err := url.PathUnescape(line); err == nil { // RFC 6068
			line += " " + plain
		}
		for _, address := range anAddress.FindAllString(line, -1) {
			*into = append(*into, register.FoldEmail(address))
		}
	}
}
