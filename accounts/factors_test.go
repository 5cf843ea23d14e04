package accounts

import (
	"bytes"
	"crypto/rand"
	"image/png"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The example of RFC 6238, appendix B, of which an app shows the last six digits.
func TestCodesAreThoseOfRFC6238(t *testing.T) {
	key := []byte("12345678901234567890")
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"} {
		step, ok := MatchCode(key, code, 0, time.Unix(at, 0))
		if !ok || step != at/30 {
			t.Errorf("%s at %d: step %d, %t", code, at, step, ok)
		}
		if _, ok := MatchCode(key, code, step, time.Unix(at, 0)); ok {
			t.Errorf("%s is taken twice", code)
		}
		if _, ok := MatchCode(key, code, 0, time.Unix(at+61, 0)); ok {
			t.Errorf("%s is taken a minute later", code)
		}
	}
	for _, wrong := range []string{"", "28708", "2870820", "abcdef", "287083"} {
		if _, ok := MatchCode(key, wrong, 0, time.Unix(59, 0)); ok {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestKeyOfCodesIsShown(t *testing.T) {
	key := []byte("12345678901234567890")
	if got := CodeKeyText(key); got != "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" {
		t.Errorf("the key reads %s", got)
	}
	picture, err := CodeKeyPicture(key, "Tanden & Zo: één", "olga+desk@chain.example")
	if err != nil {
		t.Fatal(err)
	}
	if image, err := png.Decode(bytes.NewReader(picture)); err != nil || image.Bounds().Dx() < 200 {
		t.Errorf("no picture: %v", err)
	}
}

func TestRecoveryCodesAreRead(t *testing.T) {
	codes, err := NewRecoveryCodes(rand.Reader)
	if err != nil || len(codes) != RecoveryCodes {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	seen := map[string]bool{}
	for _, code := range codes {
		bare, ok := RecoveryCode(code)
		if !ok || bare != strings.ReplaceAll(code, "-", "") || seen[bare] {
			t.Errorf("%s is read as %q", code, bare)
		}
		seen[bare] = true
	}
	for typed, want := range map[string]string{
		" K7M2X 9PQRT": "k7m2x9pqrt", "k7m2x–9pqrt": "k7m2x9pqrt", "ooooo-iLlIu": "000001111v", "k7m2x-9pqr": "", "k7m2x-9pqrtt": "", "k7m2x-9pqr!": "",
		"": "", "123456": "", strings.Repeat("a", 100_000): "",
	} {
		if got, ok := RecoveryCode(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%.30q is read as %q, %t", typed, got, ok)
		}
	}
	one := HashRecoveryCode("a-1", "k7m2x9pqrt")
	if one == HashRecoveryCode("a-2", "k7m2x9pqrt") || one == HashRecoveryCode("a-1", "k7m2x9pqrs") || one != HashRecoveryCode("a-1", "k7m2x9pqrt") {
		t.Error("the hash is not one of account and code")
	}
	if _, err := NewRecoveryCodes(strings.NewReader("too little")); err == nil {
		t.Error("codes are made of nothing")
	}
}

func TestDevicesAreNamed(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                                  "Firefox, Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":           "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                   "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1": "Safari, iPhone",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15":                   "Safari, macOS",
		"curl/8": "", "": "", "<script>alert(1)</script>": "",
	} {
		if got := Device(agent); got != want {
			t.Errorf("%s is %q", agent, got)
		}
	}
}

// Whatever is counted and made good in whatever order, no more goes wrong than so much at once and one more per pause.
func TestAllowanceHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Allowance{Burst: rapid.IntRange(1, 5).Draw(t, "burst"), Pause: 10 * time.Second}
		now, let := noon, 0
		var a Attempts
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 25), 1, 60).Draw(t, "seconds") {
			now = now.Add(time.Duration(step) * time.Second)
			wait := l.Wait(a, now)
			if wait < 0 || wait > l.Pause {
				t.Fatalf("the wait is %v", wait)
			}
			if wait == 0 {
				a = l.Failed(a, now)
				let++
			}
		}
		if most := l.Burst + int(now.Sub(noon)/l.Pause); let > most {
			t.Fatalf("%d went wrong in %v, of %d and one per %v", let, now.Sub(noon), l.Burst, l.Pause)
		}
	})
	l := Allowance{Burst: 1, Pause: time.Minute}
	a := l.Failed(Attempts{}, noon)
	if l.Wait(a, noon.Add(-time.Hour)) != time.Minute || l.Wait(l.Undone(a, noon), noon) != 0 {
		t.Error("a clock that was set back shuts out for long, or what is taken back still counts")
	}
}
