package inbox

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// maxTextPart and maxHTMLPart are how much of one text is read as words; what is larger is kept as a file as well.
const (
	maxTextPart = 1 << 20
	maxHTMLPart = 2 << 20
)

// said is a piece of what a mail says: as text, as HTML, or as both.
type said struct {
	plain, html string
	hasPlain    bool
	hasHTML     bool
}

// part reads one part of a mail (RFC 2045), whose header is h, and gives what it says. Files go among the attachments.
func (r *reader) part(h header, body []byte, depth int, kindIfNone string) []said {
	r.parts++
	p := r.partHeader(h, kindIfNone)
	switch {
	case strings.HasPrefix(p.kind, "multipart/"):
		return r.multipart(p, body, depth)
	case strings.HasPrefix(p.kind, "message/"), p.kind == "text/rfc822-headers", p.kind == "text/rfc822-header":
		r.message(p, body)
		return nil
	case p.kind == "text/plain" || p.kind == "text/html" || p.kind == "text/enriched" || p.kind == "text" || p.kind == "text/x-amp-html":
		return r.saidIn(p, body, depth)
	}
	r.file(p, body)
	return nil
}

// partHeader reads the header of a part. One without a type that can be is what its place says, or a file when it has a name.
func (r *reader) partHeader(h header, kindIfNone string) *partHeader {
	kind, params := r.params(h.get("content-type"))
	placed, place := r.params(h.get("content-disposition"))
	p := &partHeader{kind: kind, params: params, encoding: h.low("content-transfer-encoding"), disposition: placed, inline: placed == "inline" || placed == "" && h.has("content-id")}
	p.name = orElse(place["filename"], params["name"])
	if !mediaType.MatchString(kind) {
		p.kind = kindIfNone
		if p.name != "" {
			p.kind = "application/octet-stream"
		}
	}
	return p
}

// mediaType is what a type can be (RFC 6838, 4.2).
var mediaType = regexp.MustCompile(`^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$`)

// partHeader is what the header of a part says of it.
type partHeader struct {
	kind, name, encoding, disposition string
	params                            map[string]string
	inline                            bool
}

// attach keeps a file.
func (r *reader) attach(name, kind string, data []byte, inline bool) {
	name = r.fileName(name, kind, len(r.m.Attachments)+1)
	r.m.Attachments = append(r.m.Attachments, Attachment{Name: name, MediaType: kind, Data: data[:len(data):len(data)], Inline: inline})
}

// file keeps a part that is no text, or unpacks it when it is one of Outlook's own.
func (r *reader) file(p *partHeader, body []byte) {
	data := r.unpack(body, p.encoding)
	switch p.kind {
	case "application/ms-tnef", "application/vnd.ms-tnef":
		r.outlookFile(p, data)
		return
	case "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted":
		r.note(Encrypted)
	case "text/calendar":
		r.readMethod(p, data)
	}
	if strings.EqualFold(p.name, "winmail.dat") {
		r.outlookFile(p, data)
		return
	}
	r.attach(p.name, p.kind, data, p.inline)
}

// calendarMethod is the line that says what a calendar part is for (RFC 5545, 3.7.2).
var calendarMethod = regexp.MustCompile(`(?im)^METHOD:([A-Z]+)\r?$`)

// readMethod reads it, where the type of the part does not say it too, as it must (RFC 6047, 2.4).
func (r *reader) readMethod(p *partHeader, data []byte) {
	method := p.params["method"]
	if found := calendarMethod.FindSubmatch(data[:min(len(data), 4<<10)]); method == "" && found != nil {
		method = string(found[1])
	}
	if r.method == "" {
		r.method = strings.ToUpper(method)
	}
}

// message keeps a mail within the mail as a file, and reads what reports say (RFC 3464, RFC 8098).
func (r *reader) message(p *partHeader, body []byte) {
	data := r.unpack(body, p.encoding)
	name := p.name
	switch p.kind {
	case "message/delivery-status", "message/global-delivery-status":
		r.readStatus(data)
		return
	case "message/disposition-notification", "message/global-disposition-notification":
		r.report.opened = true
		return
	case "message/partial":
		r.note(PieceOfMail)
	case "message/external-body":
		r.note(Elsewhere)
	default:
		inner := &reader{}
		h, _ := inner.readHeader(data)
		if r.report.returned == "" {
			r.report.returned = inner.id(h.get("message-id"))
			r.report.returnedTo = inner.addresses(h.all("to"))
		}
		if name == "" {
			name = cut(inner.words(h.get("subject")), 100)
			if name != "" {
				name += ".eml"
			}
		}
	}
	r.attach(name, p.kind, data, p.inline)
}

// multipart reads the parts of a part. Of an alternative its pieces become one, of which text chooses.
func (r *reader) multipart(p *partHeader, body []byte, depth int) []said {
	if depth >= MaxDepth {
		r.note(TooDeep)
		r.attach("rest.txt", "text/plain", body, false)
		return nil
	}
	if p.kind == "multipart/encrypted" {
		r.note(Encrypted)
	}
	boundary := p.params["boundary"]
	if !has(body, boundary) {
		if unpacked := r.unpackedParts(p, body, boundary); unpacked != nil {
			body = unpacked
		} else if boundary = guessBoundary(body); boundary == "" {
			return r.noParts(p, body, depth)
		}
		r.note(BoundaryBroken)
	}
	kind := "text/plain"
	if p.kind == "multipart/digest" {
		kind = "message/rfc822"
	}
	var all [][]said
	r.split(body, boundary, func(segment []byte, after bool) {
		all = append(all, r.segment(segment, after, depth, kind))
	})
	if p.kind == "multipart/alternative" {
		return alternative(all)
	}
	var flat []said
	for _, one := range all {
		flat = append(flat, one...)
	}
	return flat
}

// segment reads what stands between two boundaries, or after the last one: that is a part too when it looks like one, or words.
func (r *reader) segment(segment []byte, after bool, depth int, kind string) []said {
	if after {
		if len(bytes.TrimSpace(segment)) == 0 {
			return nil
		}
		r.note(BoundaryBroken)
		if !bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(segment[:min(len(segment), 200)])), []byte("content-")) {
			segment = append([]byte("\n"), segment...)
		} else {
			segment = bytes.TrimLeft(segment, "\r\n")
		}
	}
	var h header
	n := lineEnd(segment)
	if n == 0 {
		h, segment = r.readHeader(segment)
	}
	return r.part(h, segment[n:], depth+1, kind)
}

// unpackedParts tries parts that were encoded as a whole, which RFC 2045 (6.4) forbids.
func (r *reader) unpackedParts(p *partHeader, body []byte, boundary string) []byte {
	if p.encoding != "base64" && p.encoding != "quoted-printable" {
		return nil
	}
	if out := r.unpack(body, p.encoding); has(out, boundary) {
		return out
	}
	return nil
}

// noParts takes a part that has no parts after all as text. An empty one is what is left where inner parts have the boundary of the
// outer ones.
func (r *reader) noParts(p *partHeader, body []byte, depth int) []said {
	r.note(BoundaryBroken)
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	p = &partHeader{kind: "text/plain", params: p.params, encoding: p.encoding}
	if start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 500)])); bytes.HasPrefix(start, []byte("<html")) || bytes.HasPrefix(start, []byte("<!doctype")) {
		p.kind = "text/html"
	}
	return r.saidIn(p, body, depth)
}

// split calls take for each part of body: what stands between lines of the boundary. After says that the last boundary came before it.
func (r *reader) split(body []byte, boundary string, take func(segment []byte, after bool)) {
	start, from, after := -1, 0, false
	for {
		at, end, last := delimiter(body, boundary, from)
		if at < 0 {
			break
		}
		segment := body[max(start, 0):max(start, 0, at)]
		switch {
		case start < 0:
			r.before(segment, take)
		case r.parts >= MaxParts:
			r.note(TooManyParts)
			r.attach("rest.txt", "text/plain", body[start:], false)
			return
		default:
			take(chopped(segment), after)
		}
		start, from, after = end, end, last
	}
	if !after {
		r.note(Unfinished)
	}
	if start < len(body) && (!after || len(bytes.TrimSpace(body[start:])) > 0) {
		take(body[start:], after)
	}
}

// before looks at what stands before the first boundary: mostly a word for programs of before MIME, sometimes a part that lost its boundary.
func (r *reader) before(segment []byte, take func([]byte, bool)) {
	trimmed := bytes.TrimSpace(segment)
	if len(trimmed) == 0 {
		return
	}
	if bytes.HasPrefix(bytes.ToLower(trimmed[:min(len(trimmed), 20)]), []byte("content-")) {
		r.note(BoundaryBroken)
		take(trimmed, false)
		return
	}
	if text, _ := decode(trimmed[:min(len(trimmed), maxTextPart)], r.charset); r.preamble == "" && !strings.Contains(text, "MIME") {
		r.preamble = text
	}
}

// delimiter finds the next line that is the boundary (RFC 2046, 5.1.1): where it begins, where what follows begins, and whether it says
// that no part follows. At is -1 when there is none.
func delimiter(body []byte, boundary string, from int) (at, end int, last bool) {
	mark := []byte("--" + boundary)
	for {
		i := bytes.Index(body[from:], mark)
		if i < 0 {
			return -1, 0, false
		}
		at, from = from+i, from+i+len(mark)
		if at > 0 && body[at-1] != '\n' && body[at-1] != '\r' {
			continue
		}
		rest := body[from:]
		last = bytes.HasPrefix(rest, []byte("--"))
		if last {
			rest = rest[2:]
		}
		for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
			rest = rest[1:]
		}
		if n := lineEnd(rest); n > 0 || len(rest) == 0 {
			return at, len(body) - len(rest) + n, last
		}
	}
}

func has(body []byte, boundary string) bool {
	if boundary == "" {
		return false
	}
	at, _, _ := delimiter(body, boundary, 0)
	return at >= 0
}

// guessBoundary finds what must be the boundary: a line of two dashes and more, after which a header of a part follows.
func guessBoundary(body []byte) string {
	lines := linesOf(body[:min(len(body), 1<<20)])
	for {
		line, more := lines.next()
		if !more {
			return ""
		}
		line = bytes.TrimRight(line, " \t")
		if len(line) < 4 || len(line) > 200 || !bytes.HasPrefix(line, []byte("--")) {
			continue
		}
		if name, _ := nameOf(firstLine(body[lines.at:])); strings.HasPrefix(name, "content-") {
			return string(line[2:])
		}
	}
}

func firstLine(b []byte) []byte {
	line, _ := linesOf(b[:min(len(b), 1<<10)]).next()
	return line
}

// chopped is a part without the end of line that belongs to the boundary after it.
func chopped(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	for range 2 {
		b = bytes.TrimSuffix(b, []byte("\r"))
	}
	return b
}

// fileName is a name that can be shown and kept: without folders, without what ends lines or turns them, never empty.
func (r *reader) fileName(name, kind string, number int) string {
	name = r.oneLine(name)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Trim(strings.Map(func(c rune) rune {
		if strings.ContainsRune(`<>:"|?*`, c) {
			return '_'
		}
		return c
	}, name), " .")
	if name == "" {
		ext, known := extensions[kind]
		if !known {
			r.note(NameMissing)
		}
		return fmt.Sprintf("attachment-%d%s", number, ext)
	}
	if len(name) > 150 {
		ext := name[strings.LastIndexByte(name, '.')+1:]
		if len(ext) > 10 {
			ext = ""
		}
		name = cut(name, 130) + "." + ext
	}
	return strings.TrimRight(name, " .")
}

// extensions are those of files without a name.
var extensions = map[string]string{
	"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/heic": ".heic", "message/rfc822": ".eml", "message/global": ".eml", "text/plain": ".txt",
	"text/html": ".html", "text/calendar": ".ics", "application/ms-tnef": ".dat", "application/pkcs7-mime": ".p7m", "application/pkcs7-signature": ".p7s", "application/pgp-signature": ".asc", "application/pgp-encrypted": ".asc",
	"text/rfc822-headers": ".txt", "message/partial": ".eml", "message/external-body": ".txt", "application/zip": ".zip", "text/vcard": ".vcf",
}
