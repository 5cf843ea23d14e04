package inbox

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRead: any bytes are read, without a panic, as valid and bounded text, the same each time, and the bytes are left as they were. What
// a plain mail says is in Text or in Folded.
func FuzzRead(f *testing.F) {
	for _, raw := range ugly(f) {
		if len(raw) < 20_000 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := string(raw)
		m := Read(raw, ours)
		if string(raw) != before {
			t.Fatal("the mail itself was written to")
		}
		if wrong := bounded(raw, m); wrong != "" {
			t.Fatal(wrong)
		}
		if again := Read(raw, ours); !reflect.DeepEqual(m, again) {
			t.Fatalf("read twice, two mails: %+v and %+v", m, again)
		}
		if m.Text == "" && len(m.Attachments) == 0 && len(m.Problems) == 0 {
			t.Fatal("nothing was read and nothing is wrong")
		}
		said := Read(append([]byte("From: a@b.nl\nContent-Type: text/plain; charset=utf-8\n\nklacht\n"), raw...), ours)
		if !strings.Contains(said.Text+said.Folded, "klacht") {
			t.Fatalf("the first line is in neither: %q, %q", said.Text, said.Folded)
		}
	})
}

// FuzzFold: what is written and what is folded hold every line together, in their order, and something is left to read.
func FuzzFold(f *testing.F) {
	for _, raw := range ugly(f) {
		m := Read(raw, ours)
		if s := m.Text + "\n" + m.Folded; len(s) < 20_000 {
			f.Add(s, false)
			f.Add(s, true)
		}
	}
	f.Fuzz(func(t *testing.T, text string, forwarded bool) {
		if !utf8.ValidString(text) {
			return
		}
		written, folded := Fold(text, forwarded)
		if strings.TrimSpace(written) == "" && strings.TrimSpace(text) != "" {
			t.Fatalf("nothing is left of %q", text)
		}
		if n := inBoth(inLines(text), inLines(written), inLines(folded)); n != "" {
			t.Fatalf("%q is lost or moved: %q became %q and %q", n, text, written, folded)
		}
	})
}

func inLines(s string) []string {
	var all []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			all = append(all, l)
		}
	}
	return all
}

// inBoth takes each line from the front of one of the two, and gives the first that stands at neither.
func inBoth(lines, a, b []string) string {
	counts := map[string]int{}
	for _, l := range lines {
		counts[l]++
	}
	for _, l := range append(append([]string{}, a...), b...) {
		counts[l]--
	}
	for l, n := range counts {
		if n != 0 {
			return l
		}
	}
	for _, part := range [][]string{a, b} {
		at := 0
		for _, l := range part {
			for at < len(lines) && lines[at] != l {
				at++
			}
			if at == len(lines) {
				return l
			}
			at++
		}
	}
	return ""
}

// FuzzBounce: whatever a delivery status and the words beside it hold, what is read are addresses that can be, a bounded number, each once.
func FuzzBounce(f *testing.F) {
	f.Add("Final-Recipient: rfc822; a@b.nl\nAction: failed\nStatus: 5.1.1\n", "<a@b.nl>: 550 5.1.1 unknown", "failure notice")
	f.Add("\n\nOriginal-Recipient: rfc822;\nStatus: 9\n", "", "Onbestelbaar: x")
	f.Add("Action: delivered\nFinal-Recipient: x;y@z\n", "host said: 452 4.2.2", "Warning: message delayed")
	f.Fuzz(func(t *testing.T, status, words, subject string) {
		subject = strings.NewReplacer("\r", " ", "\n", " ").Replace(subject)
		raw := "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: " + subject + "\nContent-Type: multipart/report; boundary=g\n\n--g\n\n" + words +
			"\n--g\nContent-Type: message/delivery-status\n\n" + status + "\n--g--\n"
		for _, raw := range []string{raw, strings.Replace(raw, "message/delivery-status", "text/plain", 1)} {
			m := Read([]byte(raw), ours)
			if len(m.Bounce) > maxFailed {
				t.Fatalf("%d addresses", len(m.Bounce))
			}
			seen := map[string]bool{}
			for _, b := range m.Bounce {
				key := strings.ToLower(b.Address)
				if b.Address == "" || seen[key] || !strings.Contains(b.Address, "@") || strings.ContainsAny(b.Address, "\n\r\x00<>") || !utf8.ValidString(b.Address) {
					t.Fatalf("address %q of %v", b.Address, m.Bounce)
				}
				seen[key] = true
				if b.Status != "" && statusCode.FindString(b.Status) != b.Status {
					t.Fatalf("status %q", b.Status)
				}
			}
			if m.Sort != Bounce && len(m.Bounce) > 0 {
				t.Fatalf("%s about %v", m.Sort, m.Bounce)
			}
		}
	})
}
