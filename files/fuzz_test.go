package files

import (
	"bytes"
	"testing"

	"github.com/wederhoor/wederhoor/files/filestest"
)

// A target for each decoder at the door. They run what the child runs, with few pixels, and demand that what comes out can be read and is
// what it is said to be. A panic of a decoder is caught by examine as it is in the child: what may never happen is a wrong answer.

const fuzzPixels = 1 << 16

func fuzzDecoder(f *testing.F, media Media, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
		f.Add(seed[:len(seed)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		answer, made := examine(task{media: media, size: 1 << 20, pixels: fuzzPixels}, data)
		if answer.Why != "" {
			if made.body != nil || made.preview != nil {
				t.Fatal("refused and kept")
			}
			return
		}
		if media == PDF {
			if !bytes.HasPrefix(data, []byte("%PDF-")) {
				t.Fatal("no PDF")
			}
			return
		}
		for want, body := range map[Media][]byte{answer.Media: made.body, JPEG: made.preview} {
			if is, err := Look(body); err != nil || is != want && answer.Media == JPEG {
				t.Fatalf("kept as %s (%v), should be %s", is, err, want)
			}
		}
		if size, err := sizeOf(answer.Media, made.body); err != nil || size.Width*size.Height > fuzzPixels {
			t.Fatalf("%v %v", size, err)
		}
	})
}

func FuzzJPEG(f *testing.F) {
	fuzzDecoder(f, JPEG, filestest.JPEG(20, 10), filestest.Photo(20, 10, 6), append(filestest.JPEG(8, 8), filestest.ZIP()...))
}

func FuzzPNG(f *testing.F) {
	fuzzDecoder(f, PNG, filestest.PNG(20, 10), filestest.ClaimedPNG(50_000, 50_000), filestest.ClaimedPNG(9, 9))
}

func FuzzWebP(f *testing.F) {
	fuzzDecoder(f, WebP, testdata(f, "opaque.webp"), testdata(f, "seen-through.webp"))
}

func FuzzHEIC(f *testing.F) { fuzzDecoder(f, HEIC, testdata(f, "small.heic")) }

func FuzzPDF(f *testing.F) {
	fuzzDecoder(f, PDF, filestest.PDF("x"), filestest.ActivePDF("/OpenAction << /S /Launch >>"), []byte("%PDF-1.7\n%%EOF"))
}

func FuzzLook(f *testing.F) {
	for _, seed := range [][]byte{filestest.JPEG(8, 8), filestest.PNG(8, 8), filestest.SVG(), filestest.HTML(), filestest.ZIP(), filestest.PDF("x")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		media, err := Look(data)
		if (media == "") != (WhyOf(err) != "") {
			t.Errorf("%s %v", media, err)
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add(filestest.Photo(8, 8, 6))
	f.Add(filestest.PNG(8, 8))
	f.Add(testdata(f, "seen-through.webp"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, media := range []Media{JPEG, PNG, WebP} {
			if held := orientationOf(media, data); held < 1 || held > 8 {
				t.Errorf("%s: %d", media, held)
			}
		}
		if held := exifOrientation(data); held < 1 || held > 8 {
			t.Error(held)
		}
	})
}

func FuzzScannerReply(f *testing.F) {
	for _, seed := range []string{"stream: OK", "stream: Eicar FOUND", "INSTREAM size limit exceeded. ERROR", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, reply string) {
		if verdict, known := judge(reply); known && verdict == nil && reply != "stream: OK" {
			t.Errorf("%q is taken for clean", reply)
		}
	})
}
