package accounts

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCheckPolicy(t *testing.T) {
	own := []string{"Sanne de Bakker", "sanne@example.nl", "Helder Klinieken"}
	for password, want := range map[string]error{
		"een zin met vijf woorden":          nil,
		"éénzinmetaccenten":                 nil,
		"blauwe fiets in de regen":          nil,
		"sanne houdt van lange wandelingen": nil,
		"kort":                              ErrPasswordShort,
		"elf tekens!":                       ErrPasswordShort,
		strings.Repeat("lang zin ", 15):     ErrPasswordLong,
		strings.Repeat("😀😁😂😃😄", 26):         ErrPasswordLong,
		"aaaaaaaaaaaaaaa":                   ErrPasswordCommon,
		"abababababab":                      ErrPasswordCommon,
		"Wachtwoord2026!":                   ErrPasswordCommon,
		"Welkom Welkom 1":                   ErrPasswordCommon,
		"123456789012":                      ErrPasswordCommon,
		"1Q2w3e4r5t6y":                      ErrPasswordCommon,
		"SanneBakker12":                     ErrPasswordCommon,
		"Klinieken-2026":                    ErrPasswordCommon,
	} {
		if got := CheckPolicy(password, own...); !errors.Is(got, want) {
			t.Errorf("CheckPolicy(%q) = %v, want %v", password, got, want)
		}
	}
}

func TestPolicyBounds(t *testing.T) {
	long := "abcdef" + strings.Repeat("x", MaxPasswordRunes-6)
	if err := CheckPolicy(long); err != nil {
		t.Errorf("%d characters: %v", MaxPasswordRunes, err)
	}
	if err := CheckPolicy(long + "x"); !errors.Is(err, ErrPasswordLong) {
		t.Errorf("%d characters: %v", MaxPasswordRunes+1, err)
	}
}

func TestHashAndCheck(t *testing.T) {
	// The same letter, once composed and once with a combining accent.
	hash, err := HashPassword("caf\u00e9 op de hoek")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("parameters of %s", hash)
	}
	if !CheckPassword("cafe\u0301 op de hoek", hash) {
		t.Error("the right password is refused")
	}
	for _, wrong := range []string{"", "cafe op de hoek", "Caf\u00e9 op de hoek", strings.Repeat("a", 10_000)} {
		if CheckPassword(wrong, hash) {
			t.Errorf("%.20q is taken", wrong)
		}
	}
	if CheckPassword("caf\u00e9 op de hoek", "$argon2id$damaged") {
		t.Error("a damaged hash matches")
	}
	if _, err := HashPassword(strings.Repeat("a", MaxPasswordRunes+1)); !errors.Is(err, ErrPasswordLong) {
		t.Errorf("a password too long to check is hashed: %v", err)
	}
}

// ASVS 6.3.8: what it takes is seen by the memory that the hash fills.
func TestUnknownAccountTakesAsMuchWork(t *testing.T) {
	hash, err := HashPassword("een zin met vijf woorden")
	if err != nil {
		t.Fatal(err)
	}
	for name, stored := range map[string]string{"known": hash, "unknown": ""} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		right := CheckPassword("verkeerd geraden zin", stored)
		runtime.ReadMemStats(&after)
		if bytes := after.TotalAlloc - before.TotalAlloc; right || bytes < 19<<20 || bytes > 20<<20 {
			t.Errorf("an account that is %s is refused with %d bytes of work", name, bytes)
		}
	}
	if CheckPassword("", "") {
		t.Error("an account without password can be entered")
	}
}

func TestTokenHash(t *testing.T) {
	const want = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
	if got := TokenHash("foo"); got != want {
		t.Errorf("TokenHash = %s, want %s", got, want)
	}
}

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func TestThrottle(t *testing.T) {
	var a Attempts
	for range FreeFailures {
		a = a.Failed(noon)
	}
	if a.Wait(noon) != 0 {
		t.Errorf("%d failures already cost %v", a.Failures, a.Wait(noon))
	}
	a = a.Failed(noon)
	if a.Wait(noon) != FirstDelay || a.Wait(noon.Add(FirstDelay)) != 0 {
		t.Errorf("the first delay is %v", a.Wait(noon))
	}
	if a = a.Failed(noon); a.Wait(noon) != 2*FirstDelay {
		t.Errorf("the second delay is %v", a.Wait(noon))
	}
	if wait := a.Wait(noon.Add(-48 * time.Hour)); wait != 2*FirstDelay {
		t.Errorf("after the clock was set back it takes %v", wait)
	}
	if wait := (Attempts{}).Failed(noon).Wait(noon.Add(-48 * time.Hour)); wait != 0 {
		t.Errorf("one wrong password costs %v after the clock was set back", wait)
	}
	if Delay(1_000_000_000) != MaxDelay {
		t.Errorf("the delay grows to %v", Delay(1_000_000_000))
	}
	if later := a.Failed(noon.Add(ForgetFailure)); later.Failures != 1 {
		t.Errorf("after a day there are still %d failures", later.Failures)
	}
}

func TestDelayOnlyGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100).Draw(t, "failures")
		if Delay(n) > Delay(n+1) || Delay(n) > MaxDelay {
			t.Fatalf("Delay(%d) = %v, Delay(%d) = %v", n, Delay(n), n+1, Delay(n+1))
		}
	})
}
