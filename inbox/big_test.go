package inbox

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const start = "From: anja@example.nl\r\nTo: klachten@kliniek.example\r\nSubject: Groot\r\nDate: Tue, 3 Mar 2026 14:05:00 +0100\r\nMIME-Version: 1.0\r\n"

// large is a mail of so many bytes: a text and a file.
func large(size int) []byte {
	var b bytes.Buffer
	b.WriteString(start + "Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMijn klacht.\r\n" +
		"--grens\r\nContent-Type: application/pdf; name=groot.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	line := []byte(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0x5a, 0xa5, 0x42}, 19)) + "\r\n")
	for b.Len() < size {
		b.Write(line)
	}
	b.WriteString("--grens--\r\n")
	return b.Bytes()
}

// allocated is how many bytes f asks for in all, also those that are let go at once: more than it ever holds.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestAMailOf30MBTakesLessThanItsOwnSizeBesideIt(t *testing.T) {
	raw := large(30 << 20)
	var m Mail
	took := allocated(func() { m = Read(raw, ours) })
	t.Logf("%d MB read with %d MB", len(raw)>>20, took>>20)
	if took > uint64(len(raw)) {
		t.Errorf("%d bytes for a mail of %d", took, len(raw))
	}
	if m.Text != "Mijn klacht." || len(m.Attachments) != 1 || len(m.Attachments[0].Data) < 22_000_000 || len(m.Problems) > 0 {
		t.Errorf("text %q, %d files, problems %v", m.Text, len(m.Attachments), m.Problems)
	}
}

func TestAMailBeyondWhatIsReadIsReadSoFar(t *testing.T) {
	m := Read(large(MaxMail+1000), ours)
	if m.Text != "Mijn klacht." || !slices.Contains(m.Problems, TooLarge) || !slices.Contains(m.Problems, Unfinished) {
		t.Errorf("text %q, problems %v", m.Text, m.Problems)
	}
}

func TestOfTenThousandPartsTheFirstThousandAreReadAndTheRestIsKept(t *testing.T) {
	var b strings.Builder
	b.WriteString(start + "Content-Type: multipart/mixed; boundary=grens\r\n\r\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "--grens\r\nContent-Type: application/pdf; name=%d.pdf\r\n\r\nbestand %d\r\n", i, i)
	}
	b.WriteString("--grens--\r\n")
	m := Read([]byte(b.String()), ours)
	n := len(m.Attachments)
	if n > MaxParts+1 || !slices.Contains(m.Problems, TooManyParts) {
		t.Fatalf("%d files, problems %v", n, m.Problems)
	}
	if last := string(m.Attachments[n-1].Data); !strings.Contains(last, "bestand 9999") || !strings.Contains(last, fmt.Sprintf("bestand %d\r\n", n-1)) {
		t.Error("the rest is not all there")
	}
}

// What makes careless programs slow: each of these is a few megabytes that would take hours if any step went over them again for each
// line, tag, part or word. Read in proportion they take well under a second; go test ends what hangs.
func TestNoMailTakesTimeBeyondProportion(t *testing.T) {
	const n = 1 << 20
	plain := start + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
	html := start + "Content-Type: text/html; charset=utf-8\r\n\r\n"
	parts := start + "Content-Type: multipart/mixed; boundary=g\r\n\r\n"
	for name, mail := range map[string]string{
		"one line of a megabyte":       plain + strings.Repeat("a", n),
		"words without an end":         plain + strings.Repeat("Op 3 maart 2026 schreef ", n/24),
		"two dashes on every line":     plain + strings.Repeat("--\n", n/3),
		"quotes and empty lines":       plain + strings.Repeat(">\n\n", n/3),
		"headers of Outlook":           plain + strings.Repeat("Van: x\n\n", n/8),
		"underscores":                  plain + strings.Repeat("__________\n", n/11),
		"announcements":                plain + strings.Repeat("Op 3-3-2026 14:05 schreef a:\nb\n", n/32),
		"begin of uuencode":            plain + strings.Repeat("begin 644 a\n!  \n", n/16),
		"lone ends of line":            start + strings.Repeat("\r", n),
		"lone ends of line in text":    strings.ReplaceAll(plain, "\n", "") + strings.Repeat("regel\r", n),
		"addresses":                    "To: " + strings.Repeat("a@b.nl, ", n/8) + "\r\n\r\n",
		"brackets and quotes":          "From: " + strings.Repeat(`"<(,`, n/4) + "\r\n\r\n",
		"words of RFC 2047":            "Subject: " + strings.Repeat("=?utf-8?Q?", n/10) + "\r\n\r\n",
		"a header of a megabyte":       "Subject: " + strings.Repeat("lang ", n/5) + "\r\n\r\n",
		"continued a million times":    "Subject: x\r\n" + strings.Repeat(" y\r\n", n) + "\r\n",
		"parameters":                   "Content-Type: text/plain" + strings.Repeat("; a*0=b", n/7) + "\r\n\r\nx",
		"comments":                     "Content-Type: " + strings.Repeat("(", n) + "\r\n\r\nx",
		"boundaries that are none":     parts + strings.Repeat("\n--gx", n/5),
		"boundaries and nothing else":  parts + strings.Repeat("--g\n", n/4),
		"closed again and again":       parts + strings.Repeat("--g--\nx\n", n/8),
		"tags that open":               html + strings.Repeat("<div>", n/5),
		"tags that close":              html + strings.Repeat("</blockquote>", n/13),
		"less than":                    html + strings.Repeat("<", n),
		"comments that open":           html + strings.Repeat("<!--", n/4),
		"attributes":                   html + "<p " + strings.Repeat("a=b ", n/4) + ">",
		"quotes within quotes":         html + strings.Repeat(`<blockquote type=cite>x`, n/23),
		"links":                        html + strings.Repeat(`<a href="http://x.nl">`, n/22),
		"base64 that is padded often":  start + "Content-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("QQ==", n/4),
		"equals":                       start + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Repeat("= ", n/2),
		"flowed":                       start + "Content-Type: text/plain; format=flowed\r\n\r\n" + strings.Repeat("a \r\n", n/4),
		"dots in the text of a bounce": "From: mailer-daemon@x.nl\r\nSubject: failure notice\r\n\r\n" + strings.Repeat("a.", n/2) + "@" + strings.Repeat("b.", n/2),
		"a status of many addresses":   "From: mailer-daemon@x.nl\r\nContent-Type: message/delivery-status\r\n\r\n" + strings.Repeat("Final-Recipient: rfc822;a@b.nl\r\n\r\n", n/34),
		"references":                   "References: " + strings.Repeat("<a", n/2) + "\r\n\r\n",
		"dates":                        "Date: " + strings.Repeat("(", n) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte(mail)
			if wrong := bounded(raw, Read(raw, ours)); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

func BenchmarkReadMailOf30MB(b *testing.B) {
	raw := large(30 << 20)
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		Read(raw, ours)
	}
}

// In whatever form 30 MB come: what is asked for in all is below three times the mail, so that with the mail itself it stays below four.
func TestNoMailOf30MBTakesFourTimesItsSize(t *testing.T) {
	const size = 30 << 20
	letters := strings.Repeat("Een lange klacht over de gang van zaken in de kliniek.\r\n", size/56)
	uu := strings.Repeat("M"+strings.Repeat("8", 60)+"\n", size/62)
	for name, mail := range map[string]string{
		"text":                        start + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + letters,
		"text in another charset":     start + "Content-Type: text/plain; charset=windows-1252\r\n\r\n" + letters,
		"HTML":                        start + "Content-Type: text/html; charset=utf-8\r\n\r\n" + letters,
		"quoted-printable":            start + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.ReplaceAll(letters, "\r\n", "=\r\n"),
		"base64 with rubbish":         start + "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("QUJD", size/4) + "!!",
		"uuencode in the text":        start + "Content-Type: text/plain\r\n\r\nbegin 644 a.bin\n" + uu + "`\nend\n",
		"many files in uuencode":      start + "Content-Type: text/plain\r\n\r\n" + strings.Repeat("begin 644 a.bin\n"+uu[:62*1000]+"`\nend\n", size/62/1000),
		"a file that is not encoded":  start + "Content-Type: application/pdf; name=a.pdf\r\n\r\n" + letters,
		"a header":                    start + "X-Lang: " + strings.ReplaceAll(letters, "\r\n", "\r\n ") + "\r\n\r\nx",
		"fields":                      strings.Repeat("X-Veld: a\r\n", size/11) + "\r\nx",
		"a mail within a mail":        start + "Content-Type: message/rfc822\r\n\r\n" + start + "\r\n" + letters,
		"a mail in UTF-16":            "\xff\xfe" + strings.Repeat("a\x00", size/2),
		"a text in UTF-16":            start + "Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + strings.Repeat("a\x00", size/2),
		"a part without its boundary": start + "Content-Type: multipart/mixed; boundary=g\r\n\r\n" + letters,
		"parts in base64 as a whole":  start + "Content-Type: multipart/mixed; boundary=g\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("QUJD", size/4),
		"a calendar":                  start + "Content-Type: text/calendar; method=REPLY\r\n\r\n" + letters,
		"a delivery status":           start + "Content-Type: message/delivery-status\r\n\r\n" + strings.Repeat("Final-Recipient: rfc822;a@b.nl\r\n\r\n", size/34),
		"an Outlook file of rubbish":  start + "Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\x01\x00" + letters,
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte(mail)
			var m Mail
			if took := allocated(func() { m = Read(raw, ours) }); took > 3*uint64(len(raw)) {
				t.Errorf("%d MB for a mail of %d MB", took>>20, len(raw)>>20)
			} else {
				t.Logf("%d MB", took>>20)
			}
			if wrong := bounded(raw, m); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}
