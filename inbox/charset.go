package inbox

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
)

// decode reads bytes in the character set that a mail names, as UTF-8. What it names may not exist or be untrue: then the problem is told,
// and the bytes are read as what they look like.
func decode(b []byte, label string) (string, Problem) {
	label = strings.ToLower(strings.Trim(label, " \t\"'<>;"))
	switch label {
	case "", "us-ascii", "ascii", "utf-8", "utf8", "unicode-1-1-utf-8", "unknown-8bit", "x-unknown", "unknown", "default", "8bit", "7bit":
		return asUTF8(b, label)
	case "utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7", "utf-7-imap":
		text, _ := asUTF8(b, "")
		return text, UTF7
	case "utf-16", "utf-16le", "utf-16be", "ucs-2", "unicode":
		return asUTF16(b, label)
	}
	enc := named(label)
	if enc == nil {
		text, _ := asUTF8(b, "")
		return text, CharsetUnknown
	}
	if _, single := enc.(*charmap.Charmap); single && utf8.Valid(b) && !isASCII(b) {
		return string(b), CharsetWrong // letters of one byte that are UTF-8 by chance do not happen in words
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		text, _ := asUTF8(b, "")
		return text, CharsetWrong
	}
	if bytes.ContainsRune(out, utf8.RuneError) {
		return string(out), CharsetWrong
	}
	return string(out), ""
}

// aliases are names that programs write and neither browsers nor IANA know.
var aliases = map[string]string{
	"eucgb2312_cn": "gbk", "cp936": "gbk", "ms936": "gbk", "big5_tw": "big5", "cp950": "big5", "cp932": "shift_jis", "shift-jisx0213": "shift_jis", "cp949": "euc-kr", "cp850": "ibm850", "cp437": "ibm437",
	"latin-1": "iso-8859-1", "latin-9": "iso-8859-15", "iso8859_1": "iso-8859-1", "iso8859_15": "iso-8859-15", "ansi": "windows-1252", "win-1252": "windows-1252", "windows1252": "windows-1252", "mac-roman": "macintosh",
}

// named finds an encoding by the names that browsers and IANA know; nil for none.
func named(label string) encoding.Encoding {
	if known, ok := aliases[label]; ok {
		label = known
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		enc, err = ianaindex.MIME.Encoding(label)
	}
	if err != nil || enc == encoding.Replacement {
		return nil
	}
	return enc
}

func asUTF8(b []byte, label string) (string, Problem) {
	if bom16(b) {
		text, _ := asUTF16(b, "utf-16")
		return text, CharsetWrong
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if utf8.Valid(b) {
		if strings.HasSuffix(label, "ascii") && !isASCII(b) {
			return string(b), CharsetWrong
		}
		return string(b), ""
	}
	problem := CharsetWrong
	if label != "us-ascii" && label != "ascii" && !strings.Contains(label, "utf") {
		problem = CharsetMissing
	}
	if mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\ufffd"), problem
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd"), problem
	}
	return string(out), problem
}

// mostlyUTF8 tells UTF-8 with a few broken bytes, as where it was cut, from what is something else.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		switch {
		case c == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// asUTF16 reads UTF-16 by the mark that it begins with, or by where its zeros stand: Latin letters have them in front or behind.
func asUTF16(b []byte, label string) (string, Problem) {
	if !bom16(b) && bytes.IndexByte(b, 0) < 0 && utf8.Valid(b) {
		return string(b), CharsetWrong
	}
	front, behind := 0, 0
	for i := 0; i+1 < len(b); i += 2 {
		if b[i] == 0 {
			front++
		}
		if b[i+1] == 0 {
			behind++
		}
	}
	order := unicode.BigEndian // RFC 2781, 4.3
	if behind > front || behind == front && label == "utf-16le" {
		order = unicode.LittleEndian
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return strings.ToValidUTF8(string(out), "\ufffd"), CharsetWrong
	}
	return string(out), ""
}

func bom16(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
