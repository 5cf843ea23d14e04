package kit

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
)

// timed is an answer that knows until when it may be written.
type timed struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (w *timed) SetWriteDeadline(until time.Time) error {
	w.until = until
	return nil
}

func TestWhatIsSavedMayTakeAsLongAsAnUpload(t *testing.T) {
	now := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	app := &App{Machine: func() time.Time { return now }}
	w := &timed{ResponseRecorder: httptest.NewRecorder()}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	app.SendMade(w, r, "application/zip", "x.zip", func(context.Context, io.Writer) error {
		if !w.until.Equal(now.Add(uploadTime)) {
			t.Errorf("what is made while it is sent may take until %s", w.until)
		}
		return nil
	})
	w = &timed{ResponseRecorder: httptest.NewRecorder()}
	app.sendOpened(w, r, casework.OpenFile{ReadCloser: io.NopCloser(strings.NewReader("photo")), Media: "image/jpeg", Name: "x.jpg", Size: 5})
	if !w.until.Equal(now.Add(uploadTime)) || w.Body.String() != "photo" {
		t.Errorf("a file may take until %s, and came as %q", w.until, w.Body)
	}
}
