package inbox

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"
	"pgregory.net/rapid"
)

// letters are what names, subjects and texts are made of: what has to be encoded, and what looks as if it were.
var letters = rapid.SampledFrom([]rune(`abcXYZ019 ,.;:<>@"'()[]=?_-éëï€“”’Жщ治療😀`))

func words(longest int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(strings.Fields(string(rapid.SliceOfN(letters, 1, longest).Draw(t, "letters"))), " ")
	})
}

// What another library writes is read as it was meant, in each encoding that it knows.
func TestWhatAnotherLibraryWritesIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		encoding := rapid.SampledFrom([]gomail.Encoding{gomail.EncodingQP, gomail.EncodingB64, gomail.NoEncoding}).Draw(t, "encoding")
		name, subject := words(40).Draw(t, "name"), words(200).Draw(t, "subject")
		text := "Begin.\n" + strings.Join(rapid.SliceOfN(words(120), 1, 20).Draw(t, "text"), "\n") + "\nEinde."
		file := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(t, "file")
		at := time.Date(2026, 3, 3, 14, 5, 0, 0, time.UTC)

		msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(encoding))
		msg.FromMailAddress(&mail.Address{Name: name, Address: "anja@example.nl"})
		if err := msg.To("klachten@kliniek.example"); err != nil {
			t.Fatal(err)
		}
		msg.Subject(subject)
		msg.SetMessageIDWithValue("een@example.nl")
		msg.SetDateWithValue(at)
		msg.SetBodyString(gomail.TypeTextPlain, text)
		if rapid.Bool().Draw(t, "with HTML") {
			msg.AddAlternativeString(gomail.TypeTextHTML, "<p>Begin. Einde.</p>")
		}
		if err := msg.AttachReader("Bijlage één.bin", bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
		var raw bytes.Buffer
		if _, err := msg.WriteTo(&raw); err != nil {
			t.Fatal(err)
		}

		m := Read(raw.Bytes(), ours)
		if m.From.Email != "anja@example.nl" || m.Subject != subject || !m.Date.Equal(at) || m.MessageID != "een@example.nl" || m.Sort != Person {
			t.Fatalf("from %q subject %q date %v id %q sort %s\nmeant %q\n%s", m.From, m.Subject, m.Date, m.MessageID, m.Sort, subject, raw.Bytes())
		}
		if got, meant := strings.Join(inLines(m.Text+"\n"+m.Folded), "\n"), strings.Join(inLines(text), "\n"); len(got) != len(meant) {
			t.Fatalf("text %q meant %q", got, meant)
		}
		if len(m.Attachments) != 1 || m.Attachments[0].Name != "Bijlage één.bin" || !bytes.Equal(m.Attachments[0].Data, file) {
			t.Fatalf("files %+v", m.Attachments)
		}
		if len(m.Problems) > 0 {
			t.Fatalf("problems %v in\n%s", m.Problems, raw.Bytes())
		}
	})
}

// Our own mails are known when they come back whole, as when somebody's mailbox sends everything on to us; an answer to one is not one.
func TestAnAnswerToAMailOfOursIsNoLoop(t *testing.T) {
	own := "From: klachten@kliniek.example\r\nSubject: Uw klacht\r\nMessage-ID: <1.2@kliniek.example>\r\nAuto-Submitted: auto-generated\r\n\r\nU heeft een bericht.\r\n"
	if m := Read([]byte(own), ours); m.Sort != Loop {
		t.Errorf("our own is %s", m.Sort)
	}
	if m := Read([]byte(own), ""); m.Sort == Loop {
		t.Error("without a domain nothing is our own")
	}
	answer := strings.NewReplacer("1.2@kliniek.example>", "3@mail.example.nl>\r\nIn-Reply-To: <1.2@kliniek.example>", "Auto-Submitted: auto-generated\r\n", "").Replace(own)
	if m := Read([]byte(answer), ours); m.Sort != Person || m.InReplyTo != "1.2@kliniek.example" {
		t.Errorf("an answer is %s to %q", m.Sort, m.InReplyTo)
	}
}

func TestRecipientsAreAllToWhomItMayHaveGoneEachOnce(t *testing.T) {
	m := Read([]byte("From: a@b.nl\nTo: K <k@x.nl>, l@x.nl\nCc: k@x.nl\nDelivered-To: k+1@x.nl\nX-Original-To: k+1@x.nl\n\nx"), "")
	if got := strings.Join(m.Recipients(), " "); got != "k+1@x.nl k@x.nl l@x.nl" {
		t.Errorf("%q", got)
	}
}
