package export_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/words"
)

var made = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func document(text string) export.Document {
	return export.Document{
		Reference: "WH-4F7Q-K2MA", About: "complainant", Made: made, Language: words.NL, Zone: time.UTC,
		Records: []export.Record{
			{Number: 1, At: made, Kind: "filed.1", By: "complainant", Texts: []export.Text{{Name: "story", Text: text}, {Name: "name", Redacted: export.WasErased}}},
			{Number: 2, At: made, Redacted: export.OfOthers},
		},
		Messages: []export.Message{{At: made, To: "zoe@example.org", Subject: "S", Body: text}},
		Files:    []export.File{{Media: "image/jpeg", Size: 3, Hash: "ab"}},
	}
}

func TestZip_HasADocumentToReadAndOneForMachines(t *testing.T) {
	var b bytes.Buffer
	if err := document("Zoë ‘d’ Ávila 🦷\nregel \xff").Zip(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(z.File) != 2 {
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
		case "WH-4F7Q-K2MA.json":
			if !strings.Contains(string(raw), `"redacted": "others"`) || !strings.Contains(string(raw), "🦷") {
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

// Whatever somebody wrote can be put on paper.
func FuzzPDF(f *testing.F) {
	f.Add("Zoë ‘d’ Ávila 🦷\n\tregel \x00\xff\u202e")
	f.Add(strings.Repeat("x", 5000))
	f.Fuzz(func(t *testing.T, text string) {
		if err := document(text).PDF(io.Discard); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
