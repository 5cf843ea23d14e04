package doors_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// ticketIn is that of the link in the newest message to an address.
func (w *world) ticketIn(address string) string {
	w.t.Helper()
	return doors.TicketOf(w.tokenIn(address))
}

func (w *world) tokenIn(address string) string {
	w.t.Helper()
	list := w.mailed(address)
	if len(list) == 0 {
		w.t.Fatalf("nothing was mailed to %s", address)
	}
	path, ok := w.LinkOf(list[0])
	if !ok || !strings.Contains(list[0].Body, mail.LinkPlaceholder) || strings.Contains(list[0].Body, path) {
		w.t.Fatalf("no link in a message of kind %s, or it is stored with it", list[0].Kind)
	}
	return strings.TrimPrefix(path, doors.TicketPath)
}

// forgotten asks for a link and waits until it is there.
func (w *world) forgotten(email string) {
	w.t.Helper()
	must(w.t, w.Forgotten(w.t.Context(), email, here))
	w.remind()
}

func TestInvitedChoosesAPassword(t *testing.T) {
	w := newWorld(t)
	admin := w.in("admin@chain.example")
	id, err := w.Invite(t.Context(), by(admin), password, doors.Details{Name: " Nora  Nieuw ", Email: "Nora@Chain.example", Roles: roles("receptionist"), Branch: "B1"})
	must(t, err)
	token := w.ticketIn("nora@chain.example")
	for range 3 { // programs that look through mail open it too
		choice, err := w.Open(t.Context(), token)
		must(t, err)
		if choice.Account.ID != id || choice.Account.Name != "Nora Nieuw" || choice.Purpose != store.TicketInvitation {
			t.Errorf("the link is for %+v", choice)
		}
	}
	_, err = w.Choose(t.Context(), token, "kort", here)
	refused(t, err, doors.Unfit) // which does not use it up
	_, err = w.Choose(t.Context(), token, "NoraNieuwNora", here)
	refused(t, err, doors.Unfit)
	entry, err := w.Choose(t.Context(), token, another, here)
	must(t, err)
	if entry.Pending != nil || entry.Staff.Account.ID != id || entry.Staff.Account.Branch != "B1" {
		t.Errorf("let in is %+v", entry)
	}
	if _, err := w.Enter(t.Context(), entry.Staff.Login.ID); err != nil {
		t.Errorf("not let in: %v", err)
	}
	_, err = w.Choose(t.Context(), token, password, here)
	refused(t, err, doors.Missing)
	if got := w.log(id); !slices.Equal(got, []string{"signed_in", "password", "invited"}) {
		t.Errorf("written down is %v", got)
	}
}

// ASVS 6.5.1: a link works once, also when it is used 50 times at the same moment.
func TestASVS6_5_1_OneTimeLinkUsed50TimesAtOnce(t *testing.T) {
	w := newWorld(t)
	w.forgotten("resi@chain.example")
	token := w.ticketIn("resi@chain.example")
	used, kinds := atOnce(50, func(ctx context.Context, n int) error {
		_, err := w.Choose(ctx, token, another+strings.Repeat("x", n), here)
		return err
	})
	if used != 1 || kinds[doors.Missing] != 49 {
		t.Errorf("it was used %d times, the others were told %v", used, kinds)
	}
	if list, err := w.DB.Read().Logins(t.Context(), "resi"); err != nil || len(list) != 1 {
		t.Errorf("%d logins began (%v)", len(list), err)
	}
}

// A wrong, an expired, a used and an unknown link read the same, and so does that of a disabled account.
func TestLinksThatDoNotWorkReadTheSame(t *testing.T) {
	for name, spoil := range map[string]func(*world, string) string{
		"wrong":      func(_ *world, token string) string { return token[1:] + "x" },
		"empty":      func(*world, string) string { return "" },
		"its ticket": func(_ *world, ticket string) string { return doors.TicketOf(ticket) },
		"expired": func(w *world, token string) string {
			w.later(30 * time.Minute)
			return token
		},
		"used": func(w *world, token string) string {
			_, err := w.Choose(w.t.Context(), token, another, here)
			must(w.t, err)
			return token
		},
		"replaced": func(w *world, token string) string {
			w.forgotten("resi@chain.example")
			return token
		},
		"disabled": func(w *world, token string) string {
			must(w.t, w.DisableByProgram(w.t.Context(), "resi"))
			return token
		},
		"password changed": func(w *world, token string) string {
			must(w.t, w.ChangePassword(w.t.Context(), by(w.in("resi@chain.example")), password, another))
			return token
		},
	} {
		w := newWorld(t)
		w.forgotten("resi@chain.example")
		token := spoil(w, w.ticketIn("resi@chain.example"))
		_, err := w.Open(t.Context(), token)
		if doors.KindOf(err) != doors.Missing {
			t.Errorf("%s: opening: %v", name, err)
		}
		_, err = w.Choose(t.Context(), token, "acht andere woorden daar", here)
		if doors.KindOf(err) != doors.Missing {
			t.Errorf("%s: using: %v", name, err)
		}
	}
}

// ASVS 11.5.1: a link has 256 bits, and without the key of the office nothing that staff are shown makes it.
func TestASVS11_5_1_LinksCannotBeGuessed(t *testing.T) {
	w := newWorld(t)
	w.forgotten("resi@chain.example")
	token := w.tokenIn("resi@chain.example")
	if len(token) != 43 { // 256 bits, six to a sign
		t.Errorf("a token has %d signs", len(token))
	}
	other := &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.Clock, Key: []byte("another key than that of the office")}
	if path, ok := other.LinkOf(w.mailed("resi@chain.example")[0]); !ok || strings.Contains(path, token) {
		t.Error("whoever reads the message can make the link without the key")
	}
}

// ASVS 6.4.3: another password by mail leaves the second factor, which is asked next; all logins end.
func TestASVS6_4_3_ResetKeepsTheSecondFactor(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	phone, _ := w.withPhone(s)
	w.forgotten("owner@chain.example")
	entry, err := w.Choose(t.Context(), w.ticketIn("owner@chain.example"), another, here)
	must(t, err)
	if entry.Pending == nil || entry.Staff.Login.ID != "" {
		t.Fatal("the link alone lets in")
	}
	_, err = w.Enter(t.Context(), s.Login.ID)
	refused(t, err, doors.Ended)
	if _, err := w.ShowCode(t.Context(), *entry.Pending, phone.code(), here); err != nil {
		t.Errorf("the code after it: %v", err)
	}
	if m := w.mailed("owner@chain.example"); m[0].Kind != mail.SignInChanged || !strings.Contains(m[0].Body, "wachtwoord") {
		t.Errorf("told is %+v", m[0])
	}
	if got := w.log("owner"); !slices.Equal(got, []string{"signed_in", "password", "reset_asked", "factor_added", "signed_in"}) {
		t.Errorf("written down is %v", got)
	}
}

// ASVS 6.3.8: whether there is such an account is told neither by what is answered nor by how long it takes: nobody looks before the answer. That is
// shown by putting the accounts where nobody can look.
func TestASVS6_3_8_ForgottenTellsNothing(t *testing.T) {
	w := newWorld(t)
	raw := engine.SQL(t, w.database)
	engine.Exec(t, raw, "alter table accounts rename to hidden")
	for _, email := range []string{"resi@chain.example", "nobody@chain.example", "gone@chain.example"} {
		must(t, w.Forgotten(t.Context(), email, here))
	}
	engine.Exec(t, raw, "alter table hidden rename to accounts")
	w.remind()
	for range accounts.FreeFailures {
		w.forgotten("resi@chain.example")
		w.forgotten("nobody@chain.example")
	}
	refused(t, w.Forgotten(t.Context(), "resi@chain.example", doors.Visitor{}), doors.Wait)
	refused(t, w.Forgotten(t.Context(), "nobody@chain.example", doors.Visitor{}), doors.Wait)
	if n := len(w.mailed("")); n != accounts.FreeFailures+1 {
		t.Errorf("%d messages were made", n)
	}
}

// ASVS 2.4.1: whoever asks for many links is slowed down, by account and by where they come from.
func TestASVS2_4_1_LinksAreNotMailedWithoutEnd(t *testing.T) {
	w := newWorld(t)
	var err error
	asked := 0
	for err == nil {
		err = w.Forgotten(t.Context(), strings.Repeat("x", asked)+"@chain.example", here)
		asked++
	}
	refused(t, err, doors.Wait)
	if asked > 30 {
		t.Errorf("one address asked %d times", asked)
	}
}

// The link of an account that was disabled meanwhile opens nothing, and asking for another gives none.
func TestDisabledGetsNoLink(t *testing.T) {
	w := newWorld(t)
	before := len(w.mailed(""))
	w.forgotten("gone@chain.example")
	w.forgotten("nobody@chain.example")
	if len(w.mailed("")) != before {
		t.Error("a message was made")
	}
}

// Whoever knows a colleague's address cannot make void what somebody gave them: asking for a forgotten password ends no invitation, nor a link
// that an administrator or the program gave.
func TestForgottenEndsNoLinkThatSomebodyGave(t *testing.T) {
	for name, give := range map[string]func(w *world) (email, path string){
		"invitation": func(w *world) (string, string) {
			path, err := w.InviteByProgram(w.t.Context(), doors.Details{Name: "Nora", Email: "nora@chain.example", Roles: roles("owner")})
			must(w.t, err)
			return "nora@chain.example", path
		},
		"factors taken": func(w *world) (string, string) {
			must(w.t, w.TakeFactors(w.t.Context(), by(w.in("admin@chain.example")), password, "resi"))
			return "resi@chain.example", doors.TicketPath + w.tokenIn("resi@chain.example")
		},
		"reset": func(w *world) (string, string) {
			path, err := w.ResetByProgram(w.t.Context(), "resi", false)
			must(w.t, err)
			return "resi@chain.example", path
		},
		"reset with factors": func(w *world) (string, string) {
			path, err := w.ResetByProgram(w.t.Context(), "resi", true)
			must(w.t, err)
			return "resi@chain.example", path
		},
	} {
		w := newWorld(t)
		email, path := give(w)
		before := len(w.mailed(email))
		w.forgotten(email)
		if mails := len(w.mailed(email)) - before; (mails == 1) != (name == "reset") {
			t.Errorf("%s: %d mails", name, mails) // who has no password comes in by the given link alone
		}
		if _, err := w.Choose(t.Context(), doors.TicketOf(strings.TrimPrefix(path, doors.TicketPath)), another, here); err != nil {
			t.Errorf("%s: the link that was given: %v", name, err)
		}
	}
}

// What was asked for is done by whichever node is there when the one that was asked has died, and tells nobody who reads the jobs whose address it was.
func TestForgottenOutlivesTheProcess(t *testing.T) {
	w := newWorld(t)
	var sizes []int
	for _, email := range []string{"resi@chain.example", "nobody@chain.example"} {
		must(t, w.Forgotten(t.Context(), email, here))
	}
	w.later(3 * time.Second)
	jobs, err := w.DB.Lease(t.Context(), w.clock(), time.Minute, 100)
	must(t, err)
	other := &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.clock, Key: w.Key}
	for _, job := range jobs {
		sizes = append(sizes, len(job.Payload))
		if job.Kind != store.JobForgotten || strings.Contains(job.Payload+job.Key, "@") || strings.Contains(job.Payload+job.Key, "resi") {
			t.Errorf("the job is %s %s %s", job.Kind, job.Key, job.Payload)
		}
		must(t, other.Remind(t.Context(), job))
		if err := other.Remind(t.Context(), job); !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("it is done twice: %v", err)
		}
	}
	if len(jobs) != 2 || sizes[0] != sizes[1] || len(w.mailed("")) != 1 || len(w.mailed("resi@chain.example")) != 1 {
		t.Errorf("%d jobs of %v bytes, %d messages", len(jobs), sizes, len(w.mailed("")))
	}
}

// What was asked for long ago is mailed to nobody.
func TestForgottenLongAgoIsNotMailed(t *testing.T) {
	w := newWorld(t)
	must(t, w.Forgotten(t.Context(), "resi@chain.example", here))
	w.later(31 * time.Minute)
	w.remind()
	if n := len(w.mailed("")); n != 0 {
		t.Errorf("%d messages", n)
	}
}
