package main

import (
	"crypto/sha1"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

func sha1Of(s string) string {
	sum := sha1.Sum([]byte(s))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// ASVS 6.2.12: a file of leaked passwords is looked into without anybody being asked; one that is none keeps the program from starting.
func TestASVS6_2_12_BreachedPasswordsFile(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.txt")
	// The SHA-1 of testPassword stands between two others.
	lines := "00000000A8DAE4228F821FB418F59826079BF368:4\r\n" + sha1Of(testPassword) + ":2\r\nFFFFFFFFA8DAE4228F821FB418F59826079BF368:1\r\n"
	if err := os.WriteFile(list, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	db := engine.Address(t)
	create := []string{"admin", "create", "--database", db, "--name", "Els", "--email", "els@kliniek.example"}
	_, errs, code := call(t, testPassword+"\n", []string{"WEDERHOOR_BREACHED=" + list}, create...)
	if code != 1 || !strings.Contains(errs, "easy to guess") {
		t.Errorf("a leaked password: exit %d: %s", code, errs)
	}
	chain := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(chain, []byte("sign_in:\n  breached: "+list+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code = call(t, testPassword+"\n", nil, append(create, "--policy", chain)...); code != 1 || !strings.Contains(errs, "easy to guess") {
		t.Errorf("a leaked password by the policy: exit %d: %s", code, errs)
	}
	for _, wrong := range []string{chain, filepath.Join(t.TempDir(), "none"), os.DevNull} {
		_, errs, code := call(t, "", nil, "serve", "--listen", "127.0.0.1:0", "--database", db, "--breached", wrong)
		if code != 1 || !strings.Contains(errs, "--breached") {
			t.Errorf("serve with %s: exit %d: %s", wrong, code, errs)
		}
	}
}
