package kit

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// The limits of a form. What is sent is read as a stream, so that a text that is far too long costs no
// memory and the other answers are still kept.
const (
	maxSent  = 16 << 20  // bytes of a request; more is refused as a whole
	maxKept  = 1 << 20   // bytes of all answers together
	maxValue = 100 << 10 // bytes of one answer; what is longer is cut, and the form says so
	maxPairs = 1000
	maxName  = 100
)

// Form is what was sent. Long has the names of answers that were cut, with the number of characters they had.
type Form struct {
	url.Values
	Long map[string]int
}

// Line is one answer, without white space around it.
func (f *Form) Line(name string) string { return strings.TrimSpace(f.Get(name)) }

// ReadForm reads the form of a POST. The error is a *StatusError: 413 when it is too large even to be shown again, 415 when
// it is no form.
func ReadForm(w http.ResponseWriter, r *http.Request) (*Form, error) {
	form, err := readForm(w, r)
	if err != nil {
		return nil, err
	}
	return form, nil
}

// TooMany reports whether a form was refused for its number of answers: none that this site makes has that many.
func TooMany(err error) bool { return errors.Is(err, errPairs) }

// readForm is ReadForm that gives what was read before there was too much, beside the error.
func readForm(w http.ResponseWriter, r *http.Request) (*Form, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, &StatusError{Status: http.StatusUnsupportedMediaType}
	}
	form, err := parseForm(http.MaxBytesReader(w, r.Body, maxSent))
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errPairs):
		return form, &StatusError{Status: http.StatusRequestEntityTooLarge, Cause: errPairs}
	case errors.As(err, &large):
		return nil, &StatusError{Status: http.StatusRequestEntityTooLarge}
	case err != nil:
		return nil, &StatusError{Status: http.StatusBadRequest, Cause: err}
	}
	return form, nil
}

var errPairs = errors.New("kit: too many answers")

// parseForm reads name=value&name=value, as browsers send it. With errPairs it gives what it read until then.
func parseForm(body io.Reader) (*Form, error) {
	form := &Form{Values: url.Values{}, Long: map[string]int{}}
	p := formParser{in: bufio.NewReader(body), left: maxKept}
	for pairs := 0; ; pairs++ {
		name, _, end, err := p.token(maxName, "=&")
		if err != nil {
			return nil, err
		}
		value, runes := "", 0
		if end == '=' {
			if value, runes, end, err = p.token(maxValue, "&"); err != nil {
				return nil, err
			}
		}
		if name != "" {
			form.Add(name, value)
			if runes > 0 {
				form.Long[name] = runes
			}
		}
		if end == 0 {
			return form, nil
		}
		if pairs > maxPairs {
			return form, errPairs
		}
	}
}

type formParser struct {
	in   *bufio.Reader
	left int // bytes that may still be kept
}

// token reads up to one of the ends (0 at the end of everything), decoded and cut at most bytes. Of what was cut it counts the
// characters; runes is 0 for what is whole.
func (p *formParser) token(most int, ends string) (text string, runes int, end byte, err error) {
	var kept strings.Builder
	cut := false
	for {
		c, err := p.in.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", 0, 0, err
		}
		if strings.IndexByte(ends, c) >= 0 {
			end = c
			break
		}
		c = p.decode(c)
		if c&0xC0 != 0x80 { // not a further byte of the same character
			runes++
		}
		if kept.Len() < most && p.left > 0 {
			kept.WriteByte(c)
			p.left--
		} else {
			cut = true
		}
	}
	if !cut {
		runes = 0
	}
	return wholeRunes(kept.String()), runes, end, nil
}

// decode reads what + and % stand for. A % without two hexadecimal digits stands for itself.
func (p *formParser) decode(c byte) byte {
	switch c {
	case '+':
		return ' '
	case '%':
		next, err := p.in.Peek(2)
		if err != nil {
			return c
		}
		high, ok1 := hexDigit(next[0])
		low, ok2 := hexDigit(next[1])
		if !ok1 || !ok2 {
			return c
		}
		_, _ = p.in.Discard(2) // just peeked
		return high<<4 | low
	}
	return c
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// wholeRunes drops a character that was cut in two at the end; bytes that are no text at all become U+FFFD.
func wholeRunes(s string) string {
	for i := 1; i <= utf8.UTFMax && i <= len(s); i++ {
		tail := s[len(s)-i:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRuneInString(tail) {
				s = s[:len(s)-i]
			}
			break
		}
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// EmptyForm is a form in which nothing was typed.
func EmptyForm() *Form { return &Form{Values: url.Values{}, Long: map[string]int{}} }
