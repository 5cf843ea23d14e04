package files

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
)

// Orientation is how a camera was held, as it noted that in the Exif data: 1 upright, 2 to 8 mirrored or turned (Exif 2.32, tag 0x0112). It is all
// that is read of those data, because it goes with them and has to be carried out before.

// orientationOf finds it in a JPEG, PNG or WebP; 1 when nothing is noted or what is noted cannot be read.
func orientationOf(media Media, data []byte) int {
	switch media {
	case JPEG:
		return exifOrientation(jpegExif(data))
	case PNG:
		return exifOrientation(pngExif(data))
	case WebP:
		return exifOrientation(webpExif(data))
	case HEIC, PDF: // the decoder of HEIC turns it by itself
	}
	return 1
}

// jpegExif walks the segments before the picture itself.
func jpegExif(data []byte) []byte {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xDA || size < 2 || at+2+size > len(data) {
			return nil
		}
		if body, ok := bytes.CutPrefix(data[at+4:at+2+size], []byte("Exif\x00\x00")); ok && marker == 0xE1 {
			return body
		}
		at += 2 + size
	}
	return nil
}

func pngExif(data []byte) []byte {
	const head = 8
	for at := head; at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 0 || size > len(data)-at-12 {
			return nil
		}
		if string(data[at+4:at+8]) == "eXIf" {
			return data[at+8 : at+8+size]
		}
		at += 12 + size
	}
	return nil
}

func webpExif(data []byte) []byte {
	for at := 12; at+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[at+4:]))
		if size < 0 || size > len(data)-at-8 {
			return nil
		}
		if string(data[at:at+4]) == "EXIF" {
			return bytes.TrimPrefix(data[at+8:at+8+size], []byte("Exif\x00\x00"))
		}
		at += 8 + size + size%2
	}
	return nil
}

// exifOrientation reads the tag out of the first directory of a TIFF structure.
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			if held := int(order.Uint16(entries[8:])); held >= 1 && held <= 8 {
				return held
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns a picture as it was held.
func upright(src image.Image, held int) image.Image {
	if held < 2 || held > 8 {
		return src
	}
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if held >= 5 {
		w, h = h, w
	}
	flat := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), src, b.Min, draw.Src)
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range b.Dy() {
		row := flat.Pix[y*flat.Stride:]
		for x := range b.Dx() {
			tx, ty := turned(held, x, y, b.Dx(), b.Dy())
			copy(dst.Pix[ty*dst.Stride+4*tx:ty*dst.Stride+4*tx+4], row[4*x:4*x+4])
		}
	}
	return dst
}

// turned is where the point x, y of a picture of w by h goes.
func turned(held, x, y, w, h int) (tx, ty int) {
	switch held {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
