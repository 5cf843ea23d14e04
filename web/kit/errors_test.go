package kit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
)

// What is known is said as what it is; what is not reads 'something went wrong', and its cause is in the log alone.
func TestFail_SaysWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{fmt.Errorf("session: %w", store.ErrBusy), http.StatusServiceUnavailable},
		{fmt.Errorf("session: %w", store.ErrUnsure), http.StatusServiceUnavailable},
		{context.DeadlineExceeded, http.StatusServiceUnavailable},
		{kit.ErrNotFound, http.StatusNotFound},
		{&kit.StatusError{Status: http.StatusRequestEntityTooLarge}, http.StatusRequestEntityTooLarge},
		{errors.New("the inner cause"), http.StatusInternalServerError},
	} {
		var log bytes.Buffer
		app := &kit.App{Office: &casework.Office{Policy: policy.Default()}, Log: slog.New(slog.NewTextHandler(&log, nil))}
		answer := httptest.NewRecorder()
		app.Fail(answer, httptest.NewRequest(http.MethodGet, "/desk", nil), c.err)
		if answer.Code != c.want {
			t.Errorf("%v is answered by %d, want %d", c.err, answer.Code, c.want)
		}
		if strings.Contains(answer.Body.String(), c.err.Error()) {
			t.Errorf("the page shows the error itself: %v", c.err)
		}
		if c.want == http.StatusInternalServerError && !strings.Contains(log.String(), "the inner cause") {
			t.Errorf("the log does not have the cause: %s", log.String())
		}
	}
}

// A request that took all its time, because the database was away for instance, is told so in words, as one that did not.
func TestFail_SaysSoAlsoWhenTheTimeIsOver(t *testing.T) {
	app := &kit.App{Office: &casework.Office{Policy: policy.Default()}, Log: slog.New(slog.DiscardHandler)}
	for _, err := range []error{context.DeadlineExceeded, store.ErrBusy, kit.ErrNotFound, errors.New("the inner cause")} {
		ctx, cancel := context.WithTimeout(t.Context(), 0)
		answer := httptest.NewRecorder()
		app.Fail(answer, httptest.NewRequestWithContext(ctx, http.MethodPost, "/klacht", nil), err)
		cancel()
		if !strings.Contains(answer.Body.String(), "<h1>") {
			t.Errorf("%v is answered by %q", err, answer.Body.String())
		}
	}
}
