// Package filestest makes files for tests: what people send, and what those send who mean harm.
package filestest

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
)

// Place is where the photos were taken, as their Exif data have it; Camera is by what. Neither may be found in what is kept.
const (
	Place  = "N52.0907-E5.1214"
	Camera = "Fototoestel 9000"
)

// Picture is so many pixels, of colours that tell left from right and top from bottom.
func Picture(w, h int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.Set(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), 90, 255}) //nolint:gosec // below 256
		}
	}
	return p
}

// JPEG is a photo without Exif data.
func JPEG(w, h int) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, Picture(w, h), &jpeg.Options{Quality: 90}); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// PNG is a picture.
func PNG(w, h int) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, Picture(w, h)); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// Photo is a JPEG as a phone makes it: turned as it was held, with the place, the camera and a comment in it.
func Photo(w, h, held int) []byte {
	plain := JPEG(w, h)
	exif := append([]byte("Exif\x00\x00"), tiff(held)...)
	var out bytes.Buffer
	out.Write(plain[:2])
	segment(&out, 0xE1, exif)
	segment(&out, 0xE1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+Place+"</x:xmpmeta>"))
	segment(&out, 0xFE, []byte(Camera))
	out.Write(plain[2:])
	return out.Bytes()
}

func segment(out *bytes.Buffer, marker byte, body []byte) {
	out.Write([]byte{0xFF, marker})
	_ = binary.Write(out, binary.BigEndian, uint16(len(body)+2)) //nolint:gosec // short
	out.Write(body)
}

// tiff is an Exif structure: orientation, camera, and a directory with a place.
func tiff(held int) []byte {
	var out bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&out, binary.LittleEndian, v)
		}
	}
	camera, place := Camera+"\x00", Place+"\x00"
	const head, directory = 8, 2 + 3*12 + 4
	cameraAt := uint32(head + directory)
	gpsAt := cameraAt + uint32(len(camera)) //nolint:gosec // a few bytes
	placeAt := gpsAt + 2 + 12 + 4
	out.WriteString("II*\x00")
	put(uint32(head), uint16(3))
	put(uint16(0x0110), uint16(2), uint32(len(camera)), cameraAt)                     //nolint:gosec // Model
	put(uint16(0x0112), uint16(3), uint32(1), uint16(held), uint16(0))                //nolint:gosec // Orientation
	put(uint16(0x8825), uint16(4), uint32(1), gpsAt, uint32(0))                       // GPS
	out.WriteString(camera)                                                           //
	put(uint16(1), uint16(0x001B), uint16(2), uint32(len(place)), placeAt, uint32(0)) //nolint:gosec // GPSProcessingMethod
	out.WriteString(place)
	return out.Bytes()
}

// ClaimedPNG is a PNG that says it has so many pixels, and holds next to none.
func ClaimedPNG(w, h uint32) []byte {
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	head := binary.BigEndian.AppendUint32(nil, w)
	head = binary.BigEndian.AppendUint32(head, h)
	chunk(out, "IHDR", append(head, 8, 2, 0, 0, 0))
	chunk(out, "IDAT", []byte{0x78, 0x9c, 0x63, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01})
	chunk(out, "IEND", nil)
	return out.Bytes()
}

func chunk(out *bytes.Buffer, kind string, body []byte) {
	_ = binary.Write(out, binary.BigEndian, uint32(len(body))) //nolint:gosec // short
	sum := crc32.NewIEEE()
	_, _ = sum.Write([]byte(kind))
	_, _ = sum.Write(body)
	out.WriteString(kind)
	out.Write(body)
	_ = binary.Write(out, binary.BigEndian, sum.Sum32())
}

// SVG is a drawing that runs a script.
func SVG() []byte {
	return []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
}

// HTML is a page that runs a script.
func HTML() []byte { return []byte("<!doctype html><html><script>alert(1)</script></html>") }

// ZIP is an archive.
func ZIP() []byte {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	f, err := archive.Create("run.js")
	if err == nil {
		_, err = f.Write([]byte("alert(1)"))
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

// PDF is a document of one page with a line of text. extra are objects more, from number 6 on.
func PDF(text string, extra ...string) []byte { return pdf("/Type /Catalog /Pages 2 0 R", text, extra) }

// ActivePDF is a document whose catalogue has more in it, say "/OpenAction 6 0 R".
func ActivePDF(catalogue string, extra ...string) []byte {
	return pdf("/Type /Catalog /Pages 2 0 R "+catalogue, "Tekst", extra)
}

func pdf(catalogue, text string, extra []string) []byte {
	content := "BT /F1 12 Tf 72 720 Td (" + strings.NewReplacer("(", "", ")", "", `\`, "").Replace(text) + ") Tj ET"
	objects := append([]string{
		"<< " + catalogue + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}, extra...)
	out := bytes.NewBufferString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, object := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// PackedPDF is a PDF whose catalogue and one more object, of number 6, stand compressed in a stream of objects (ISO 32000-1, 7.5.7), where a search through its bytes
// does not see them. Object 4 is a stream of a few bytes.
func PackedPDF(catalogue, inner string) []byte {
	catalogue = "<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>"
	head := fmt.Sprintf("1 0 6 %d ", len(catalogue)+1)
	packed := deflated(head + catalogue + " " + inner)
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	at := map[int]int{}
	object := func(number int, text string) {
		at[number] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", number, text)
	}
	object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
	object(4, "<< /Length 2 >>\nstream\nMZ\nendstream")
	object(5, fmt.Sprintf("<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", len(head), len(packed), packed))
	at[7] = b.Len()
	var table bytes.Buffer
	row := func(kind byte, field, last int) {
		table.Write([]byte{kind, byte(field >> 8), byte(field), byte(last)}) //nolint:gosec // offsets of a small file
	}
	row(0, 0, 0)
	row(2, 5, 0)
	for _, number := range []int{2, 3, 4, 5} {
		row(1, at[number], 0)
	}
	row(2, 5, 1)
	row(1, at[7], 0)
	rows := deflated(table.String())
	object(7, fmt.Sprintf("<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", len(rows), rows))
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", at[7])
	return b.Bytes()
}

func deflated(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // into memory
	_ = w.Close()
	return b.String()
}
