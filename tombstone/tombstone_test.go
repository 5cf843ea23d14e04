package tombstone_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/tombstone"
)

var stone = tombstone.Stone{Dossier: "WH-4F7Q-K2MA", Whose: "everybody", Ground: "request", At: time.Date(2026, 3, 2, 9, 0, 0, 5e6, time.UTC)}.Sealed()

func open(t *testing.T, path string) *tombstone.File {
	t.Helper()
	f, _, err := tombstone.Make(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestStonesAreKeptOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tombstones")
	other := stone
	other.Whose = "fellow:2"
	other = other.Sealed()
	for _, s := range []tombstone.Stone{stone, other, stone} {
		if err := open(t, path).Add(s); err != nil {
			t.Fatal(err)
		}
	}
	got, err := open(t, path).Stones()
	if err != nil || !reflect.DeepEqual(got, []tombstone.Stone{stone, other}) {
		t.Errorf("%v, %v", got, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestALineThatWasCutIsWrittenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tombstones")
	if err := os.WriteFile(path, []byte(`{"dossier":"WH-4F7Q`), 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	if err := f.Add(stone); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Stones(); err != nil || !reflect.DeepEqual(got, []tombstone.Stone{stone}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestALineThatWasChangedIsTold(t *testing.T) {
	line, err := json.Marshal(stone)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		strings.Replace(string(line), "everybody", "fellow:1", 1), "{}", "", strings.Replace(string(line), `"whose"`, `"extra":1,"whose"`, 1), strings.Repeat("x", 5000),
	} {
		_, err := tombstone.Parse(strings.NewReader(string(line) + "\n" + bad + "\n"))
		if err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%.40s: %v", bad, err)
		}
	}
	if _, _, err := tombstone.Make(filepath.Join(t.TempDir(), "nowhere", "tombstones")); err == nil {
		t.Error("a file in a folder that is not there is taken")
	}
}

// A file that is not there is not one without stones: the name may be wrong.
func TestAFileThatIsNotThereIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tombstones")
	if _, err := tombstone.At(path); !errors.Is(err, tombstone.ErrNone) {
		t.Errorf("%v", err)
	}
	for _, want := range []bool{true, false} {
		if _, made, err := tombstone.Make(path); err != nil || made != want {
			t.Errorf("made %v, %v", made, err)
		}
	}
	if got, err := open(t, path).Stones(); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func FuzzParse(f *testing.F) {
	line, err := json.Marshal(stone)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append(line, '\n'))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		stones, _ := tombstone.Parse(bytes.NewReader(text))
		for _, s := range stones {
			if s.Sealed() != s {
				t.Errorf("%+v is not as it was written", s)
			}
		}
	})
}

// Two nodes that share a file lose no stone to each other.
func TestStonesOfTwoNodesAreAllKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stones")
	var writing sync.WaitGroup
	for _, whose := range []string{"everybody", "fellow:2"} {
		node, _, err := tombstone.Make(path)
		if err != nil {
			t.Fatal(err)
		}
		writing.Go(func() {
			for n := range 100 {
				if err := node.Add(tombstone.Stone{Dossier: fmt.Sprintf("WH-%d", n), Whose: whose, Ground: "request", At: time.UnixMilli(int64(n))}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	node, err := tombstone.At(path)
	if err != nil {
		t.Fatal(err)
	}
	if stones, err := node.Stones(); err != nil || len(stones) != 200 {
		t.Errorf("%d of 200 are kept: %v", len(stones), err)
	}
}
