package dossier_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

const referenceLetters = "23456789ABCDEFGHJKMNPQRSTVWXZ"

// places are the indexes of the symbols in "WH-1234-5678".
var places = []int{3, 4, 5, 6, 8, 9, 10, 11}

func TestR7_AReferenceCanBeReadOverThePhone(t *testing.T) {
	form := regexp.MustCompile(`^WH-[2-9A-HJKMNP-TV-XZ]{4}-[2-9A-HJKMNP-TV-XZ]{4}$`) // no 0/O, 1/I/L, U, Y
	seen := map[string]bool{}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		ref := dossier.NewReference(random.Uint64())
		if !form.MatchString(ref) {
			t.Fatalf("%q", ref)
		}
		if got, ok := dossier.ParseReference(ref); !ok || got != ref {
			t.Fatalf("%q was read as %q, %v", ref, got, ok)
		}
		seen[ref] = true
	}
	if len(seen) < 1_990 {
		t.Errorf("only %d of 2000 references differ", len(seen))
	}
}

func TestR7_TheCheckSymbolFindsEveryWrongSymbol(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		ref := []byte(dossier.NewReference(random.Uint64()))
		for _, place := range places {
			right := ref[place]
			for i := range len(referenceLetters) {
				ref[place] = referenceLetters[i]
				if _, ok := dossier.ParseReference(string(ref)); ok != (referenceLetters[i] == right) {
					t.Fatalf("%s with %c for %c: %v", ref, referenceLetters[i], right, ok)
				}
			}
			ref[place] = right
		}
	}
}

func TestR7_TheCheckSymbolFindsEverySwap(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	swaps := 0
	for range 300 {
		ref := []byte(dossier.NewReference(random.Uint64()))
		for i, a := range places {
			for _, b := range places[i+1:] {
				if ref[a] == ref[b] {
					continue
				}
				swaps++
				ref[a], ref[b] = ref[b], ref[a]
				if _, ok := dossier.ParseReference(string(ref)); ok {
					t.Fatalf("%s is a swap and was taken", ref)
				}
				ref[a], ref[b] = ref[b], ref[a]
			}
		}
	}
	if swaps < 7_000 {
		t.Errorf("only %d swaps were tried", swaps)
	}
}

func TestR7_AReferenceIsReadAsPeopleTypeIt(t *testing.T) {
	ref := dossier.NewReference(20_260_302)
	code := strings.ReplaceAll(strings.TrimPrefix(ref, "WH-"), "-", "")
	for _, typed := range []string{
		ref, strings.ToLower(ref), "  " + ref + "\n", "WH" + code, code, code[:4] + " " + code[4:], "wh " + code[:4] + "." + code[4:],
		"WH\u00a0" + code, "W H - " + code,
	} {
		if got, ok := dossier.ParseReference(typed); !ok || got != ref {
			t.Errorf("%q was read as %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "WH", "WH-", code[:7], code + "2", "XX" + code, "WH-WH-" + code, "0" + code[1:], strings.Repeat("2", 500), "WH-é345-6789"} {
		if got, ok := dossier.ParseReference(typed); ok || got != "" {
			t.Errorf("%q was read as %q", typed, got)
		}
	}
}

// A code that itself begins with WH is not robbed of it.
func TestR7_ACodeMayBeginWithWH(t *testing.T) {
	for random := range uint64(2_000_000) {
		ref := dossier.NewReference(random)
		if !strings.HasPrefix(ref, "WH-WH") {
			continue
		}
		code := strings.ReplaceAll(strings.TrimPrefix(ref, "WH-"), "-", "")
		if got, ok := dossier.ParseReference(code); !ok || got != ref {
			t.Errorf("%q was read as %q, %v", code, got, ok)
		}
		return
	}
	t.Fatal("no code begins with WH")
}

func FuzzParseReference(f *testing.F) {
	for _, typed := range []string{"WH-2345-6789", "wh 2345 6789", "", "WH", "２３４５６７８９", "ſſſſſſſſ", "\xff\xfe", dossier.NewReference(7)} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		ref, ok := dossier.ParseReference(typed)
		if !ok {
			if ref != "" {
				t.Errorf("%q is refused and gives %q", typed, ref)
			}
			return
		}
		if again, ok := dossier.ParseReference(ref); !ok || again != ref {
			t.Errorf("%q gives %q, which gives %q, %v", typed, ref, again, ok)
		}
		if len(ref) != len("WH-2345-6789") {
			t.Errorf("%q gives %q", typed, ref)
		}
	})
}
