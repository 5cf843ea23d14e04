package post

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/post/posttest"
)

func server(t *testing.T, fake *posttest.Server, change func(*Settings)) *Server {
	t.Helper()
	s := Settings{Server: fake.Address, Security: StartTLS, From: "Klachten <klachten@kliniek.example>"}
	if change != nil {
		change(&s)
	}
	o, err := Open(s)
	if err != nil {
		t.Fatal(err)
	}
	o.TLS = fake.Trust
	return o
}

func send(t *testing.T, o *Server) error {
	t.Helper()
	mail, err := o.Write(typical())
	if err != nil {
		t.Fatal(err)
	}
	return o.Send(t.Context(), mail, "anna@example.nl")
}

func typical() Mail {
	return Mail{
		ID: "abc@kliniek.example", Name: "Zoë Ångström", To: "anna@example.nl", Subject: "Uw klacht (WH-2026-00123-K) – ontvangen", Language: "nl",
		Text: "Beste Zoë,\n\n.punt aan het begin\n\nhttps://example.org/zaak/" + strings.Repeat("x", 90) + "\n",
		HTML: "<p>Beste Zoë</p>\n", At: time.Date(2026, 3, 5, 14, 5, 0, 0, time.UTC),
	}
}

func TestSend_OverTLSWithALogin(t *testing.T) {
	for name, c := range map[string]struct {
		options []posttest.Option
		change  func(*Settings)
	}{
		"starttls":         {nil, nil},
		"tls":              {[]posttest.Option{posttest.FromTheFirstByte()}, func(s *Settings) { s.Security = TLS }},
		"plain login":      {[]posttest.Option{posttest.WithLogin("u", "geheim", "PLAIN LOGIN")}, func(s *Settings) { s.User, s.Password = "u", "geheim" }},
		"login login":      {[]posttest.Option{posttest.WithLogin("u", "geheim", "LOGIN")}, func(s *Settings) { s.User, s.Password = "u", "geheim" }},
		"to this machine":  {[]posttest.Option{posttest.WithoutTLS()}, func(s *Settings) { s.Security = Plain }},
		"plain, logged in": {[]posttest.Option{posttest.WithoutTLS(), posttest.WithLogin("u", "geheim", "PLAIN")}, func(s *Settings) { s.Security, s.User, s.Password = Plain, "u", "geheim" }},
	} {
		t.Run(name, func(t *testing.T) {
			fake := posttest.Start(t, c.options...)
			o := server(t, fake, c.change)
			if err := send(t, o); err != nil {
				t.Fatal(err)
			}
			taken := fake.Taken()
			if len(taken) != 1 || taken[0].From != "klachten@kliniek.example" || taken[0].To != "anna@example.nl" || taken[0].Secure == (o.security == Plain) || taken[0].User != o.user {
				t.Errorf("the server took %+v", taken)
			}
		})
	}
}

// What a server does wrong is told as a sort and codes; none of its words are.
func TestSend_FailuresAreSorted(t *testing.T) {
	const words = " anna@example.nl is not known here"
	for name, c := range map[string]struct {
		step, answer string
		want         string
		temporary    bool
	}{
		"hangs up at once":         {posttest.Greeting, posttest.HangUp, "unreachable", true},
		"has no time":              {posttest.Greeting, "421 4.3.2" + words, "unreachable 421 4.3.2", true},
		"takes no mail":            {posttest.Greeting, "554 5.3.2" + words, "unreachable 554 5.3.2", true},
		"hangs up after hello":     {posttest.Hello, posttest.HangUp, "unreachable", true},
		"refuses TLS":              {posttest.StartTLS, "454 4.7.0" + words, "untrusted", true},
		"refuses the sender":       {posttest.Sender, "553 5.7.1" + words, "sender 553 5.7.1", true},
		"defers the sender":        {posttest.Sender, "451 4.7.1" + words, "later 451 4.7.1", true},
		"hangs up at the sender":   {posttest.Sender, posttest.HangUp, "unreachable", true},
		"greylists":                {posttest.Receiver, "450 4.2.0" + words, "later 450 4.2.0", true},
		"knows no such mailbox":    {posttest.Receiver, "550 5.1.1" + words, "address 550 5.1.1", false},
		"says no more than no":     {posttest.Receiver, "550" + words, "address 550", false},
		"has a full mailbox":       {posttest.Receiver, "452 4.2.2" + words, "later 452 4.2.2", true},
		"forbids the receiver":     {posttest.Receiver, "554 5.7.1" + words, "refused 554 5.7.1", false},
		"hangs up at the receiver": {posttest.Receiver, posttest.HangUp, "unreachable", true},
		"refuses the data":         {posttest.Data, "554 5.5.1" + words, "refused 554 5.5.1", false},
		"hangs up at the data":     {posttest.Data, posttest.HangUp, "unreachable", true},
		"hangs up before its 250":  {posttest.End, posttest.HangUp, "unreachable", true},
		"defers the mail":          {posttest.End, "451 4.3.0" + words, "later 451 4.3.0", true},
		"refuses the mail":         {posttest.End, "550 5.7.1" + words, "refused 550 5.7.1", false},
		"talks nonsense":           {posttest.Receiver, "what" + words, "unreachable", true},
	} {
		t.Run(name, func(t *testing.T) {
			fake := posttest.Start(t)
			fake.At(c.step, c.answer)
			err := send(t, server(t, fake, nil))
			failure := (*Failure)(nil)
			if !errors.As(err, &failure) || failure.Answer() != c.want || failure.Temporary() != c.temporary {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if strings.Contains(err.Error(), "anna") || len(fake.Taken()) != 0 {
				t.Errorf("%v; the server took %d", err, len(fake.Taken()))
			}
		})
	}
}

// A server that has said 250 has the mail, however it behaves then.
func TestSend_After250ItIsSent(t *testing.T) {
	fake := posttest.Start(t)
	fake.At(posttest.Bye, posttest.HangUp)
	if err := send(t, server(t, fake, nil)); err != nil || len(fake.Taken()) != 1 {
		t.Errorf("%v, %d taken", err, len(fake.Taken()))
	}
}

// ASVS 12.3.1, 12.3.2: nothing of a mail, and no password, is said before there is TLS with a certificate that is trusted.
func TestSend_NothingIsSaidWithoutTrustedTLS(t *testing.T) {
	login := func(s *Settings) { s.User, s.Password = "u", "geheim" }
	for name, c := range map[string]struct {
		options []posttest.Option
		change  func(*Settings)
		trust   bool
		want    Class
	}{
		"no TLS is offered":                  {[]posttest.Option{posttest.WithoutTLS(), posttest.WithLogin("u", "geheim", "PLAIN")}, login, true, Untrusted},
		"certificate of nobody":              {[]posttest.Option{posttest.WithLogin("u", "geheim", "PLAIN")}, login, false, Untrusted},
		"certificate of nobody, first byte":  {[]posttest.Option{posttest.FromTheFirstByte()}, func(s *Settings) { s.Security = TLS }, false, Untrusted},
		"wrong password":                     {[]posttest.Option{posttest.WithLogin("u", "anders", "PLAIN")}, login, true, Login},
		"a way to log in that nobody knows":  {[]posttest.Option{posttest.WithLogin("u", "geheim", "GSSAPI")}, login, true, Login},
		"the server is not one, but another": {nil, func(s *Settings) { s.Server = strings.Replace(s.Server, "127.0.0.1", "127.0.0.2", 1) }, true, Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			fake := posttest.Start(t, c.options...)
			said := make(chan string, 100)
			fake.Answer(func(step, _ string) string {
				said <- step
				return ""
			})
			o := server(t, fake, c.change)
			if !c.trust {
				o.TLS = nil
			}
			err := send(t, o)
			failure := (*Failure)(nil)
			if !errors.As(err, &failure) || failure.Class != c.want || !failure.Temporary() {
				t.Errorf("got %v, want %s", err, c.want)
			}
			close(said)
			for step := range said {
				if step == posttest.Auth || step == posttest.Sender {
					t.Errorf("it said %s", step)
				}
			}
			if strings.Contains(err.Error(), "geheim") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// A server that says nothing keeps a mail no longer than its time, and no longer than whoever waits for it.
func TestSend_ASlowServerIsLeft(t *testing.T) {
	fake := posttest.Start(t)
	answer := make(chan struct{})
	defer close(answer)
	fake.Answer(func(step, _ string) string {
		if step == posttest.End {
			<-answer
		}
		return ""
	})
	o := server(t, fake, nil)
	o.Patience = 300 * time.Millisecond
	if err := send(t, o); err == nil || err.Error() != "post: unreachable" {
		t.Errorf("out of patience: %v", err)
	}
	o.Patience = time.Hour
	mail, err := o.Write(typical())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	if err := o.Send(ctx, mail, "anna@example.nl"); err == nil || err.Error() != "post: unreachable" {
		t.Errorf("given up: %v", err)
	}
}
