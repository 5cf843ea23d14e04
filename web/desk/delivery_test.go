package desk_test

import (
	"context"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// noPost has messages mailed, by nobody.
type noPost struct{}

func (noPost) Sender() string                             { return "klachten@kliniek.example" }
func (noPost) Write(post.Mail) ([]byte, error)            { return nil, nil }
func (noPost) Send(context.Context, []byte, string) error { return nil }

// Whoever reads a message at the desk sees whether it was mailed, why not, and what to do then.
func TestDeliveryIsToldWithEachMessage(t *testing.T) {
	w := newWorld(t)
	reference := w.file()
	b := w.as("owner")
	page := b.get("/desk/dossiers/" + reference).body
	for _, state := range []string{"sent", "waiting", "refused", "stopped", "none"} {
		if word := words.Say(words.NL, "desk.delivery."+state); strings.Contains(page, "badge\">"+word) || strings.Contains(page, ">"+word+"</span>") {
			t.Errorf("no mail is delivered, and the page says %q", word)
		}
	}
	w.Post = noPost{}
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		m := store.Message{Reference: reference, To: dossier.ToComplainant, Kind: "message", Language: "nl", Subject: "S", At: w.now, Class: dossier.ClassSummary}
		for _, c := range []struct {
			key, address string
			what         store.Delivery
			why          string
		}{
			{"a", "a@post.example", store.DeliverySent, ""},
			{"b", "b@post.example", store.DeliveryWaiting, "later 450 4.2.0"},
			{"c", "c@post.example", store.DeliveryRefused, "address 550 5.1.1"},
			{"d", "d@post.example", store.DeliveryStopped, casework.AnswerBan},
			{"e", "e@post.example", store.DeliveryRefused, "unreachable"},
			{"f", "Dorpsstraat 1, Ons Dorp", "", ""},
		} {
			m.Key, m.Address = c.key, c.address
			if err := tx.SaveMessage(m); err != nil {
				return err
			}
			if c.what != "" {
				if err := tx.Delivered(c.key, c.what, c.why, w.now); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	page = b.get("/desk/dossiers/" + reference).body
	for _, key := range []string{"sent", "waiting", "refused", "stopped", "none", "none.do", "why.later", "why.address", "why.ban", "over"} {
		if text := words.Say(words.NL, "desk.delivery."+key); !strings.Contains(page, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}
