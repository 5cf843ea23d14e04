package checkpoint

import (
	"strings"
	"testing"
)

// Whatever is read as a checkpoint says exactly what its text says.
func FuzzParse(f *testing.F) {
	good := Checkpoint{Number: 1, At: noon}.Sealed().Text()
	for _, text := range []string{good, "", title, good + good, strings.ToUpper(good), strings.Replace(good, "0 0 ", "9223372036854775807 1 ", 1)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse(text)
		if err == nil && (c.Text() != text || c.Sealed() != c) {
			t.Errorf("%q is read as %+v", text, c)
		}
	})
}

// Whatever a file holds, the checkpoints that are found in it are found in them again, and one that is put behind it is found.
func FuzzSplit(f *testing.F) {
	k, err := KeyFrom([]byte("01234567890123456789012345678901"))
	if err != nil {
		f.Fatal(err)
	}
	good, err := k.Sign(Checkpoint{Number: 1, At: noon}.Sealed())
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{good, good + good, good[:len(good)/2], "", "\r\n", title, title + "\n\n" + signature + "x y\n", "— \n", strings.ReplaceAll(good, "\n", "\r\n")} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		notes, _ := Split(text)
		for _, n := range notes {
			if again, rest := Split(n); len(again) != 1 || again[0] != n || rest != 0 {
				t.Errorf("%q is split into %q", n, again)
			}
		}
		if more, _ := Split(text + "\n" + good); len(more) == 0 || more[len(more)-1] != good {
			t.Errorf("behind %q it is not found", text)
		}
		keys, _ := ParseKeys(k.Public)
		for _, n := range notes {
			if c, _, err := keys.Open(n); err == nil && c.Text() != textOf(n) {
				t.Errorf("%q is opened as %+v", n, c)
			}
		}
	})
}

// A file that is no key is refused, and one that is signs what its public key checks.
func FuzzParseKey(f *testing.F) {
	file, public, err := NewKey("a")
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{file, public, privatePrefix, privatePrefix + "a+00000000+AQ==", "#\n\n", file + file, "\x00"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		k, err := ParseKey(file)
		if err != nil {
			if err != errKey { //nolint:errorlint // it is that one: no other tells nothing of the file
				t.Errorf("%q: %v", file, err)
			}
			return
		}
		signed, err := k.Sign(Checkpoint{Number: 1, At: noon}.Sealed())
		if err != nil {
			t.Fatal(err)
		}
		keys, err := ParseKeys(k.Public)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := keys.Open(signed); err != nil {
			t.Errorf("%q does not open what it signed: %v", k.Public, err)
		}
	})
}
