package main

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest"
)

// A setting of mail that cannot be right is refused at the start, by its name, and no password is said.
func TestWrongMailSettingsAreRefused(t *testing.T) {
	const secret = "GEHEIM-WOORD"
	for want, flags := range map[string][]string{
		"--smtp:":          {"--smtp", "smtp.example.nl", "--mail-from", "klachten@example.nl"},
		"--smtp-security:": {"--smtp", "smtp.example.nl:25", "--smtp-security", "plain", "--mail-from", "klachten@example.nl"},
		"--mail-from:":     {"--smtp", "smtp.example.nl:587"},
		"--mail-reply-to:": {"--smtp", "smtp.example.nl:587", "--mail-from", "klachten@example.nl", "--mail-reply-to", "x"},
		"both or none":     {"--smtp", "smtp.example.nl:587", "--mail-from", "klachten@example.nl"},
		"--smtp: give":     {"--mail-from", "klachten@example.nl"},
	} {
		args := append([]string{"serve", "--listen", "127.0.0.1:0", "--database", storetest.Address(t)}, flags...)
		var environment []string
		if want == "both or none" || want == "--smtp:" {
			environment = []string{"WEDERHOOR_SMTP_PASSWORD=" + secret}
		}
		out, errs, code := call(t, "", environment, args...)
		if code == 0 || !strings.Contains(errs, want) || strings.Contains(out+errs, secret) {
			t.Errorf("%v: exit %d: %s%s", flags, code, out, errs)
		}
	}
	help, _, _ := call(t, "", nil, "serve", "--help")
	for _, word := range []string{"$WEDERHOOR_SMTP", "$WEDERHOOR_MAIL_FROM", "WEDERHOOR_SMTP_PASSWORD_FILE", "starttls"} {
		if !strings.Contains(help, word) {
			t.Errorf("serve --help says nothing about %s", word)
		}
	}
}
