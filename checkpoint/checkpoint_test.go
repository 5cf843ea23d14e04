package checkpoint

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 123_456_789, time.UTC)

func sum(t *testing.T, last int64, rows ...int64) Part {
	t.Helper()
	s := NewSum(last)
	for _, n := range rows {
		if err := s.Add(n, "text", n, []byte{1}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return s.Part()
}

func sample(t *testing.T, number int64) Checkpoint {
	t.Helper()
	return Checkpoint{Number: number, At: noon, Dossiers: sum(t, 0, 3, 9), Reads: sum(t, 7, 8), Accounts: sum(t, 4)}.Sealed()
}

func key(t *testing.T) Key {
	t.Helper()
	file, public, err := NewKey("klachten.example.nl")
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParseKey([]byte(file))
	if err != nil || k.Public != public {
		t.Fatalf("%q is not %q: %v", k.Public, public, err)
	}
	return k
}

func signed(t *testing.T, k Key, c Checkpoint) string {
	t.Helper()
	text, err := k.Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func keys(t *testing.T, public ...string) Keys {
	t.Helper()
	k, err := ParseKeys(public...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// What is signed is what is read back, and nothing but the whole of it is taken.
func TestACheckpointIsReadAsItWasWritten(t *testing.T) {
	c := sample(t, 12)
	back, err := Parse(c.Text())
	if err != nil || back != c {
		t.Fatalf("%+v, %v, want %+v", back, err, c)
	}
	for name, text := range map[string]string{
		"nothing": "", "no last line": strings.TrimSuffix(c.Text(), "\n"), "a line more": c.Text() + "\n", "another number": strings.Replace(c.Text(), "number 12", "number 13", 1),
		"a zero before": strings.Replace(c.Text(), "number 12", "number 012", 1), "a sign": strings.Replace(c.Text(), "number 12", "number +12", 1),
		"less than nothing": strings.Replace(c.Text(), "number 12", "number -12", 1), "another moment": strings.Replace(c.Text(), "12:00:00.123", "12:00:00.124", 1),
		"another row": strings.Replace(c.Text(), "reads 8 1", "reads 9 1", 1), "another count": strings.Replace(c.Text(), "reads 8 1", "reads 8 2", 1),
		"no title": strings.Replace(c.Text(), title, "another", 1), "a space": strings.Replace(c.Text(), "reads 8", "reads  8", 1),
		"another root": strings.Replace(c.Text(), c.Root.String(), Digest{1}.String(), 1), "other ends": strings.ReplaceAll(c.Text(), "\n", "\r\n"),
	} {
		if _, err := Parse(text); !errors.Is(err, ErrText) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The root is over everything that a checkpoint says.
func TestTheRootIsOverEverything(t *testing.T) {
	roots := map[Digest]string{}
	for name, change := range map[string]func(*Checkpoint){
		"as it is": func(*Checkpoint) {}, "number": func(c *Checkpoint) { c.Number++ }, "moment": func(c *Checkpoint) { c.At = c.At.Add(time.Millisecond) },
		"previous": func(c *Checkpoint) { c.Previous[31]++ }, "dossiers": func(c *Checkpoint) { c.Dossiers.Digest[0]++ },
		"count": func(c *Checkpoint) { c.Reads.Count++ }, "last": func(c *Checkpoint) { c.Accounts.Last++ },
		"crossed": func(c *Checkpoint) { c.Reads, c.Accounts = c.Accounts, c.Reads },
	} {
		c := sample(t, 1)
		change(&c)
		if other := roots[c.Sealed().Root]; other != "" {
			t.Errorf("%s and %s have the same root", name, other)
		}
		roots[c.Sealed().Root] = name
	}
}

// Rows that differ in anything, also in where one value ends and the next begins, have different digests.
func TestRowsDoNotBorrowFromEachOther(t *testing.T) {
	seen := map[Digest]int{}
	for i, rows := range [][][]any{
		{}, {{}}, {{""}}, {{nil}}, {{int64(0)}}, {{[]byte{}}}, {{"ab", "c"}}, {{"a", "bc"}}, {{"ab"}, {"c"}}, {{[]byte("ab"), "c"}}, {{"ab", "c"}, {}},
	} {
		s := NewSum(0)
		for n, row := range rows {
			if err := s.Add(int64(n), row...); err != nil {
				t.Fatal(err)
			}
		}
		if before, same := seen[s.Part().Digest]; same {
			t.Errorf("rows %d and %d have the same digest", i, before)
		}
		seen[s.Part().Digest] = i
	}
	if NewSum(0).Add(1, 1.5) == nil {
		t.Error("a value without a sort is taken")
	}
}

// ASVS 16.4.2: nobody changes a checkpoint, or signs one, without the key.
func TestASVS16_4_2_WithoutTheKeyThereIsNoSignature(t *testing.T) {
	own, other := key(t), key(t)
	c := sample(t, 1)
	text := signed(t, own, c)
	for name, try := range map[string]struct {
		signed string
		keys   Keys
		err    error
	}{
		"as it was":       {text, keys(t, own.Public), nil},
		"by another":      {signed(t, other, c), keys(t, own.Public), ErrSigned},
		"checked by none": {text, Keys{}, ErrSigned},
		"changed":         {strings.Replace(text, "number 1", "number 2", 1), keys(t, own.Public), ErrText},
		"not signed":      {c.Text(), keys(t, own.Public), ErrText},
		"nothing":         {"", keys(t, own.Public), ErrText},
	} {
		got, _, err := try.keys.Open(try.signed)
		if !errors.Is(err, try.err) || err == nil && got != c {
			t.Errorf("%s: %v", name, err)
		}
	}
	forged := sample(t, 2)
	if _, _, err := keys(t, own.Public).Open(strings.Replace(text, c.Text(), forged.Text(), 1)); !errors.Is(err, ErrSigned) {
		t.Errorf("a signature is taken for another text: %v", err)
	}
	if _, i, err := keys(t, other.Public, own.Public).Open(text); i != 1 || err != nil {
		t.Errorf("key %d, %v", i, err)
	}
}

func TestTheKeyOfADatabaseIsTheSameEachTime(t *testing.T) {
	secret := bytes.Repeat([]byte{7}, 32)
	a, err := KeyFrom(secret)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := KeyFrom(secret)
	c, _ := KeyFrom(bytes.Repeat([]byte{8}, 32))
	if a.Public != b.Public || a.Public == c.Public || !strings.HasPrefix(a.Public, OfDatabase+"+") {
		t.Errorf("%q %q %q", a.Public, b.Public, c.Public)
	}
	if got, _, err := keys(t, a.Public).Open(signed(t, b, sample(t, 3))); err != nil || got.Number != 3 {
		t.Errorf("%v", err)
	}
	if _, err := KeyFrom(secret[1:]); err == nil {
		t.Error("31 bytes are a secret")
	}
}

// What is wrong with a file of a key is told without telling what is in it.
func TestAKeyThatCannotBeReadIsNotTold(t *testing.T) {
	file, public, err := NewKey("a")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(file), "\n")
	private := lines[len(lines)-1]
	for name, text := range map[string]string{
		"empty": "", "public": public, "cut": private[:len(private)-4], "two": private + "\n" + private, "more": private + " x",
		"another hash": strings.Replace(private, "KEY+a+", "KEY+b+", 1), "long": strings.Repeat("x", 1<<20),
	} {
		_, err := ParseKey([]byte(text))
		if err == nil || strings.Contains(err.Error(), private[20:40]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\nb", "é", strings.Repeat("x", 101)} {
		if _, _, err := NewKey(name); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
	if _, err := ParseKeys("nothing"); err == nil {
		t.Error("nothing is a public key")
	}
}

// A folder holds all that was added, across months, and what was being written when the machine stopped takes nothing else along.
func TestAFolderKeepsWhatItIsGiven(t *testing.T) {
	folder, k := Folder{filepath.Join(t.TempDir(), "a [strange] folder*")}, key(t)
	if _, _, err := folder.Newest(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := os.Mkdir(folder.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, found, err := folder.Newest(); found || err != nil {
		t.Errorf("an empty folder: %v %v", found, err)
	}
	var all []string
	for i, at := range []time.Time{noon, noon.Add(time.Hour), noon.AddDate(0, 1, 0)} {
		c := sample(t, int64(i+1))
		c.At = at
		c = c.Sealed()
		text := signed(t, k, c)
		for cut := range len(text) {
			if cut%50 == 0 { // and the machine stopped in the middle
				torn := filepath.Join(folder.Path, at.Format(fileLayout))
				f, err := os.OpenFile(torn, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = f.WriteString("\n" + text[:cut])
				f.Close()
			}
		}
		if err := folder.Add(c.At, text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
		if newest, found, err := folder.Newest(); newest != text || !found || err != nil {
			t.Errorf("the newest is %q, %v %v", newest, found, err)
		}
	}
	files, err := folder.Files()
	if err != nil || len(files) != 2 {
		t.Fatalf("%q, %v", files, err)
	}
	var found []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		notes, rest := Split(string(content))
		found = append(found, notes...)
		if rest == 0 {
			t.Error("no part of one is passed over")
		}
	}
	if found = slices.Compact(found); !slices.Equal(found, all) { // one lacked the end of its last line alone
		t.Errorf("%q, want %q", found, all)
	}
}
