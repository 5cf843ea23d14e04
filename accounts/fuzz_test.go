package accounts

import (
	"strings"
	"testing"
	"time"
)

// Whatever is typed as a recovery code, it is read as one that could have been drawn, or as none (ASVS 6.5.1).
func FuzzRecoveryCode(f *testing.F) {
	for _, seed := range []string{"", "abcd-efgh", "O1iL-uV00-", "0123456789abcdef", "…", "\xff\xfe", strings.Repeat("z", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := RecoveryCode(typed)
		if ok != (len(code) == recoveryRunes) || strings.Trim(code, recoveryAlphabet) != "" {
			t.Fatalf("RecoveryCode(%q) = %q, %v", typed, code, ok)
		}
		if again, ok2 := RecoveryCode(code); ok && (!ok2 || again != code) {
			t.Fatalf("%q is read as %q", code, again)
		}
	})
}

// Whatever is typed as a code of the app, it is that of one of the three steps around now, or none; and none a second time (ASVS 6.5.1).
func FuzzMatchCode(f *testing.F) {
	for _, seed := range []string{"", "123456", "12 34 56", "１２３４５６", "\x00", strings.Repeat("1", 4000)} {
		f.Add(seed, int64(1_800_000_000))
	}
	f.Add("000000", int64(-1))
	key := []byte("0123456789abcdefghij")
	f.Fuzz(func(t *testing.T, typed string, seconds int64) {
		now := time.Unix(seconds, 0)
		step, ok := MatchCode(key, typed, -1, now)
		present := seconds / int64(codePeriod/time.Second)
		if ok && (step < present-codeSkew || step > present+codeSkew || len(strings.Join(strings.Fields(typed), "")) != 6) {
			t.Fatalf("MatchCode(%q) at %d = %d", typed, seconds, step)
		}
		if _, again := MatchCode(key, typed, step, now); ok && again {
			t.Fatalf("%q counts twice at %d", typed, seconds)
		}
	})
}

// Whatever a browser says of itself, only what is known of browsers is kept.
func FuzzDevice(f *testing.F) {
	for _, seed := range []string{"", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "<script>Edg</script>", "\xff"} {
		f.Add(seed)
	}
	known := map[string]bool{"": true}
	for _, marks := range [][]mark{browserMarks, systemMarks} {
		for _, m := range marks {
			known[m.name] = true
		}
	}
	f.Fuzz(func(t *testing.T, userAgent string) {
		for _, part := range strings.Split(Device(userAgent), ", ") {
			if !known[part] {
				t.Fatalf("Device(%q) tells %q", userAgent, part)
			}
		}
	})
}
