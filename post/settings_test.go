package post

import (
	"strings"
	"testing"
)

func TestOpen_WrongSettingsAreRefusedInWords(t *testing.T) {
	good := Settings{Server: "smtp.example.nl:587", Security: StartTLS, User: "u", Password: "geheim", From: "klachten@example.nl"}
	for name, c := range map[string]struct {
		change func(*Settings)
		want   string
	}{
		"no port":              {func(s *Settings) { s.Server = "smtp.example.nl" }, "--smtp:"},
		"no host":              {func(s *Settings) { s.Server = ":25" }, "--smtp:"},
		"a URL":                {func(s *Settings) { s.Server = "smtp://smtp.example.nl:25" }, "--smtp:"},
		"port 0":               {func(s *Settings) { s.Server = "smtp.example.nl:0" }, "--smtp:"},
		"a port by name":       {func(s *Settings) { s.Server = "smtp.example.nl:smtp" }, "--smtp:"},
		"no way":               {func(s *Settings) { s.Security = "" }, "--smtp-security:"},
		"unknown way":          {func(s *Settings) { s.Security = "ssl" }, "starttls, tls and plain"},
		"plain over a network": {func(s *Settings) { s.Security = Plain }, "readable for everybody"},
		"user alone":           {func(s *Settings) { s.Password = "" }, "give both or none"},
		"password alone":       {func(s *Settings) { s.User = "" }, "give both or none"},
		"no sender":            {func(s *Settings) { s.From = "" }, "--mail-from:"},
		"sender without @":     {func(s *Settings) { s.From = "klachten" }, "--mail-from:"},
		"two senders":          {func(s *Settings) { s.From = "a@example.nl, b@example.nl" }, "--mail-from:"},
		"line break":           {func(s *Settings) { s.From = "a@example.nl\r\nBcc: b@example.nl" }, "--mail-from:"},
		"answers to nowhere":   {func(s *Settings) { s.ReplyTo = "nowhere" }, "--mail-reply-to:"},
	} {
		s := good
		c.change(&s)
		_, err := Open(s)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, server := range []string{"smtp.example.nl:587", "10.0.0.1:25", "[fd00::1]:465", "localhost:25"} {
		s := good
		s.Server = server
		o, err := Open(s)
		if err != nil || o.String() != server || o.Domain() != "example.nl" {
			t.Errorf("%s: %v", server, err)
		}
	}
	for _, server := range []string{"127.0.0.1:25", "localhost:25", "[::1]:25", "127.9.9.9:1025"} {
		s := good
		s.Server, s.Security = server, Plain
		if _, err := Open(s); err != nil {
			t.Errorf("%s: %v", server, err)
		}
	}
}
