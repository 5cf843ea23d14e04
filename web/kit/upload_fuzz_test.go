package kit

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/casework"
)

// Whatever comes as multipart, no more of it is kept than the limits say, and what is kept is text. Without the token of a form no file is taken in.
func FuzzUpload(f *testing.F) {
	field := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	f.Add(field("name", "Klaas") + "--b--\r\n")
	f.Add(field(strings.Repeat("x", maxName+1), "a") + field("", "b") + "--b--")
	f.Add(field("story", "\xff\xf0\x9f") + "--b\r\nContent-Disposition: form-data; name=files; filename=\"../x\r\n.jpg\"\r\n\r\nx\r\n--b--")
	f.Add("--b\r\nContent-Disposition: form-data; name*=utf-8''a%00\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=3D=\r\n--b")
	f.Add(strings.Repeat(field("a", ""), 5))
	f.Fuzz(func(t *testing.T, body string) {
		u := upload{app: &App{Office: &casework.Office{Key: []byte("one office")}}, r: httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil), form: EmptyForm(), left: maxKept}
		err := u.read(&heads{in: strings.NewReader(body)}, "b")
		if errors.Is(err, io.EOF) {
			t.Errorf("the end is told as a fault: %v", err)
		}
		kept := 0
		for name, values := range u.form.Values {
			if name == "" || len(name) > maxName {
				t.Errorf("a name of %d bytes", len(name))
			}
			for _, value := range values {
				kept += len(value)
				if !utf8.ValidString(value) || len(value) > maxValue+2*utf8.UTFMax {
					t.Errorf("%q is no text, or too long", value)
				}
			}
		}
		if kept > 3*maxKept { // a byte that is no text becomes three
			t.Errorf("%d bytes are kept", kept)
		}
		for _, wrong := range u.wrong {
			if strings.ContainsAny(wrong.Name, "\r\n\x00/\\") || !utf8.ValidString(wrong.Name) {
				t.Errorf("a file is shown as %q", wrong.Name)
			}
		}
	})
}
