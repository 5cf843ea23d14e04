package inbox

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
)

// outlookFile unpacks a winmail.dat (TNEF, [MS-OXTNEF]), in which Outlook hides what it sends to programs that are not Outlook. What
// cannot be unpacked, or holds its text in a form that is not read, is kept as it is.
func (r *reader) outlookFile(p *partHeader, data []byte) {
	t := &tnef{}
	ok := t.read(data)
	for _, f := range t.files {
		if len(f.data) > 0 && len(r.m.Attachments) < MaxParts {
			r.attach(f.title, "application/octet-stream", f.data, false)
		}
	}
	if t.body != "" || t.html != "" {
		text := r.clean(t.body)
		r.outlook = append(r.outlook, said{plain: text, hasPlain: text != "", html: t.html, hasHTML: t.html != ""})
	}
	if !ok || len(t.files) == 0 && t.body == "" && t.html == "" {
		r.note(OutlookFile)
		r.attach(orElse(p.name, "winmail.dat"), p.kind, data, false)
	}
}

// withOutlook adds what Outlook's files say where the mail itself says nothing: mostly they say the same.
func (r *reader) withOutlook(pieces []said) []said {
	for _, s := range pieces {
		if strings.TrimSpace(s.plain) != "" || s.hasHTML {
			return pieces
		}
	}
	return r.outlook
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// tnef is what a winmail.dat holds. All data shares memory with it.
type tnef struct {
	body, html string
	files      []tnefFile
}

type tnefFile struct {
	title string
	data  []byte
}

// The attributes that are read ([MS-OXTNEF] 2.1.3.3).
const (
	tnefSignature   = 0x223e9f78
	attBody         = 0x0002800c
	attMessageProps = 0x00069003
	attRendering    = 0x00069002 // begins a file
	attTitle        = 0x00018010
	attData         = 0x0006800f
	attFileProps    = 0x00069005
)

// read goes through the attributes: level, number, length, data, checksum. It tells whether it came to the end.
func (t *tnef) read(b []byte) bool {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return false
	}
	b = b[6:]
	for len(b) >= 9 {
		id, n := binary.LittleEndian.Uint32(b[1:]), binary.LittleEndian.Uint32(b[5:])
		if uint64(n)+11 > uint64(len(b)) {
			return false
		}
		t.attribute(id, b[9:9+n])
		b = b[n+11:]
		if len(t.files) > MaxParts {
			return false
		}
	}
	return true
}

func (t *tnef) attribute(id uint32, data []byte) {
	switch id {
	case attBody:
		t.body, _ = decode(data[:min(len(data), maxTextPart)], "")
		t.body = strings.TrimRight(t.body, "\x00")
	case attMessageProps:
		props(data, func(id uint16, value []byte) {
			switch id {
			case 0x1000:
				if t.body == "" {
					t.body = propText(value)
				}
			case 0x1013:
				t.html, _ = decode(value[:min(len(value), maxHTMLPart)], "")
			}
		})
	case attRendering:
		t.files = append(t.files, tnefFile{})
	case attTitle, attData, attFileProps:
		if len(t.files) == 0 {
			t.files = append(t.files, tnefFile{})
		}
		t.files[len(t.files)-1].take(id, data)
	}
}

func (f *tnefFile) take(id uint32, data []byte) {
	switch id {
	case attTitle:
		if f.title == "" {
			f.title = propText(data)
		}
	case attData:
		f.data = data
	case attFileProps:
		props(data, func(id uint16, value []byte) {
			if id == 0x3707 { // the long name
				f.title = propText(value)
			}
		})
	}
}

// propText reads a text of one or two bytes a letter, up to its zero.
func propText(b []byte) string {
	b = b[:min(len(b), maxTextPart)]
	if len(b) >= 4 && b[1] == 0 && b[3] == 0 {
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		if i := slices.Index(units, 0); i >= 0 {
			units = units[:i]
		}
		return string(utf16.Decode(units))
	}
	if i := slices.Index(b, 0); i >= 0 {
		b = b[:i]
	}
	text, _ := decode(b, "")
	return text
}

// props goes through MAPI properties ([MS-OXTNEF] 2.1.3.4) and calls see for those that hold text or bytes. It stops at the first that
// cannot be.
func props(b []byte, see func(id uint16, value []byte)) {
	if len(b) < 4 {
		return
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	for ; count > 0 && len(b) >= 4; count-- {
		kind, id := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
		b = b[4:]
		if id >= 0x8000 {
			var ok bool
			if b, ok = skipName(b); !ok {
				return
			}
		}
		var ok bool
		if b, ok = values(b, kind, func(v []byte) { see(id, v) }); !ok {
			return
		}
	}
}

// skipName passes over the name of a named property: a GUID, and a number or a text.
func skipName(b []byte) ([]byte, bool) {
	if len(b) < 24 {
		return nil, false
	}
	n := uint64(24)
	if binary.LittleEndian.Uint32(b[16:]) != 0 {
		n += padded(binary.LittleEndian.Uint32(b[20:]))
	}
	if n > uint64(len(b)) {
		return nil, false
	}
	return b[n:], true
}

func padded(n uint32) uint64 { return (uint64(n) + 3) &^ 3 }

// fixed are the lengths of properties that have one, with their padding.
var fixed = map[uint16]uint64{2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xa: 4, 0xb: 4, 0x14: 8, 0x40: 8, 0x48: 16}

// values reads the values of a property, and gives what follows them.
func values(b []byte, kind uint16, see func([]byte)) ([]byte, bool) {
	many, count := kind&0x1000 != 0, uint32(1)
	kind &^= 0x1000
	size, isFixed := fixed[kind]
	if many || !isFixed {
		if len(b) < 4 {
			return nil, false
		}
		count = binary.LittleEndian.Uint32(b)
		b = b[4:]
	}
	for ; count > 0; count-- {
		n, whole := size, size
		if !isFixed {
			if len(b) < 4 {
				return nil, false
			}
			n, whole = uint64(binary.LittleEndian.Uint32(b)), padded(binary.LittleEndian.Uint32(b))
			b = b[4:]
		}
		if n > uint64(len(b)) {
			return nil, false
		}
		if !isFixed {
			see(b[:n])
		}
		b = b[min(whole, uint64(len(b))):]
	}
	return b, true
}
