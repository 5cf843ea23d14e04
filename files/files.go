// Package files takes in what people send along: photos and documents of strangers, on the public internet.
//
// A file goes through three doors. Look says by its content what it is; what is none of five sorts is refused. A Cleaner writes a picture anew,
// without what the camera noted and without what was hidden behind or beside it, and looks through a PDF; that is done one file at a
// time in a process of its own with limits, because decoders of pictures are where such programs are broken into or brought to their knees.
// A Scanner asks a virus scanner, where there is one.
//
// What comes out is kept in a Store, a folder or a bucket, under a name that the program made. This package knows no database and no web: which
// file belongs to what, and who may see it, is said elsewhere.
package files

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
)

// Media is a media type (RFC 6838) that is taken in.
type Media string

// What is taken in. JPEG, PNG and PDF are also what is kept: a WebP or HEIC is written anew as a JPEG, or as a PNG when it can be seen through.
const (
	JPEG Media = "image/jpeg"
	PNG  Media = "image/png"
	WebP Media = "image/webp"
	HEIC Media = "image/heic"
	PDF  Media = "application/pdf"
)

// Kept lists the media types that a stored file can have.
func Kept() []Media { return []Media{JPEG, PNG, PDF} }

// Extension is how the name of a stored file of that type ends, with its dot.
func (m Media) Extension() string {
	switch m {
	case JPEG:
		return ".jpg"
	case PNG:
		return ".png"
	case PDF:
		return ".pdf"
	case WebP, HEIC: // never stored
	}
	return ""
}

// Why says why a file is refused, as a code.
type Why string

// The reasons.
const (
	WhyEmpty    Why = "empty"    // nothing in it
	WhyKind     Why = "kind"     // none of the sorts that are taken in, whatever its name says
	WhyLarge    Why = "large"    // more bytes than the policy allows
	WhyPixels   Why = "pixels"   // more pixels than the policy allows
	WhyHeavy    Why = "heavy"    // needed more memory or time to be read than there is for one file
	WhyBroken   Why = "broken"   // begins like one of the sorts and cannot be read as such
	WhyActive   Why = "active"   // a PDF that does things: code, files inside it, calls to elsewhere
	WhyLocked   Why = "locked"   // a PDF with a password
	WhyInfected Why = "infected" // the virus scanner found something
)

// Reasons lists them all, for whoever has words for each.
func Reasons() []Why {
	return []Why{WhyEmpty, WhyKind, WhyLarge, WhyPixels, WhyHeavy, WhyBroken, WhyActive, WhyLocked, WhyInfected}
}

// Refused is the error of a file that is not taken in. Sending it again changes nothing.
type Refused struct{ Why Why }

func (r *Refused) Error() string { return "files: refused: " + string(r.Why) }

func refuse(why Why) error { return &Refused{why} }

// WhyOf is why a file was refused; empty for any other error.
func WhyOf(err error) Why {
	var refused *Refused
	if errors.As(err, &refused) {
		return refused.Why
	}
	return ""
}

// ErrBusy says that as many files as may wait to be cleaned are waiting. The same file can be sent again in a while.
var ErrBusy = errors.New("files: too many files at once")

// idSize is how many random bytes a name has: as hard to guess as a key (ASVS 5.3.2).
const idSize = 16

// NewID makes the name under which a file is kept. It says nothing of the file and cannot be guessed.
func NewID() string {
	raw := make([]byte, idSize)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	return hex.EncodeToString(raw)
}

// previewMark stands behind the name of a picture in that of its preview.
const previewMark = "p"

// PreviewOf is the name under which the preview of a picture is kept.
func PreviewOf(id string) string { return id + previewMark }

// IDOf is the file that a stored name belongs to; false for names that this package does not make.
func IDOf(name string) (id string, ok bool) {
	if len(name) == 2*idSize+len(previewMark) && name[2*idSize:] == previewMark {
		name = name[:2*idSize]
	}
	if len(name) != 2*idSize {
		return "", false
	}
	for _, c := range []byte(name) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", false
		}
	}
	return name, true
}

// errName is of a name that this package does not make: a path would be one (ASVS 5.3.2).
var errName = errors.New("files: no name of a stored file")

func checkName(name string) error {
	if _, ok := IDOf(name); !ok {
		return fmt.Errorf("%w: %q", errName, name)
	}
	return nil
}
