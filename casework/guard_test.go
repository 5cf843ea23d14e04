package casework_test

import (
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
)

const (
	sannesAddress = "Sanne.Bakker@Kliniek.example"
	daansAddress  = "daan@kliniek.example"
)

// banned is a world in which a ban runs between the complainant and sanne, who has an account with an address.
func banned(t *testing.T) (*mailing, string) {
	t.Helper()
	m := newMailing(t)
	must(t, m.DB.Write(t.Context(), func(tx *store.Tx) error {
		for id, a := range map[dossier.AccountID]store.Account{
			"sanne": {Email: sannesAddress, Specialist: "S1"},
			"daan":  {Email: daansAddress, Specialist: "S2"},
		} {
			a.ID, a.Name, a.Hash, a.Roles = id, string(id), "x", []dossier.Role{dossier.RoleSpecialist}
			before, err := tx.Account(id)
			if err == nil {
				before.Email = a.Email
				a = before
			}
			if err := tx.SaveAccount(a); err != nil {
				return err
			}
		}
		return nil
	}))
	c := complaint()
	c.Specialists = []dossier.SpecialistID{"S1"}
	filed := m.do(casework.Public(), "", c)
	m.settle()
	if ban := m.whole(filed.Reference).Banned(); !slices.Equal(ban, []dossier.SpecialistID{"S1"}) {
		t.Fatalf("a ban with %v", ban)
	}
	m.deliver()
	return m, filed.Reference
}

// past stores a message as no caller would, and tells what delivery made of it.
func (m *mailing) past(message store.Message) store.Delivery {
	m.t.Helper()
	message.Language, message.Subject, message.Body, message.At, message.Class = "nl", "S", "B", m.now, dossier.ClassSummary
	if message.Key == "" {
		message.Key = "past:" + string(message.To) + ":" + message.Address + ":" + message.Reference + m.now.String()
	}
	must(m.t, m.DB.Write(m.t.Context(), func(tx *store.Tx) error { return tx.SaveMessage(message) }))
	m.deliver()
	stored := m.stored(message.Key)
	if sent := slices.ContainsFunc(m.ids(), func(id string) bool { return id == "<"+stored.MailID+">" }); sent != (stored.Delivery == store.DeliverySent) {
		m.t.Errorf("%s to %s: %s, but sent: %v", message.To, message.Address, stored.Delivery, sent)
	}
	if stopped := stored.Delivery == store.DeliveryStopped; stopped != (stored.Answer == casework.AnswerBan) {
		m.t.Errorf("%s to %s: %s because of %q", message.To, message.Address, stored.Delivery, stored.Answer)
	}
	return stored.Delivery
}

// R23: whatever a caller puts into a message, delivery lets nothing from one side of a running ban reach the other. These messages go round all of
// them.
func TestR23_DeliveryStopsWhatWouldCrossABan(t *testing.T) {
	m, reference := banned(t)
	for name, c := range map[string]struct {
		to      dossier.Party
		address string
		about   string
		want    store.Delivery
	}{
		"the complainant's, to the complainant":         {dossier.ToComplainant, klaas.Email, reference, store.DeliverySent},
		"the complainant's, to the specialist":          {dossier.ToComplainant, sannesAddress, reference, store.DeliveryStopped},
		"the same, in capitals":                         {dossier.ToComplainant, "SANNE.BAKKER@KLINIEK.EXAMPLE", reference, store.DeliveryStopped},
		"the complainant's, to another specialist":      {dossier.ToComplainant, daansAddress, reference, store.DeliverySent},
		"the specialist's, to the specialist":           {dossier.ToSpecialist("S1"), sannesAddress, reference, store.DeliverySent},
		"the specialist's, to the complainant":          {dossier.ToSpecialist("S1"), klaas.Email, reference, store.DeliveryStopped},
		"another specialist's, to the complainant":      {dossier.ToSpecialist("S2"), klaas.Email, reference, store.DeliveryStopped},
		"another specialist's, to the specialist":       {dossier.ToSpecialist("S2"), sannesAddress, reference, store.DeliveryStopped},
		"a fellow client's, to the specialist":          {dossier.ToFellow(1), sannesAddress, reference, store.DeliveryStopped},
		"the handlers', to the specialist":              {dossier.ToHandlers, sannesAddress, reference, store.DeliveryStopped},
		"the desk's, to the specialist":                 {dossier.ToDesk, sannesAddress, reference, store.DeliveryStopped},
		"about no dossier, to the specialist's account": {"account:sanne", sannesAddress, "", store.DeliverySent},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.past(store.Message{To: c.to, Address: c.address, Reference: c.about}); got != c.want {
				t.Errorf("it is %s, want %s", got, c.want)
			}
		})
	}
}

// R23: the ban holds for the person, in whatever dossier of theirs.
func TestR23_DeliveryKnowsBansOfOtherDossiersOfThePerson(t *testing.T) {
	m, _ := banned(t)
	c := complaint()
	c.Specialists, c.Phone = []dossier.SpecialistID{"S2"}, ""
	other := m.do(casework.Public(), "", c).Reference
	if got := m.past(store.Message{To: dossier.ToComplainant, Address: sannesAddress, Reference: other}); got != store.DeliveryStopped {
		t.Errorf("it is %s", got)
	}
}

// R23: an answer must not reach the other side either, whoever set that address.
func TestR23_DeliveryStopsMailsWhoseAnswersWouldCrossABan(t *testing.T) {
	for replyTo, want := range map[string]map[string]store.Delivery{
		sannesAddress:                 {klaas.Email: store.DeliveryStopped},
		klaas.Email:                   {sannesAddress: store.DeliveryStopped},
		"post@kliniek.example":        {klaas.Email: store.DeliverySent, sannesAddress: store.DeliverySent},
		"Daan <" + daansAddress + ">": {klaas.Email: store.DeliverySent},
	} {
		m, reference := banned(t)
		m.Post = m.server(replyTo)
		for address, want := range want {
			to, about := dossier.ToComplainant, reference
			if address == sannesAddress {
				to = dossier.ToSpecialist("S1")
			}
			if got := m.past(store.Message{To: to, Address: address, Reference: about}); got != want {
				t.Errorf("to %s, answers to %s: %s, want %s", address, replyTo, got, want)
			}
			if want == store.DeliveryStopped { // one that is about no dossier crosses as well
				if got := m.past(store.Message{To: "account:x", Address: address}); got != want {
					t.Errorf("about no dossier to %s, answers to %s: %s, want %s", address, replyTo, got, want)
				}
			}
		}
	}
}

// writer puts more headers into a mail than the office asked for.
type writer struct {
	casework.Post
	header string
}

func (w writer) Write(m post.Mail) ([]byte, error) {
	text, err := w.Post.Write(m)
	return append([]byte(w.header+"\r\n"), text...), err
}

// R23: the guard reads the mail as it would go, not what its makers say of it.
func TestR23_DeliveryReadsTheMailItself(t *testing.T) {
	for header, want := range map[string]store.Delivery{
		"Cc: " + sannesAddress: store.DeliveryStopped,
		"Bcc: Iedereen <x@y.example>, =?utf-8?q?S=C3=A1nne?= <" + sannesAddress + ">": store.DeliveryStopped,
		"CC: x@y.example,\r\n " + sannesAddress:                                       store.DeliveryStopped,
		"cc: collega's: " + daansAddress + ", " + sannesAddress + ";":                 store.DeliveryStopped,
		"Sender: " + sannesAddress:                                                    store.DeliveryStopped,
		"Disposition-Notification-To: " + sannesAddress:                               store.DeliveryStopped,
		"Cc: nobody can read <this":                                                   store.DeliveryStopped,
		"Cc: " + daansAddress:                                                         store.DeliverySent,
	} {
		m, reference := banned(t)
		m.Post = writer{m.Post, header}
		if got := m.past(store.Message{To: dossier.ToComplainant, Address: klaas.Email, Reference: reference}); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

// Whoever complains under a specialist's address gets nothing there, and keeps nothing from the specialist.
func TestR23_AnAddressOfBothSidesIsTheSpecialists(t *testing.T) {
	m, _ := banned(t)
	c := complaint()
	c.Specialists, c.Email = []dossier.SpecialistID{"S2"}, daansAddress
	reference := m.do(casework.Public(), "", c).Reference
	m.settle()
	m.deliver()
	for to, want := range map[dossier.Party]store.Delivery{
		dossier.ToComplainant: store.DeliveryStopped, dossier.ToSpecialist("S2"): store.DeliverySent,
	} {
		if got := m.past(store.Message{To: to, Address: daansAddress, Reference: reference}); got != want {
			t.Errorf("%s: %s, want %s", to, got, want)
		}
	}
	if got := m.past(store.Message{To: "account:daan", Address: daansAddress}); got != store.DeliverySent {
		t.Errorf("the account's own: %s", got)
	}
}

// R22: when the ban is over, what is told goes again.
func TestR22_DeliveryGoesOnWhenTheBanIsOver(t *testing.T) {
	m, reference := banned(t)
	m.withdrawn(reference)
	if ban := m.whole(reference).Banned(); len(ban) != 0 {
		t.Fatalf("the ban runs with %v", ban)
	}
	if got := m.past(store.Message{To: dossier.ToHandlers, Address: sannesAddress, Reference: reference}); got != store.DeliverySent {
		t.Errorf("it is %s", got)
	}
}
