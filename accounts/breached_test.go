package accounts

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// listOf is a file as Have I Been Pwned gives it.
func listOf(end string, passwords ...string) string {
	lines := make([]string, 0, len(passwords))
	for i, p := range passwords {
		sum := sha1.Sum([]byte(p))
		lines = append(lines, fmt.Sprintf("%s:%d", strings.ToUpper(hex.EncodeToString(sum[:])), i*i*i))
	}
	slices.Sort(lines)
	return strings.Join(lines, end) + end
}

func breached(t testing.TB, list string) *Breached {
	t.Helper()
	b, err := NewBreached(strings.NewReader(list), int64(len(list)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ASVS 6.2.12: every password of the file is found, whatever its lines end with, and no other is.
func TestASVS6_2_12_BreachedPasswordsAreFound(t *testing.T) {
	for n := range 40 {
		var in []string
		for i := range n + 1 {
			in = append(in, fmt.Sprintf("gelekt %d", i))
		}
		for _, end := range []string{"\n", "\r\n"} {
			for _, list := range []string{listOf(end, in...), strings.TrimRight(listOf(end, in...), "\r\n"), strings.ToLower(listOf(end, in...))} {
				b := breached(t, list)
				for i := range 2 * (n + 1) {
					found, err := b.Contains(fmt.Sprintf("gelekt %d", i))
					if err != nil || found != (i <= n) {
						t.Fatalf("%d of %d: %t, %v", i, n+1, found, err)
					}
				}
			}
		}
	}
}

func TestOtherFilesAreNoLists(t *testing.T) {
	for _, list := range []string{"", "x", "password\nsecret\n", strings.Repeat("0", 40) + "0:1\n", strings.Repeat("g", 40) + ":1\n"} {
		if _, err := NewBreached(strings.NewReader(list), int64(len(list))); !errors.Is(err, ErrBreachedFile) {
			t.Errorf("%.20q: %v", list, err)
		}
	}
	good := listOf("\n", "een", "twee", "drie")
	for _, damaged := range []string{good[:60] + strings.Repeat("x", 300) + good[60:], good[:45] + "\n\n" + good[45:]} {
		b := breached(t, damaged)
		for _, p := range []string{"een", "twee", "drie", "vier"} {
			if _, err := b.Contains(p); err != nil && !errors.Is(err, ErrBreachedFile) {
				t.Errorf("%v", err)
			}
		}
	}
	if _, err := NewBreached(failing{}, 100); err == nil || errors.Is(err, ErrBreachedFile) {
		t.Errorf("a disk that fails: %v", err)
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, os.ErrPermission }

// steps counts how often a file is read.
type steps struct {
	io.ReaderAt
	n int
}

func (s *steps) ReadAt(p []byte, at int64) (int, error) {
	s.n++
	return s.ReaderAt.ReadAt(p, at)
}

// Whatever is in the file, the search ends, soon, and without a panic.
func FuzzBreached(f *testing.F) {
	f.Add(listOf("\r\n", "een", "twee", "drie"), "twee")
	f.Add(listOf("\n", "een")+"\n\n\n", "een")
	f.Add(strings.Repeat("0", 40)+":1\n"+strings.Repeat(":", 500), "x")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, list, password string) {
		file := &steps{ReaderAt: strings.NewReader(list)}
		b, err := NewBreached(file, int64(len(list)))
		if err != nil {
			return
		}
		found, err := b.Contains(password)
		if file.n > 200 {
			t.Errorf("%d reads in %d bytes", file.n, len(list))
		}
		sum := sha1.Sum([]byte(norm.NFC.String(password)))
		if err == nil && found && !strings.Contains(strings.ToUpper(list), strings.ToUpper(hex.EncodeToString(sum[:]))) {
			t.Errorf("%q is found where it is not", password)
		}
	})
}

// The list that is built in is there, and its passwords cannot be chosen, with digits and signs around them or written twice either.
func TestASVS6_2_4_LeakedPasswordsAreRefused(t *testing.T) {
	if n := len(common()); n < 45_000 {
		t.Fatalf("only %d passwords in the list", n)
	}
	for _, leaked := range []string{"qwertyuiop[]", "liverpool2026!!", "12345678liverpool", "Liverpool Liverpool", "123456789123456789", "football1234567"} {
		if err := CheckPolicy(leaked); !errors.Is(err, ErrPasswordCommon) {
			t.Errorf("%q may be chosen (%v)", leaked, err)
		}
	}
	if err := CheckPolicy("liverpool wint nooit meer"); err != nil {
		t.Errorf("a sentence with such a word in it: %v", err)
	}
}

// A password of 10 MB is refused without being hashed: every turn to hash is taken here, so that whoever wanted one would wait for ever.
func TestTenMegabytePasswordIsNotHashed(t *testing.T) {
	huge := strings.Repeat("aé", 5<<20)
	for range cap(turns) {
		defer takeTurn()()
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if CheckPassword(huge, dummyHash) || CheckPassword(huge, "") {
			t.Error("it is taken")
		}
		if _, err := HashPassword(huge); !errors.Is(err, ErrPasswordLong) {
			t.Errorf("hashing it: %v", err)
		}
		if err := CheckPolicy(huge); !errors.Is(err, ErrPasswordLong) {
			t.Errorf("choosing it: %v", err)
		}
	}()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("somebody waits for a turn to hash it")
	}
}
