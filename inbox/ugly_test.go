package inbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the expectations anew; each is to be read")

// ugly reads the corpus: mails made for the purpose, each named after its ugliness.
func ugly(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/ugly/*.eml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.ToLower(strings.TrimSuffix(filepath.Base(path), ".eml"))] = raw
	}
	if len(all) != len(paths) {
		t.Fatal("two mails of one name")
	}
	return all
}

// ours is the domain that our own mails are known by in the corpus.
const ours = "kliniek.example"

// shown is a mail as the expectations have it.
func shown(m Mail) string {
	var b strings.Builder
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	row("from", address(m.From))
	row("reply-to", address(m.ReplyTo))
	row("to", list(m.To))
	row("cc", list(m.Cc))
	row("to server", strings.Join(m.ToServer, ", "))
	row("subject", m.Subject)
	if !m.Date.IsZero() {
		row("date", m.Date.Format(time.RFC3339))
	}
	row("message id", m.MessageID)
	row("in reply to", m.InReplyTo)
	row("references", strings.Join(m.References, " "))
	row("sort", string(m.Sort))
	row("language", m.Language)
	for _, f := range m.Bounce {
		row("bounce", fmt.Sprintf("%s status=%s permanent=%t of=%s", f.Address, f.Status, f.Permanent, f.MessageID))
	}
	for _, p := range m.Problems {
		row("problem", string(p))
	}
	for _, a := range m.Attachments {
		sum := sha256.Sum256(a.Data)
		inline := ""
		if a.Inline {
			inline = " inline"
		}
		row("attachment", fmt.Sprintf("%q %s %d %s%s", a.Name, a.MediaType, len(a.Data), hex.EncodeToString(sum[:6]), inline))
	}
	if m.FromHTML {
		row("text from", "html")
	}
	b.WriteString("--- text\n" + long(m.Text) + "\n--- folded\n" + long(m.Folded) + "\n")
	return b.String()
}

// long shortens what is long, with how long it is and its digest.
func long(s string) string {
	if len(s) < 3000 {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return fmt.Sprintf("%s … %d bytes %s", s[:100], len(s), hex.EncodeToString(sum[:6]))
}

func address(a Address) string {
	if a == (Address{}) {
		return ""
	}
	return fmt.Sprintf("%s <%s>", a.Name, a.Email)
}

func list(all []Address) string {
	var s []string
	for _, a := range all {
		s = append(s, address(a))
	}
	return strings.Join(s, ", ")
}

// Every mail of the corpus gives the sender, subject, text, files, sort and problems that were read by hand in its expectation.
func TestUglyMailsAreReadAsExpected(t *testing.T) {
	for name, raw := range ugly(t) {
		t.Run(name, func(t *testing.T) {
			before := bytes.Clone(raw)
			got := shown(Read(raw, ours))
			if !bytes.Equal(raw, before) {
				t.Error("the mail itself was written to")
			}
			path := filepath.Join("testdata", "ugly", name+".want")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func TestThereAreAtLeast150UglyMailsAndEachHasItsExpectation(t *testing.T) {
	mails := ugly(t)
	if len(mails) < 150 {
		t.Errorf("%d mails", len(mails))
	}
	wants, err := filepath.Glob("testdata/ugly/*.want")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range wants {
		if _, ok := mails[strings.TrimSuffix(filepath.Base(path), ".want")]; !ok {
			t.Errorf("%s expects something of no mail", path)
		}
	}
	if len(wants) != len(mails) {
		t.Errorf("%d mails, %d expectations", len(mails), len(wants))
	}
	same := map[string]string{}
	for name, raw := range mails {
		if other, ok := same[string(raw)]; ok {
			t.Errorf("%s is %s", name, other)
		}
		same[string(raw)] = name
	}
}

// bounded tells what is wrong with what was read, whatever it was read from.
func bounded(raw []byte, m Mail) string {
	texts := []string{m.From.Name, m.From.Email, m.ReplyTo.Name, m.ReplyTo.Email, m.Subject, m.MessageID, m.InReplyTo, m.Text, m.Folded, m.Language, list(m.To), list(m.Cc)}
	texts = append(append(texts, m.ToServer...), m.References...)
	total := 0
	for _, a := range m.Attachments {
		texts = append(texts, a.Name, a.MediaType)
		total += len(a.Data)
		if a.Name == "" || strings.ContainsAny(a.Name, "/\\\n\r\x00") {
			return fmt.Sprintf("name of a file %q", a.Name)
		}
	}
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return fmt.Sprintf("not UTF-8: %q", s)
		}
		if strings.ContainsAny(s, "\x00\r\x1b") {
			return fmt.Sprintf("control characters: %q", s)
		}
	}
	if strings.Contains(m.Subject+m.From.Name+m.From.Email+m.MessageID, "\n") {
		return "a line end in the header"
	}
	switch {
	case total > 6*len(raw)+MaxText:
		return fmt.Sprintf("%d bytes of files out of %d", total, len(raw))
	case len(m.Text)+len(m.Folded) > MaxText:
		return "text without bound"
	case len(m.Attachments) > 3*MaxParts:
		return "files without bound"
	case m.Sort == "":
		return "no sort"
	case m.Text == "" && m.Folded != "":
		return "all of the text is folded"
	}
	return ""
}

func TestWhateverIsReadIsBoundedAndValid(t *testing.T) {
	for name, raw := range ugly(t) {
		for cut := len(raw); cut >= 0; cut -= max(1, len(raw)/23) {
			if wrong := bounded(raw[:cut], Read(raw[:cut], ours)); wrong != "" {
				t.Errorf("%s cut at %d: %s", name, cut, wrong)
			}
		}
	}
}
