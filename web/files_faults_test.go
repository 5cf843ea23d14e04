package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/web/kit"
)

// Where files are kept, or what looks at them, fails.

// failingStore is a place for files that is gone, or full, in the middle of an upload.
type failingStore struct{ files.Store }

var errFull = errors.New("no space left")

func (f failingStore) Put(ctx context.Context, name string, from io.ReadSeeker, size int64) error {
	if strings.HasSuffix(name, "p") {
		return errFull // when the photo itself is there already
	}
	return f.Store.Put(ctx, name, from, size)
}

func TestFiles_WhenTheyCannotBeKeptItIsToldAndNothingIsHalfThere(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	w.office.Files.Store = failingStore{store}
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	w.upload("/klacht", form, photo("tand.jpg")).is(http.StatusUnprocessableEntity).
		has("tand.jpg: wij konden dit bestand nu niet bewaren", "Mijn tanden doen pijn.", `value="Klaas Kramer"`)
	w.tick()
	if names := namesKept(t, store); len(names) > 0 {
		t.Errorf("kept %q", names)
	}
	w.office.Files.Store = store
	page, _ := w.came(w.upload("/klacht", form, photo("tand.jpg")))
	w.get(page).has("tand.jpg")
}

// awayStore counts how often it is waited for in vain.
type awayStore struct {
	files.Store
	waits *int
}

func (a awayStore) Put(context.Context, string, io.ReadSeeker, int64) error {
	*a.waits++
	return errFull
}

func TestFiles_WhenTheStoreIsAwayAFormWaitsForItOnce(t *testing.T) {
	w := newWorld(t)
	waits := 0
	store := w.keepsFiles()
	w.office.Files.Store = awayStore{store, &waits}
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	w.upload("/klacht", form, photo("een.jpg"), photo("twee.jpg"), photo("drie.jpg")).is(http.StatusUnprocessableEntity).
		has("een.jpg: wij konden", "twee.jpg: wij konden", "drie.jpg: wij konden", "Mijn tanden doen pijn.")
	if waits != 1 {
		t.Errorf("it was waited for %d times", waits)
	}
}

func TestFiles_WhileTheVirusScannerIsGoneAFileWaitsAndNobodyGetsIt(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	gone, err := files.ParseScanner("tcp:127.0.0.1:1") // where nobody listens
	must(t, err)
	w.office.KeepFiles(t.TempDir(), store, gone)
	page, _ := w.filedWithPhoto()
	shown := w.get(page).is(http.StatusOK).has("tand.jpg", "Wordt nog gecontroleerd op virussen")
	if whole, previews := shown.fileLinks(); len(whole)+len(previews) > 0 {
		t.Errorf("%q %q", whole, previews)
	}
	w.later(2 * time.Minute)
	w.get(page).has("Wordt nog gecontroleerd op virussen")
	w.office.KeepFiles(t.TempDir(), store, nil)
	w.later(2 * time.Minute)
	if whole, _ := w.get(page).fileLinks(); len(whole) == 0 {
		t.Error("it cannot be opened afterwards")
	}
}

// finds is a virus scanner that finds something in every file.
func finds(t *testing.T) *files.Scanner {
	t.Helper()
	in, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = in.Close() })
	go func() {
		for {
			c, err := in.Accept()
			if err != nil {
				return
			}
			var got []byte
			for piece := make([]byte, 64<<10); err == nil && !bytes.HasSuffix(got, make([]byte, 4)); {
				var n int
				n, err = c.Read(piece)
				got = append(got, piece[:n]...)
			}
			_, _ = c.Write([]byte("stream: Proef FOUND\x00"))
			_ = c.Close()
		}
	}()
	scanner, err := files.ParseScanner("tcp:" + in.Addr().String())
	must(t, err)
	return scanner
}

func TestFiles_OneThatTurnsOutInfectedOnItsFormIsTold(t *testing.T) {
	w := newWorld(t)
	store := w.keepsFiles()
	gone, err := files.ParseScanner("tcp:127.0.0.1:1") // where nobody listens
	must(t, err)
	w.office.KeepFiles(t.TempDir(), store, gone)
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField), kit.UploadField, "1")
	w.upload("/klacht", form, photo("tand.jpg")).is(http.StatusOK).has("tand.jpg")
	w.office.KeepFiles(t.TempDir(), store, finds(t))
	w.later(2 * time.Minute)
	form.Del(kit.UploadField)
	w.upload("/klacht", form).is(http.StatusUnprocessableEntity).has("tand.jpg", "in dit bestand zit een virus")
	if names := namesKept(t, store); len(names) > 0 {
		t.Errorf("kept %q", names)
	}
	w.came(w.upload("/klacht", form)) // told once: the complaint is taken without it
}
