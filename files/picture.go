package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"github.com/gen2brain/heic"
	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

const (
	quality        = 88  // of a JPEG that is written anew: what tells in a photo of teeth stays to be seen
	previewSide    = 320 // longest side of a preview, in pixels
	previewQuality = 75
	mostScans      = 40     // of a JPEG: each goes over all its pixels once more, and cameras write some ten
	longestSide    = 32_000 // pixels; a JPEG cannot be longer than 65,535, and nothing that a phone makes is
)

// picture is a picture that was written anew, with its preview, a JPEG.
type picture struct {
	media         Media
	body, preview []byte
}

// rewritePicture decodes and encodes again: pixels are all that comes through (ASVS 5.2.6). It reads how large a picture is before it
// decodes it. The error is a *Refused.
func rewritePicture(media Media, data []byte, pixels int64) (picture, error) {
	size, err := measured(media, data, pixels)
	if err != nil {
		return picture{}, err
	}
	decoded, err := decode(media, data)
	if err != nil {
		return picture{}, refuse(WhyBroken)
	}
	if b := decoded.Bounds(); b.Dx() != size.Width || b.Dy() != size.Height {
		return picture{}, refuse(WhyBroken)
	}
	decoded = upright(decoded, orientationOf(media, data))
	out := picture{media: JPEG}
	if media == PNG || !opaque(decoded) {
		out.media = PNG
	}
	if out.body, err = encode(decoded, out.media, quality); err != nil {
		return picture{}, refuse(WhyBroken)
	}
	if out.preview, err = encode(smaller(decoded), JPEG, previewQuality); err != nil {
		return picture{}, refuse(WhyBroken)
	}
	return out, nil
}

// measured is how large a picture is, unless it asks for more than it may.
func measured(media Media, data []byte, pixels int64) (image.Config, error) {
	size, err := sizeOf(media, data)
	switch {
	case err != nil || size.Width < 1 || size.Height < 1:
		return size, refuse(WhyBroken)
	case size.Width > longestSide, size.Height > longestSide, int64(size.Width)*int64(size.Height) > pixels:
		return size, refuse(WhyPixels)
	case media == JPEG && scans(data) > mostScans:
		return size, refuse(WhyHeavy)
	}
	return size, nil
}

// scans counts how often a JPEG goes over its pixels (ITU-T T.81, B.1.1): a small file can have its decoder at work for a minute that way.
func scans(data []byte) (n int) {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF && data[at+1] != 0xD9; {
		scan := data[at+1] == 0xDA
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if !scan {
			continue
		}
		for n++; at+1 < len(data) && isCoded(data[at], data[at+1]); {
			at++
		}
	}
	return n
}

// isCoded reports whether two bytes are of the picture itself, in which 0xFF is followed by 0 or by the mark of a restart.
func isCoded(one, next byte) bool { return one != 0xFF || next == 0 || next&0xF8 == 0xD0 }

var errNoPicture = errors.New("files: no picture")

func sizeOf(media Media, data []byte) (image.Config, error) {
	in := bytes.NewReader(data)
	switch media {
	case JPEG:
		return jpeg.DecodeConfig(in)
	case PNG:
		return png.DecodeConfig(in)
	case WebP:
		return webp.DecodeConfig(in)
	case HEIC:
		return heic.DecodeConfig(in)
	case PDF:
	}
	return image.Config{}, errNoPicture
}

func decode(media Media, data []byte) (image.Image, error) {
	in := bytes.NewReader(data)
	switch media {
	case JPEG:
		return jpeg.Decode(in)
	case PNG:
		return png.Decode(in)
	case WebP:
		return webp.Decode(in)
	case HEIC:
		return heic.Decode(in)
	case PDF:
	}
	return nil, errNoPicture
}

func encode(p image.Image, media Media, quality int) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if media == PNG {
		err = png.Encode(&out, p)
	} else {
		err = jpeg.Encode(&out, p, &jpeg.Options{Quality: quality})
	}
	return out.Bytes(), err
}

func opaque(p image.Image) bool {
	seen, ok := p.(interface{ Opaque() bool })
	return !ok || seen.Opaque()
}

// smaller is the preview of a picture: on white, and never larger than the picture itself.
func smaller(p image.Image) image.Image {
	b := p.Bounds()
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); longest > previewSide {
		w, h = max(1, w*previewSide/longest), max(1, h*previewSide/longest)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), p, b, draw.Over, nil)
	return out
}
