package rights_test

import (
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
)

// mails are those that wait: one of somebody unknown, one of a member of staff, one to the complainant's reply address of the complaint from
// another address, and one to that of its specialist.
func (c *chain) mails() {
	c.mail("mail-loose", store.MailIn{Reasons: []string{"flood"}})
	c.mail("mail-staff", store.MailIn{Reasons: []string{"staff"}})
	c.mail("mail-complaint", store.MailIn{Reasons: []string{"other_sender"}, Reference: c.object["complaint"], Party: dossier.ToComplainant})
	c.mail("mail-accused", store.MailIn{Reasons: []string{"specialist"}, Reference: c.object["complaint"], Party: dossier.ToSpecialist("S1")})
	c.mail("mail-conflict", store.MailIn{Reasons: []string{"known_sender"}, Reference: c.object["conflict"], Party: dossier.ToComplainant})
}

// mail has one wait in the list. It names no sender, so that no complaint can be made of it and everybody finds it waiting.
func (c *chain) mail(name string, m store.MailIn) {
	c.t.Helper()
	raw := "Subject: x\r\n\r\n" + mark(name+"-text") + "\r\n"
	m.ID, m.Digest, m.At, m.Taken, m.State = files.NewID(), name, c.now, c.now, store.MailReview
	m.Sender, m.Subject, m.Size = "iemand@example.org", mark(name+"-subject"), int64(len(raw))
	must(c.t, c.Files.Store.Put(c.t.Context(), m.ID, strings.NewReader(raw), m.Size))
	must(c.t, c.DB.Write(c.t.Context(), func(tx *store.Tx) error {
		return tx.SaveFile(store.KeptFile{ID: m.ID, Form: name, Media: "message/rfc822", Size: m.Size, Hash: name, At: c.now, State: store.FileComing})
	}))
	must(c.t, c.DB.Write(c.t.Context(), func(tx *store.Tx) error { return tx.SaveMail(m) }))
	c.object[name] = m.ID
}
