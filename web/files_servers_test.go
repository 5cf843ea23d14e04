//go:build servers

package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/web/kit"
)

func init() { removeServers = filestest.RemoveServers }

// midway is a store to which something happens when half of the next file has gone there.
type midway struct {
	files.Store
	do func()
}

func (m *midway) Put(ctx context.Context, name string, from io.ReadSeeker, size int64) error {
	if m.do == nil {
		return m.Store.Put(ctx, name, from, size)
	}
	do := m.do
	m.do = nil
	return m.Store.Put(ctx, name, &half{ReadSeeker: from, left: size / 2, do: do}, size)
}

type half struct {
	io.ReadSeeker
	left int64
	do   func()
}

func (h *half) Read(p []byte) (int, error) {
	n, err := h.ReadSeeker.Read(p[:min(len(p), 4<<10)])
	if h.left -= int64(n); h.left <= 0 && h.do != nil {
		h.do()
		h.do = nil
	}
	return n, err
}

func s3At(t *testing.T, server *filestest.S3Server, endpoint string) files.Store {
	t.Helper()
	s, err := files.OpenS3(files.Bucket{
		Endpoint: endpoint, Region: "eu-west-1", Name: server.Bucket, AccessKey: server.AccessKey, SecretKey: server.SecretKey, Folder: "proef",
	})
	must(t, err)
	return s
}

func largePhoto(name string) sent { return sent{name, filestest.Photo(1200, 900, 1)} }

// told demands that the photo is told not to be kept, that all else stays, and that the complaint is taken without it.
func (w *world) told() (form url.Values) {
	w.t.Helper()
	form = complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	w.upload("/klacht", form, largePhoto("tand.jpg")).is(http.StatusUnprocessableEntity).
		has("tand.jpg: wij konden dit bestand nu niet bewaren", "Wat u typte staat er nog", "Mijn tanden doen pijn.", `value="Klaas Kramer"`)
	page, _ := w.came(w.upload("/klacht", form))
	w.get(page).has("Mijn tanden doen pijn.").hasNot("tand.jpg")
	return form
}

// nothingHalf demands that once the sweep was there nothing is kept that no dossier has, and everything that one has.
func (w *world) nothingHalf(kept files.Store, dossiersFiles int) {
	w.t.Helper()
	w.later(10 * time.Minute) // what could not be deleted is tried again
	check, err := casework.VerifyFiles(w.t.Context(), w.office.DB, kept, func(fault string) { w.t.Error(fault) })
	if err != nil || check.Files != dossiersFiles {
		w.t.Errorf("%+v, %v", check, err)
	}
	if names := namesKept(w.t, kept); len(names) != 2*dossiersFiles { // each with its preview
		w.t.Errorf("kept %q, in dossiers are %d", names, dossiersFiles)
	}
}

// sentAgain demands that a photo is taken as soon as the server is there again.
func (w *world) sentAgain() {
	w.t.Helper()
	key := w.get("/klacht").hidden("/klacht", kit.KeyField)
	form := complaint(kit.KeyField, key, "name", "Fenna Post", "email", "fenna@example.org")
	page, _ := w.came(w.upload("/klacht", form, largePhoto("later.jpg")))
	w.get(page).has("later.jpg")
}

func TestFiles_S3GoneInTheMiddleOfAnUpload(t *testing.T) {
	w, server := newWorld(t), filestest.StartS3(t)
	kept := s3At(t, server, server.Endpoint)
	w.office.KeepFiles(t.TempDir(), &midway{kept, server.Kill}, nil)
	w.told()
	server.Restart(t)
	w.sentAgain()
	w.nothingHalf(kept, 1)
}

// What stands before the server answers as a full one does: the disk of whoever runs the tests is not filled.
func TestFiles_S3FullInTheMiddleOfAnUpload(t *testing.T) {
	w, server := newWorld(t), filestest.StartS3(t)
	full := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		w.WriteHeader(http.StatusInsufficientStorage)
	}))
	defer full.Close()
	kept := s3At(t, server, server.Endpoint)
	w.office.KeepFiles(t.TempDir(), s3At(t, server, full.URL), nil)
	w.told()
	w.office.Files.Store = kept
	w.sentAgain()
	w.nothingHalf(kept, 1)
}

// The server listens and says nothing any more: it is waited for no longer than for one file.
func TestFiles_S3SlowInTheMiddleOfAnUpload(t *testing.T) {
	w, server := newWorld(t), filestest.StartS3(t)
	kept := s3At(t, server, server.Endpoint)
	w.office.KeepFiles(t.TempDir(), &midway{kept, server.Freeze}, nil)
	w.told()
	server.Thaw()
	w.sentAgain()
	w.nothingHalf(kept, 1)
}

// waits demands that a complaint is taken with a photo that nobody gets until the scanner has seen it, and then gets.
func (w *world) waits(store files.Store, well func()) {
	w.t.Helper()
	page, _ := w.came(w.upload("/klacht", complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField)), largePhoto("tand.jpg")))
	shown := w.get(page).is(http.StatusOK).has("tand.jpg", "Wordt nog gecontroleerd op virussen")
	if whole, previews := shown.fileLinks(); len(whole)+len(previews) > 0 {
		w.t.Errorf("%q %q", whole, previews)
	}
	well()
	w.later(2 * time.Minute)
	whole, _ := w.get(page).fileLinks()
	if len(whole) == 0 {
		w.t.Fatal("it cannot be opened afterwards")
	}
	w.get(whole[0]).is(http.StatusOK)
	w.nothingHalf(store, 1)
}

func (w *world) scansBy(setting string, patience time.Duration) files.Store {
	w.t.Helper()
	store := w.keepsFiles()
	scanner, err := files.ParseScanner(setting)
	must(w.t, err)
	w.office.KeepFiles(w.t.TempDir(), store, scanner.Within(patience))
	return store
}

const patient = 15 * time.Second

func TestFiles_ClamAVGone(t *testing.T) {
	w, daemon := newWorld(t), filestest.StartClamd(t, 10_000)
	store := w.scansBy(daemon.Setting, patient)
	daemon.Kill()
	w.waits(store, func() { daemon.Restart(t) })
}

func TestFiles_ClamAVSlow(t *testing.T) {
	w, daemon := newWorld(t), filestest.StartClamd(t, 10_000)
	store := w.scansBy(daemon.Setting, time.Second)
	daemon.Freeze()
	w.waits(store, func() {
		daemon.Thaw()
		scanner, err := files.ParseScanner(daemon.Setting)
		must(t, err)
		w.office.Files.Scanner = scanner
	})
}

// A daemon that takes no file of that size does not know either.
func TestFiles_ClamAVFull(t *testing.T) {
	w, small, large := newWorld(t), filestest.StartClamd(t, 1), filestest.StartClamd(t, 10_000)
	store := w.scansBy(small.Setting, patient)
	w.waits(store, func() {
		scanner, err := files.ParseScanner(large.Setting)
		must(t, err)
		w.office.Files.Scanner = scanner
	})
}

// A file with a virus is refused by its name; the complaint is taken without it.
func TestFiles_ClamAVFindsAVirus(t *testing.T) {
	w, daemon := newWorld(t), filestest.StartClamd(t, 10_000)
	store := w.scansBy(daemon.Setting, patient)
	form := complaint(kit.KeyField, w.get("/klacht").hidden("/klacht", kit.KeyField))
	w.upload("/klacht", form, sent{"bon.pdf", filestest.InfectedPDF()}).is(http.StatusUnprocessableEntity).
		has("bon.pdf: in dit bestand zit een virus", `value="Klaas Kramer"`)
	page, _ := w.came(w.upload("/klacht", form))
	w.get(page).hasNot("bon.pdf")
	w.nothingHalf(store, 0)
}
