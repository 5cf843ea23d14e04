package files

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/files/filestest"
)

// cleaned is what is kept of a file and of its preview, nil when there is none.
type cleaned struct {
	media         Media
	body, preview []byte
}

func cleanWith(t *testing.T, c *Cleaner, data []byte) (cleaned, error) {
	t.Helper()
	spooled, err := c.Spool(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Clean(t.Context(), spooled)
	if err != nil {
		return cleaned{}, err
	}
	defer out.Close()
	got := cleaned{media: out.Media}
	got.body, _ = io.ReadAll(out.Body)
	if out.Preview != nil {
		got.preview, _ = io.ReadAll(out.Preview)
	}
	if int64(len(got.body)) != out.Size {
		t.Errorf("%d bytes, said %d", len(got.body), out.Size)
	}
	return got, nil
}

func clean1(t *testing.T, data []byte) (cleaned, error) {
	t.Helper()
	return cleanWith(t, NewCleaner(Limits{Memory: roomy}, t.TempDir()), data)
}

func mustClean(t *testing.T, data []byte) cleaned {
	t.Helper()
	got, err := clean1(t, data)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func wants(t *testing.T, err error, why Why) {
	t.Helper()
	if WhyOf(err) != why {
		t.Errorf("refused for %q (%v), should be for %q", WhyOf(err), err, why)
	}
}

func TestFile_EachSortIsTakenAndKeptAsWhatEveryoneCanOpen(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want Media
	}{
		{"jpeg", filestest.JPEG(40, 30), JPEG},
		{"png", filestest.PNG(40, 30), PNG},
		{"webp", testdata(t, "opaque.webp"), JPEG},
		{"webp that can be seen through", testdata(t, "seen-through.webp"), PNG},
		{"heic", testdata(t, "small.heic"), JPEG},
		{"pdf", filestest.PDF("Factuur"), PDF},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := mustClean(t, c.data)
			if got.media != c.want {
				t.Errorf("kept as %s, should be %s", got.media, c.want)
			}
			if media, err := Look(got.body); err != nil || media != c.want {
				t.Errorf("is %s (%v)", media, err)
			}
			if (got.preview == nil) != (c.want == PDF) {
				t.Errorf("preview of %d bytes", len(got.preview))
			}
		})
	}
}

func TestFile_PDFIsKeptAsItWasSent(t *testing.T) {
	sent := filestest.PDF("Factuur")
	if got := mustClean(t, sent); !bytes.Equal(got.body, sent) {
		t.Error("changed")
	}
}

// ASVS 5.2.2: neither name nor declared type is asked.
func TestFile_SVGAndHTMLDisguisedAsPNG(t *testing.T) {
	pngHead := filestest.PNG(4, 4)[:8]
	for name, c := range map[string]struct {
		data []byte
		why  Why
	}{
		"svg":                         {filestest.SVG(), WhyKind},
		"html":                        {filestest.HTML(), WhyKind},
		"svg behind the head of png":  {append(bytes.Clone(pngHead), filestest.SVG()...), WhyBroken},
		"html behind the head of png": {append(bytes.Clone(pngHead), filestest.HTML()...), WhyBroken},
		"svg with blanks before it":   {append([]byte(" \n\n"), filestest.SVG()...), WhyKind},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := clean1(t, c.data)
			wants(t, err, c.why)
		})
	}
}

func TestFile_ArchivesAndOthersAreRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"zip": filestest.ZIP(), "gzip": {0x1f, 0x8b, 8, 0}, "program": []byte("MZ\x90\x00"), "gif": []byte("GIF89a\x01\x00\x01\x00"), "text": []byte("hallo"),
		"pdf that begins later": append([]byte("hallo\n"), filestest.PDF("x")...),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := clean1(t, data)
			wants(t, err, WhyKind)
		})
	}
	_, err := clean1(t, nil)
	wants(t, err, WhyEmpty)
}

// What is a photo and something else is kept as the photo alone.
func TestFile_PolyglotJPEG(t *testing.T) {
	for name, tail := range map[string][]byte{"zip": filestest.ZIP(), "html": filestest.HTML()} {
		t.Run(name+" behind it", func(t *testing.T) {
			got := mustClean(t, append(filestest.JPEG(40, 30), tail...))
			if bytes.Contains(got.body, tail) || bytes.Contains(got.body, []byte("PK\x03\x04")) || bytes.Contains(got.body, []byte("<script")) {
				t.Error("what followed is still there")
			}
		})
	}
	t.Run("html in a comment", func(t *testing.T) {
		plain := filestest.JPEG(40, 30)
		comment := append([]byte{0xFF, 0xFE, 0, byte(2 + len(filestest.HTML()))}, filestest.HTML()...)
		got := mustClean(t, append(append(bytes.Clone(plain[:2]), comment...), plain[2:]...))
		if bytes.Contains(got.body, []byte("<script")) {
			t.Error("the comment is still there")
		}
	})
}

func TestFile_PolyglotPDFIsRefused(t *testing.T) {
	_, err := clean1(t, append(filestest.PDF("x"), filestest.ZIP()...))
	if WhyOf(err) == "" {
		t.Error("a PDF that is an archive too is taken")
	}
	_, err = clean1(t, append(filestest.PDF("x"), filestest.HTML()...))
	wants(t, err, WhyBroken)
}

// ASVS 5.2.6: it is refused for what it says of its size, before anything is decoded.
func TestFile_PictureOf50000By50000(t *testing.T) {
	_, err := clean1(t, filestest.ClaimedPNG(50_000, 50_000))
	wants(t, err, WhyPixels)
	_, err = clean1(t, filestest.ClaimedPNG(8_000, 8_000))
	wants(t, err, WhyPixels)
}

// A HEIC is small, and large in memory: its process has less of that than it needs, and dies by itself.
func TestFile_HEICThatNeedsTooMuchMemory(t *testing.T) {
	data := testdata(t, "twelve-megapixels.heic")
	_, err := cleanWith(t, NewCleaner(Limits{Memory: 256 << 20}, t.TempDir()), data)
	wants(t, err, WhyHeavy)
	got, err := cleanWith(t, NewCleaner(Limits{Memory: roomy, Time: time.Hour}, t.TempDir()), data) // how long it takes is no matter here
	if err != nil {
		t.Fatal(err)
	}
	if size, _, err := image.DecodeConfig(bytes.NewReader(got.body)); err != nil || size.Width != 4032 || size.Height != 3024 {
		t.Errorf("with enough memory: %v %v", size, err)
	}
}

// A JPEG of a few kilobytes that has its pixels gone over thousands of times is refused before it is decoded.
func TestFile_JPEGOfTooManyScans(t *testing.T) {
	whole := filestest.JPEG(64, 64)
	if n := scans(whole); n != 1 {
		t.Fatalf("%d scans in an ordinary one", n)
	}
	start := bytes.LastIndex(whole, []byte{0xFF, 0xDA})
	scan := whole[start : len(whole)-2]
	many := append(append(slices.Clone(whole[:start]), bytes.Repeat(scan, mostScans+1)...), 0xFF, 0xD9)
	_, err := clean1(t, many)
	wants(t, err, WhyHeavy)
	behind := append(slices.Clone(whole), bytes.Repeat([]byte{0xFF, 0xDA, 0, 2}, 1000)...) // as a film is that a phone writes behind a photo
	if n := scans(behind); n != 1 {
		t.Errorf("%d scans with what stands behind the picture", n)
	}
}

func TestFile_OneThatTakesTooLongIsStopped(t *testing.T) {
	_, err := cleanWith(t, NewCleaner(Limits{Time: time.Millisecond}, t.TempDir()), filestest.JPEG(2000, 2000))
	wants(t, err, WhyHeavy)
}

func TestFile_NoPlaceOrCameraInTheStoredPhoto(t *testing.T) {
	sent := filestest.Photo(60, 40, 1)
	for _, mark := range []string{filestest.Place, filestest.Camera, "Exif"} {
		if !bytes.Contains(sent, []byte(mark)) {
			t.Fatalf("the photo that is sent has no %s", mark)
		}
	}
	got := mustClean(t, sent)
	for _, mark := range []string{filestest.Place, filestest.Camera, "Exif", "xmp"} {
		if bytes.Contains(got.body, []byte(mark)) || bytes.Contains(got.preview, []byte(mark)) {
			t.Errorf("%s is still there", mark)
		}
	}
}

// The photo of which one corner is told from the others stands upright, however the camera was held.
func TestFile_PhotoStandsUprightHoweverItWasHeld(t *testing.T) {
	upright := filestest.Picture(60, 40)           // red grows to the right, green downwards
	for held, corner := range map[int]image.Point{ // where the corner at the top left goes
		1: {0, 0}, 2: {59, 0}, 3: {59, 39}, 4: {0, 39}, 5: {0, 0}, 6: {39, 0}, 7: {39, 59}, 8: {0, 59},
	} {
		got := mustClean(t, filestest.Photo(60, 40, held))
		p, _, err := image.Decode(bytes.NewReader(got.body))
		if err != nil {
			t.Fatal(err)
		}
		if wide := p.Bounds().Dx() == 60; wide != (held < 5) {
			t.Errorf("held %d: %v", held, p.Bounds())
		}
		wantR, wantG, _, _ := upright.At(0, 0).RGBA()
		r, g, _, _ := p.At(corner.X, corner.Y).RGBA()
		if near := func(a, b uint32) bool { return max(a, b)-min(a, b) < 20<<8 }; !near(r, wantR) || !near(g, wantG) {
			t.Errorf("held %d: at %v is red %d green %d", held, corner, r>>8, g>>8)
		}
	}
}

func TestFile_PreviewIsSmall(t *testing.T) {
	got := mustClean(t, filestest.JPEG(1600, 400))
	p, format, err := image.Decode(bytes.NewReader(got.preview))
	if err != nil || format != "jpeg" || p.Bounds().Dx() != previewSide || p.Bounds().Dy() != previewSide/4 {
		t.Errorf("%v %s %v", p.Bounds(), format, err)
	}
}

func TestFile_TooManyBytes(t *testing.T) {
	_, err := cleanWith(t, NewCleaner(Limits{Size: 1000}, t.TempDir()), filestest.JPEG(200, 200))
	wants(t, err, WhyLarge)
}

// A stream that says it is 1 GB long is no reason to take a gigabyte.
func TestFile_PDFOf1GBDeclaredAnd1KBSent(t *testing.T) {
	sent := bytes.Replace(filestest.PDF("x", "<< /Length 1073741824 >>\nstream\nx\nendstream"), []byte("/Size 7"), []byte("/Size 7"), 1)
	if len(sent) > 1100 {
		t.Fatalf("%d bytes", len(sent))
	}
	_, err := cleanWith(t, NewCleaner(Limits{Memory: 128 << 20}, t.TempDir()), sent)
	if err != nil && WhyOf(err) != WhyBroken {
		t.Error(err)
	}
	table := bytes.Replace(filestest.PDF("x"), []byte("0 6\n0000000000"), []byte("0 1073741824\n0000000000"), 1)
	_, err = cleanWith(t, NewCleaner(Limits{Memory: 128 << 20}, t.TempDir()), table)
	if err != nil && WhyOf(err) != WhyBroken {
		t.Error(err)
	}
}

func TestFile_PDFThatDoesThings(t *testing.T) {
	for name, data := range map[string][]byte{
		"script on opening":      filestest.ActivePDF("/OpenAction 6 0 R", "<< /Type /Action /S /JavaScript /JS (app.alert(1)) >>"),
		"script, name disguised": filestest.ActivePDF("/OpenAction 6 0 R", "<< /Type /Action /S /Java#53cript /J#53 (app.alert(1)) >>"),
		"program started":        filestest.ActivePDF("/OpenAction << /S /Launch /F (calc.exe) >>"),
		"file inside":            filestest.ActivePDF("/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>", "<< /Type /Filespec /F (a.exe) >>"),
		"form sent elsewhere":    filestest.ActivePDF("/OpenAction << /S /SubmitForm /F (https://example.org) >>"),
		"page opened elsewhere":  filestest.ActivePDF("/OpenAction 6 0 R", "<< /S /URI /URI (https://example.org) >>"),
		"packed script":          filestest.PackedPDF("/OpenAction 6 0 R", "<< /S /JavaScript /JS (app.alert(1)) >>"),
		"packed program started": filestest.PackedPDF("/OpenAction 6 0 R", "<< /S /Launch /F (calc.exe) >>"),
		"packed file":            filestest.PackedPDF("/Names 6 0 R", "<< /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>] >> >>"),
		"packed form":            filestest.PackedPDF("/OpenAction 6 0 R", "<< /S /SubmitForm /F (https://example.org) >>"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := clean1(t, data)
			wants(t, err, WhyActive)
		})
	}
}

// What does nothing by itself is taken, packed or not.
func TestFile_PDFThatDoesNothing(t *testing.T) {
	for name, data := range map[string][]byte{
		"packed":               filestest.PackedPDF("/Lang (nl)", "<< /Title (Brief) >>"),
		"opens at a page":      filestest.ActivePDF("/OpenAction [3 0 R /Fit]"),
		"goes to a page":       filestest.ActivePDF("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
		"has a link to follow": filestest.ActivePDF("", "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>"),
	} {
		t.Run(name, func(t *testing.T) { mustClean(t, data) })
	}
}

func TestFile_BrokenOnes(t *testing.T) {
	for name, data := range map[string][]byte{
		"half a jpeg":    filestest.JPEG(200, 200)[:900],
		"half a png":     filestest.PNG(200, 200)[:300],
		"half a heic":    testdata(t, "small.heic")[:400],
		"half a webp":    testdata(t, "opaque.webp")[:400],
		"half a pdf":     filestest.PDF("x")[:300],
		"pdf of nothing": []byte("%PDF-1.7\n%%EOF\n"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := clean1(t, data)
			wants(t, err, WhyBroken)
		})
	}
}

func TestFile_NothingIsLeftOnTheDisk(t *testing.T) {
	folder := t.TempDir()
	c := NewCleaner(Limits{}, folder)
	for _, data := range [][]byte{filestest.JPEG(20, 20), filestest.SVG(), filestest.PDF("x"), filestest.JPEG(99, 99)[:200]} {
		_, _ = cleanWith(t, c, data)
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// One at a time: while one is being cleaned the others wait, and when too many wait the next is told to come back.
func TestFile_OneIsCleanedAtATime(t *testing.T) {
	c := NewCleaner(Limits{}, t.TempDir())
	leave, err := c.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range maxWaiting {
		waiting.Go(func() {
			if _, err := c.enter(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("went in beside another: %v", err)
			}
		})
	}
	for len(c.queue) < cap(c.queue) {
		time.Sleep(time.Millisecond)
	}
	if _, err := cleanWith(t, c, filestest.JPEG(9, 9)); !errors.Is(err, ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	waiting.Wait()
	leave()
	if _, err := cleanWith(t, c, filestest.JPEG(9, 9)); err != nil {
		t.Error(err)
	}
}

func TestFile_ChildIsWaitedForWhoeverHangsUpAsItStarts(t *testing.T) {
	c := NewCleaner(Limits{Memory: roomy}, t.TempDir())
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	var child *exec.Cmd
	c.start = func(cmd *exec.Cmd) error {
		child = cmd
		err := cmd.Start()
		hangUp()
		return err
	}
	spooled, err := c.Spool(bytes.NewReader(filestest.JPEG(9, 9)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Clean(ctx, spooled); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if child.Process == nil || child.ProcessState == nil {
		t.Error("the child is left a zombie, with its end of a pipe")
	}
}

func TestFile_ChildKnowsNoSecretsOfTheServer(t *testing.T) {
	t.Setenv("WEDERHOOR_S3_SECRET_KEY", "do not tell")
	c := NewCleaner(Limits{Memory: roomy}, t.TempDir())
	var knows []string
	c.start = func(cmd *exec.Cmd) error {
		knows = cmd.Environ()
		return cmd.Start()
	}
	if _, err := cleanWith(t, c, filestest.JPEG(9, 9)); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(knows, []string{"GOTRACEBACK=none"}) {
		t.Errorf("the child knows %d things of the server's: %q", len(knows), knows)
	}
}

func TestFile_WhatTheChildIsToldIsRead(t *testing.T) {
	c := task{media: JPEG, size: 1, pixels: 1, memory: 1, time: time.Second}
	if back, err := parseTask(c.arguments()[1:]); err != nil || back != c {
		t.Errorf("%v %v", back, err)
	}
	for _, args := range [][]string{nil, {"image/png"}, strings.Fields("image/png 1 2 3 x"), strings.Fields("image/png 1 -2 3 4")} {
		if _, err := parseTask(args); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
}

func TestReasonsAreKnown(t *testing.T) {
	for _, why := range Reasons() {
		if WhyOf(refuse(why)) != why {
			t.Error(why)
		}
	}
}
