package policy

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

func TestTwoFactorsAreAskedOfOwnerAssistantAndAdministrator(t *testing.T) {
	same(t, "two_factors", named(Default().SignIn.TwoFactors), "owner assistant administrator")
}

func named(roles []dossier.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, string(r))
	}
	return strings.Join(names, " ")
}

func TestSignInIsReadAndItsMistakesAreNamed(t *testing.T) {
	p, err := Parse([]byte("sign_in:\n  two_factors: [specialist]\n  breached: /var/lib/leaked.txt\n"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "two_factors", named(p.SignIn.TwoFactors), "specialist")
	same(t, "breached", p.SignIn.Breached, "/var/lib/leaked.txt")
	p, err = Parse([]byte("sign_in:\n  two_factors: []\n"))
	if err != nil || len(p.SignIn.TwoFactors) != 0 {
		t.Errorf("nobody: %v, %v", p, err)
	}
	_, err = Parse([]byte("sign_in:\n  two_factors: [owner, boss, owner]\n  breached:\n"))
	for _, want := range []string{`policy:2: unknown role "boss"`, "role owner is listed twice", "policy:3: sign_in.breached has no value"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}
