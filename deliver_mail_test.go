package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/post/posttest"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
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

// Everybody on the machine can read a command line: the password of the mail server comes from the environment or a file, and is said nowhere.
func TestSMTPPasswordOnTheCommandLineIsRefused(t *testing.T) {
	const secret = "GEHEIM-WOORD"
	flags := []string{"serve", "--listen", "127.0.0.1:0", "--database", storetest.Address(t), "--smtp", "smtp.example.nl:587", "--mail-from", "a@example.nl", "--smtp-user", "a"}
	out, errs, code := call(t, "", nil, append(flags, "--smtp-password", secret)...)
	if code != 2 || !strings.Contains(errs, "WEDERHOOR_SMTP_PASSWORD_FILE") || strings.Contains(out+errs, secret) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	// Given otherwise, it is not what is complained of: here that is the server, which is looked at after it.
	flags[6] = "smtp.example.nl"
	for _, given := range [][]string{{"WEDERHOOR_SMTP_PASSWORD=" + secret}, {"WEDERHOOR_SMTP_PASSWORD_FILE=" + written(t, secret)}} {
		if _, errs, code := call(t, "", given, flags...); code != 1 || !strings.Contains(errs, "--smtp:") {
			t.Errorf("%v: exit %d: %s", given, code, errs)
		}
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What follows from a complaint is mailed; what could not be mailed by a program that was stopped is mailed by the next one, under the same Message-ID.
func TestServeDeliversMail(t *testing.T) {
	fake := posttest.Start(t, posttest.WithoutTLS())
	fake.At(posttest.End, posttest.HangUp)
	flags := []string{"--smtp", fake.Address, "--smtp-security", "plain", "--mail-from", "Klachten <klachten@kliniek.example>"}
	db, p := firstStart(t, flags...)
	p.said(t, `"answer":"unreachable"`)
	p.stop(t)
	if n := len(fake.Taken()); n != 0 || fake.Read() == 0 {
		t.Fatalf("%d taken, %d read", n, fake.Read())
	}
	ids := map[string]bool{}
	rows, err := engine.SQL(t, db).QueryContext(t.Context(), "select mail_id from messages where mail_id <> ''")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids["<"+id+">"] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	change(t, db, "update jobs set due_at = 0 where kind = 'deliver'") // not in a minute, but now
	fake.At("", "")
	next := serving(t, db, flags...)
	for range 300 {
		if len(fake.Taken()) >= len(ids) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	next.stop(t)
	found := false
	for _, mail := range fake.Taken() {
		found = found || mail.To == "anna@post.example" && mail.From == "klachten@kliniek.example" && ids[mail.Header("Message-Id")]
	}
	if !found || len(fake.Taken()) < len(ids) {
		t.Errorf("of %d mails %d were taken: %+v", len(ids), len(fake.Taken()), fake.Taken())
	}
	if log := p.log.String() + next.log.String(); strings.Contains(log, "anna@") {
		t.Errorf("an address is in the log:\n%s", log)
	}
}

// A start that forgets the mail server does not leave the mails of all nodes unsent: it is refused, and changes nothing. To store messages alone is said.
func TestServeWithoutItsMailServerIsRefused(t *testing.T) {
	fake := posttest.Start(t, posttest.WithoutTLS())
	flags := []string{"--smtp", fake.Address, "--smtp-security", "plain", "--mail-from", "klachten@kliniek.example"}
	db := storetest.Address(t)
	ran(t, smallRegister[:strings.Index(smallRegister, "\n")], "register", "-", "--database", db)
	serving(t, db, flags...).stop(t)
	_, errs, code := call(t, "", nil, "serve", "--listen", "127.0.0.1:0", "--database", db)
	if code == 0 || !strings.Contains(errs, "--no-mail") || !strings.Contains(errs, "Nothing was changed") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, errs, code = call(t, "", nil, append([]string{"serve", "--listen", "127.0.0.1:0", "--database", db, "--no-mail"}, flags...)...); code == 0 || !strings.Contains(errs, "give one of them") {
		t.Errorf("both: exit %d: %s", code, errs)
	}
	serving(t, db, flags...).stop(t)
	p := serving(t, db, "--no-mail")
	p.said(t, "are stored alone from here on")
	p.stop(t)
	serving(t, db).stop(t)
}
