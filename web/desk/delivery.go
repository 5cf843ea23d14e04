package desk

import (
	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/words"
)

// delivery is what became of a message, and what whoever reads it can do.
type delivery struct {
	State, Style string // in a word; empty where messages are stored alone
	Text         string
}

// deliveryStyles are the styles of the badge of each state.
var deliveryStyles = map[store.Delivery]string{store.DeliverySent: "good", store.DeliveryRefused: "bad", store.DeliveryStopped: "bad"}

// delivery tells of a message whether it was mailed. mails: whether messages are mailed at all.
func (s scene) delivery(m store.Message, mails bool) delivery {
	if !m.Bounced.IsZero() {
		return delivery{s.say("desk.delivery.bounced"), "bad", s.say("desk.delivery.bounced.do", m.Bounce)}
	}
	if m.Delivery == "" {
		if !mails || casework.AmongStaff(m.To) || store.Mailable(m.Address) {
			return delivery{} // of before mails were delivered
		}
		return delivery{State: s.say("desk.delivery.none"), Text: s.say("desk.delivery.none.do")}
	}
	if m.Delivery == store.DeliverySent {
		return delivery{s.say("desk.delivery.sent"), deliveryStyles[m.Delivery], s.say("desk.delivery.at", s.moment(m.Delivered))}
	}
	d := delivery{State: s.say("desk.delivery." + string(m.Delivery)), Style: deliveryStyles[m.Delivery], Text: s.say("desk.delivery.waiting.do")}
	why, tried := casework.WhyOf(m.Answer)
	if key := "desk.delivery.why." + why; words.Has(key) {
		d.Text = s.say(key)
	}
	if m.Delivery == store.DeliveryRefused && tried {
		d.Text = s.say("desk.delivery.over")
	}
	return d
}

// deadAddress says that messages to the complainant's present address come back; empty when none did.
func (s scene) deadAddress(email string, messages []store.Message) string {
	for _, m := range messages {
		if email != "" && !m.Bounced.IsZero() && m.To == dossier.ToComplainant && register.FoldEmail(m.Address) == register.FoldEmail(email) {
			return s.say("desk.dead_address", m.Bounce)
		}
	}
	return ""
}
