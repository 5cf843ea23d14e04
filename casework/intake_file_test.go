package casework_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store"
)

// withFile is a mail with words and a file.
func withFile(from, to, text, name, media string, data []byte) string {
	return strings.ReplaceAll("From: "+from+"\nTo: "+to+"\nSubject: Klacht\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"+
		"--b\nContent-Type: text/plain; charset=utf-8\n\n"+text+"\n--b\nContent-Type: "+media+"\nContent-Disposition: attachment; filename=\""+name+
		"\"\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(data)+"\n--b--\n", "\n", "\r\n")
}

// R5, R6, R7: a mail to the complaints address becomes a complaint with its files, counted from when it reached the mailbox, and is answered with the
// confirmation.
func TestR5_AMailBecomesAComplaintWithItsFiles(t *testing.T) {
	m := newMailing(t).open()
	came := m.now
	m.now = m.now.Add(3 * time.Hour) // nothing was fetched for a while
	raw := withFile("Fenna Post <fenna@example.org>", complaintsAddress, "STORY-CANARY", "foto.pdf", "application/pdf", filestest.PDF("bewijs"))
	must(t, m.TakeMail(t.Context(), casework.Incoming{Place: "1/1", At: came, Size: 1, Whole: true, Body: strings.NewReader(raw)}))
	m.settle()
	m.deliver()
	row := m.rows()[0]
	if row.State != store.MailComplaint || row.Reference == "" || len(row.Reasons) > 0 {
		t.Fatalf("it stands as %s %v", row.State, row.Reasons)
	}
	s := m.whole(row.Reference)
	if s.Channel != dossier.ByMail || !s.ReceivedAt.Equal(came) || len(s.Files) != 1 || s.TreatmentDate != "" {
		t.Errorf("channel %s, received %s, %d files, visit on %q", s.Channel, s.ReceivedAt, len(s.Files), s.TreatmentDate)
	}
	if words := m.saw(owner, row.Reference); !strings.Contains(words, "STORY-CANARY") || !strings.Contains(words, "Fenna Post") {
		t.Errorf("the dossier says %q", words)
	}
	sent := m.fake.Taken()
	if len(sent) != 1 || sent[0].To != "fenna@example.org" || !strings.Contains(sent[0].Text, row.Reference) {
		t.Errorf("%d mails were sent", len(sent))
	}
	if to := m.replyTo("fenna@example.org"); !strings.HasPrefix(to, "klachten+") {
		t.Errorf("answers go to %q", to)
	}
}

// What is no photo or PDF is not taken in, and that is told; the mail itself still has it.
func TestTakeMail_WhatIsNotTakenInOfItsFilesIsTold(t *testing.T) {
	m := newMailing(t).open()
	row := m.comes(withFile("fenna@example.org", complaintsAddress, "STORY", "macro.docm", "application/octet-stream", filestest.ZIP()))
	m.is(row, store.MailComplaint, row.Reference, "file_kind")
	if n := len(m.whole(row.Reference).Files); n != 0 {
		t.Errorf("%d files", n)
	}
	mail, err := m.MailIn(t.Context(), owner, row.ID)
	must(t, err)
	if len(mail.Read.Attachments) != 1 || mail.Read.Attachments[0].Name != "macro.docm" {
		t.Errorf("the mail has %v", mail.Read.Attachments)
	}
}

// More mails than become complaints in a day wait, of one sender and in all, and are not answered.
func TestTakeMail_AFloodWaits(t *testing.T) {
	m := newMailing(t).open()
	for n := range m.Policy.Mail.PerSender + 2 {
		row := m.comes(letterIn{from: "x@example.net", text: fmt.Sprint("Klacht ", n)}.String())
		if n == 0 {
			m.is(row, store.MailComplaint, row.Reference)
			m.do(casework.Viewer{Actor: dossier.Complainant(), Only: row.Reference}, row.Reference, dossier.Withdraw{}) // else the next ones are about it
			continue
		}
		if n < m.Policy.Mail.PerSender {
			m.is(row, store.MailComplaint, row.Reference)
			m.do(casework.Viewer{Actor: dossier.Complainant(), Only: row.Reference}, row.Reference, dossier.Withdraw{})
			continue
		}
		m.is(row, store.MailReview, "", casework.ReasonFlood)
	}
}

// A person makes a complaint of a mail that waits, places it, or puts it aside: each once, however often it is clicked, and one of them alone.
func TestMailThatWaitsIsPlacedOnce(t *testing.T) {
	m, reference := bannedByMail(t)
	flagged := []string{"X-Spam-Flag: YES"}
	file := m.comes(letterIn{from: "a@example.net", text: "A-CANARY", headers: flagged}.String())
	place := m.comes(letterIn{from: "b@example.net", text: "B-CANARY", headers: flagged}.String())
	aside := m.comes(letterIn{from: "c@example.net", text: "C-CANARY", headers: flagged}.String())
	for range 2 {
		if _, err := m.FileMail(t.Context(), receptionist, file.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := m.PlaceMail(t.Context(), owner, place.ID, strings.ToLower(reference)); err != nil {
			t.Fatal(err)
		}
		must(t, m.PutMailAside(t.Context(), owner, aside.ID))
	}
	states := map[string]store.MailState{}
	var filed string
	for _, row := range m.rows() {
		states[row.ID] = row.State
		if row.ID == file.ID {
			filed = row.Reference
		}
	}
	if states[file.ID] != store.MailComplaint || states[place.ID] != store.MailJoined || states[aside.ID] != store.MailAside {
		t.Errorf("they stand as %v", states)
	}
	if n := strings.Count(m.saw(owner, reference), "B-CANARY"); n != 1 {
		t.Errorf("the message stands there %d times", n)
	}
	if s := m.whole(filed); s.Channel != dossier.ByMail || !strings.Contains(m.saw(owner, filed), "A-CANARY") {
		t.Error("the complaint is not there")
	}
	_, err := m.FileMail(t.Context(), owner, place.ID)
	var own *casework.Error
	if !errors.As(err, &own) || own.Kind != casework.Refused {
		t.Errorf("a mail that was placed became a complaint: %v", err)
	}
}

// An erasure takes the mails of the dossier too, with what was kept of them.
func TestErase_TakesTheMailsOfTheDossier(t *testing.T) {
	m := newMailing(t).open()
	row := m.comes(letterIn{from: "Fenna Post <fenna@example.org>", text: "STORY-CANARY"}.String())
	joined := m.comes(letterIn{from: "fenna@example.org", to: m.replyTo("fenna@example.org"), text: "MORE-CANARY"}.String())
	m.is(joined, store.MailJoined, row.Reference)
	m.do(owner, row.Reference, dossier.Judge{Severity: "minor", Ground: "comfort", Reason: "x"})
	m.advance(time.Hour)
	count, err := m.Erase(t.Context(), owner, row.Reference, dossier.ToEverybody, false)
	must(t, err)
	m.settle()
	if count.Mails != 2 || len(m.rows()) != 0 {
		t.Errorf("it took %d mails, and %d are left", count.Mails, len(m.rows()))
	}
	for _, id := range []string{row.ID, joined.ID} {
		if _, err := m.Files.Store.Get(t.Context(), id); !errors.Is(err, files.ErrGone) {
			t.Errorf("the mail itself: %v", err)
		}
	}
	again := m.comes(letterIn{from: "fenna@example.org", to: "klachten+" + strings.ToLower(strings.ReplaceAll(row.Reference[3:], "-", "")) + "-x@kliniek.example", text: "W"}.String())
	m.is(again, store.MailReview, "", casework.ReasonWrongAddress)
}
