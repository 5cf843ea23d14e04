package kit

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
)

// endless says the same for ever, and counts how much of it was read.
type endless struct {
	line string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.line)
	e.read += n
	return n, nil
}

// What stands before the content of a part is kept in memory by whoever reads it: a part that never begins is not read on.
func TestUpload_APartThatNeverBegins(t *testing.T) {
	part := "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"
	for name, body := range map[string]*endless{
		"one long line":      {line: "xxxxxxxxxxxxxxxx"},
		"lines without end":  {line: "X-Y: z\r\n"},
		"before every part":  {line: "\r\n"},
		"after a whole part": {line: "X-Y: z\r\n"},
	} {
		before := "--b\r\nX: "
		switch name {
		case "before every part":
			before = ""
		case "after a whole part":
			before = part + strings.Repeat("a", 200_000) + "\r\n--b\r\nX: "
		}
		u := upload{app: &App{Office: &casework.Office{Key: []byte("one office")}}, r: httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil), form: EmptyForm(), left: maxKept}
		if err := u.read(&heads{in: io.MultiReader(strings.NewReader(before), body)}, "b"); !errors.Is(err, errHead) || body.read > 2*maxHead {
			t.Errorf("%s: %v after %d bytes", name, err, body.read)
		}
	}
}
