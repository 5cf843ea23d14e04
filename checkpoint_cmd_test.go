package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// failed runs a command that must fail, and gives what it said.
func failed(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := call(t, "", nil, args...)
	if code == 0 {
		t.Fatalf("%v succeeded: %s%s", args, out, errs)
	}
	return out + errs
}

func saysAll(t *testing.T, what, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("%s does not say %q:\n%s", what, want, text)
		}
	}
}

// R28: an operator makes a key, serves with it and with a folder elsewhere, and finds out that somebody took a dossier out of the database with
// all its traces.
func TestR28_WhatIsKeptElsewhereShowsWhatWasTakenOut(t *testing.T) {
	key, folder := filepath.Join(t.TempDir(), "signing.key"), t.TempDir()
	public := strings.TrimSpace(ran(t, "", "signing-key", "--name", "klachten.example.nl", key))
	db, p := firstStart(t, "--signing-key-file", key)
	p.stop(t)
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the key: %v, %v", info.Mode(), err)
	}
	saysAll(t, "a second key", failed(t, "signing-key", key), "never written over")

	p = start(t, nil, "serve", "--listen", "127.0.0.1:0", "--database", db, "--signing-key-file", key, "--checkpoints", folder)
	p.address(t, p.log, `"address":"(http://127\.0\.0\.1:\d+)"`)
	newBrowser(t, p.base).signIn(t, "els@kliniek.example")
	for range 600 {
		if files, _ := filepath.Glob(folder + "/*.txt"); len(files) > 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.stop(t)
	if files, _ := filepath.Glob(folder + "/*.txt"); len(files) != 1 {
		t.Fatalf("the server keeps %q elsewhere", files)
	}
	saysAll(t, "by hand", ran(t, "", "checkpoint", "--database", db, "--signing-key-file", key, "--checkpoints", folder),
		`^wederhoor checkpoint\nnumber \d+\nat `, `\n— klachten\.example\.nl `)

	saysAll(t, "verify", ran(t, "", "verify", "--database", db, "--public-key", public, "--checkpoint", folder),
		`\d+ looks at dossiers recorded`, `\d checkpoints checked, up to number \d+ of .*: 0 differences`, `checkpoints that were kept elsewhere were compared`)
	saysAll(t, "verify with the key in the database", failed(t, "verify", "--database", db), "not signed by a key that was given|no checkpoint")
	saysAll(t, "verify with another's key", failed(t, "verify", "--database", db, "--public-key", "x"), "--public-key", "NAME\\+HASH\\+KEY")

	in := engine.SQL(t, db)
	engine.Unlock(t, in, "dossiers", "events", "parts", "reads")
	for _, table := range strings.Fields("parts events list complainants words access deadlines bans slots appointments promises jobs messages links codes reads checkpoint_heads") {
		engine.Exec(t, in, "delete from "+table+" where dossier = 1")
	}
	engine.Exec(t, in, "delete from dossiers where id = 1")
	saysAll(t, "verify afterwards", failed(t, "verify", "--database", db, "--public-key", public, "--checkpoint", folder), `0 dossiers with 0 records checked`,
		`checkpoint [12]: it is over 1 dossiers, of which 0 are left`)

	engine.Exec(t, in, "delete from checkpoints")
	saysAll(t, "verify without any checkpoint left", failed(t, "verify", "--database", db, "--public-key", public, "--checkpoint", folder),
		"checkpoint 1: it was kept elsewhere and is not in the database")
	saysAll(t, "serving it", servedLog(t, db, key, folder), "checkpoints are not kept elsewhere")
}

// servedLog is what a server on the database says of its checkpoints.
func servedLog(t *testing.T, db, key, folder string) string {
	t.Helper()
	p := start(t, nil, "serve", "--listen", "127.0.0.1:0", "--database", db, "--signing-key-file", key, "--checkpoints", folder)
	p.said(t, "checkpoints are not kept")
	p.stop(t)
	return p.log.String()
}

// Without a key of its own an installation signs with the one in its database, and verify says what that is worth.
func TestTheKeyInTheDatabaseSigns(t *testing.T) {
	db, p := firstStart(t)
	p.stop(t)
	ran(t, "", "checkpoint", "--database", db)
	saysAll(t, "verify", ran(t, "", "verify", "--database", db), "They are signed by the key in the database itself", "compared with none that was kept elsewhere")
	out, errs, code := call(t, "", nil, "checkpoint", "--database", db)
	if code != 0 || !strings.HasPrefix(out, "wederhoor checkpoint\n") || !strings.Contains(errs, "Nothing was added since") || !strings.Contains(errs, "wederhoor-database+") {
		t.Errorf("again: %d\n%s%s", code, out, errs)
	}
	kept := filepath.Join(t.TempDir(), "one.txt")
	if err := os.WriteFile(kept, []byte("From: els\n\n"+strings.ReplaceAll(out, "\n", "\r\n")+"\r\nregards\r\n"), 0o600); err != nil { // as a mail has it
		t.Fatal(err)
	}
	saysAll(t, "verify with one out of a mail", ran(t, "", "verify", "--database", db, "--checkpoint", kept), "1 checkpoints that were kept elsewhere")
}

// What is wrong with a key or a folder is told before anything is served, and nothing of what is in the key.
func TestSettingsOfCheckpointsThatCannotBeUsedAreRefused(t *testing.T) {
	folder := t.TempDir()
	bad := filepath.Join(folder, "bad.key")
	if err := os.WriteFile(bad, []byte("PRIVATE+KEY+wederhoor+00000000+AUdTiTMwZ84EMMRYO1hxxZd42I9G15Y7Y+UV8/DfTnIQ\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db := engine.Address(t)
	ran(t, "", "migrate", "--database", db)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no such key":      {[]string{"serve", "--database", db, "--signing-key-file", filepath.Join(folder, "none")}, "--signing-key-file: .*no such file"},
		"no key":           {[]string{"serve", "--database", db, "--signing-key-file", bad}, "--signing-key-file: .*no signing key"},
		"no folder":        {[]string{"serve", "--database", db, "--checkpoints", filepath.Join(folder, "none")}, "--checkpoints: there is no folder"},
		"a file":           {[]string{"checkpoint", "--database", db, "--checkpoints", bad}, "--checkpoints: there is no folder"},
		"a name":           {[]string{"signing-key", "--name", "a b", filepath.Join(folder, "fresh")}, "no name for a key"},
		"nothing kept":     {[]string{"verify", "--database", db, "--checkpoint", bad}, "there is no checkpoint in"},
		"an empty folder":  {[]string{"verify", "--database", db, "--checkpoint", t.TempDir()}, "there is no checkpoint in"},
		"no such database": {[]string{"checkpoint", "--database", "sqlite:" + filepath.Join(folder, "none.db")}, "no database"},
	} {
		said := failed(t, append(c.args, listenNowhere(c.args[0])...)...)
		saysAll(t, name, said, c.want)
		if strings.Contains(said, "AUdTiTMw") {
			t.Errorf("%s tells the key: %s", name, said)
		}
	}
}

func listenNowhere(command string) []string {
	if command == "serve" {
		return []string{"--listen", "127.0.0.1:0"}
	}
	return nil
}
