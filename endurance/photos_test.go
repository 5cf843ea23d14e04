//go:build endurance

package endurance_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/url"

	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/web/kit"
)

// photo is a picture that somebody sent along with a form. Name and size tell it from every other: the program writes pictures anew, so that nobody can
// know their bytes beforehand.
type photo struct {
	name          string
	width, height int // pixels
}

// photosOf are those that come with the form that has a mark: a small one, one of another size, or both. Their sizes differ from form to form.
func photosOf(mark string) []photo {
	var n int
	_, _ = fmt.Sscanf(mark, marked+" %d", &n)
	const differ = 61 // in width, and then in height
	w, h := n%differ, n/differ%differ
	small := photo{fmt.Sprintf("tand %d.jpg", n), 60 + w, 40 + h}
	large := photo{fmt.Sprintf("bon %d.jpg", n), 240 + w, 180 + h}
	return [][]photo{{small}, {large}, {small, large}}[n%3]
}

// asSent is the photo as the camera made it, with the place where it was taken in it.
func (p photo) asSent() []byte { return filestest.Photo(p.width, p.height, 1) }

// encoded is a form as a browser sends it.
func encoded(form url.Values, photos []photo) (contentType, body string) {
	if len(photos) == 0 {
		return "application/x-www-form-urlencoded", form.Encode()
	}
	var out bytes.Buffer
	m := multipart.NewWriter(&out)                         // to memory, where nothing goes wrong
	_ = m.WriteField(kit.KeyField, form.Get(kit.KeyField)) // the first on the page
	for name, values := range form {
		if name != kit.KeyField {
			_ = m.WriteField(name, values[0])
		}
	}
	for _, p := range photos {
		part, _ := m.CreateFormFile(kit.FilesField, p.name)
		_, _ = part.Write(p.asSent())
	}
	_ = m.Close()
	return m.FormDataContentType(), out.String()
}
