package export_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/words"
)

var made = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func document(text string) export.Document {
	return export.Document{
		Reference: "WH-4F7Q-K2MA", About: "complainant", Made: made, Language: words.NL, Zone: time.UTC,
		Facts: []export.Fact{{Name: "branch", Value: "Zwolle"}},
		Records: []export.Record{
			{Number: 1, At: made, Kind: "filed.1", By: "complainant", Texts: []export.Text{{Name: "story", Text: text}, {Name: "name", Redacted: export.WasErased}}},
			{Number: 2, At: made, Redacted: export.OfOthers},
		},
		Messages: []export.Message{{At: made, To: "zoe@example.org", Subject: "S", Body: text}},
		Files: []export.File{
			{ID: "there", At: made, Name: "WH-4F7Q-K2MA-01.jpg", Media: "image/jpeg", Size: 3, Hash: "ab"},
			{ID: "gone", At: made, Name: "WH-4F7Q-K2MA-02.jpg", Media: "image/jpeg", Size: 3, Hash: "cd"},
			{At: made, Redacted: export.OfOthers},
		},
	}
}

func TestZip_HasADocumentToReadAndOneForMachines(t *testing.T) {
	var b bytes.Buffer
	d := document("Zoë ‘d’ Ávila 🦷\nregel \xff")
	opened := func(id string) (io.ReadCloser, error) {
		if id == "gone" {
			return nil, export.ErrMissing
		}
		return io.NopCloser(strings.NewReader("abc")), nil
	}
	if err := d.Zip(&b, opened); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(z.File) != 3 {
		t.Fatalf("%v, %v", z, err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		switch f.Name {
		case "WH-4F7Q-K2MA-01.jpg":
			if string(raw) != "abc" {
				t.Errorf("%q", raw)
			}
		case "WH-4F7Q-K2MA.json":
			if !strings.Contains(string(raw), `"redacted": "others"`) || !strings.Contains(string(raw), `"redacted": "missing"`) || !strings.Contains(string(raw), "🦷") {
				t.Errorf("%s", raw)
			}
		case "WH-4F7Q-K2MA.pdf":
			api.DisableConfigDir()
			if err := api.Validate(bytes.NewReader(raw), nil); err != nil {
				t.Error(err)
			}
			if !bytes.Contains(raw, []byte("/Lang (nl)")) || !bytes.Contains(raw, []byte("/Title")) {
				t.Error("it has no language or no title")
			}
		default:
			t.Errorf("%s is in it", f.Name)
		}
	}
}

// zeros are the bytes of a file of any length.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// Files go through as they come: a hundred times as large a file takes no more memory.
func TestZip_HoldsNoFileInMemory(t *testing.T) {
	took := func(size int64) uint64 {
		d := document("x")
		d.Files = d.Files[:1]
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := d.Zip(io.Discard, func(string) (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(zeros{}, size)), nil })
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	took(1)
	small, large := took(1<<20), took(100<<20)
	if large > small+1<<20 {
		t.Errorf("100 MB take %d bytes, 1 MB %d", large, small)
	}
}

var errTorn = errors.New("torn off")

func TestZip_TellsThatAFileCouldNotBeRead(t *testing.T) {
	d := document("x")
	if err := d.Zip(io.Discard, func(string) (io.ReadCloser, error) { return nil, errTorn }); !errors.Is(err, errTorn) {
		t.Errorf("%v", err)
	}
	torn := func(string) (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(errTorn)), nil }
	if err := d.Zip(io.Discard, torn); !errors.Is(err, errTorn) {
		t.Errorf("%v", err)
	}
}
