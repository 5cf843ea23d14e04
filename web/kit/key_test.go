package kit

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
)

func keyed(key string) *Form { return &Form{Values: url.Values{KeyField: {key}}} }

func TestKeyOfAForm(t *testing.T) {
	app := &App{Office: &casework.Office{Key: []byte("one office")}}
	restarted := &App{Office: &casework.Office{Key: []byte("one office")}}
	other := &App{Office: &casework.Office{Key: []byte("another office")}}
	key := app.NewKey()
	if app.KeyOf(keyed(key)) != key || restarted.KeyOf(keyed(key)) != key || !restarted.Fresh(key) {
		t.Error("the office does not know its own key")
	}
	if FormID(app.NewKey()) == FormID(key) {
		t.Error("two forms have one key")
	}
	for _, foreign := range []string{"", "x", key + "x", key[1:], "." + key, "..", other.NewKey(), strings.Replace(key, ".", ".1", 1)} {
		if got := app.KeyOf(keyed(foreign)); got != "" || app.Fresh(foreign) {
			t.Errorf("%q was taken for a key: %q", foreign, got)
		}
	}
}

// A token lasts a day by the clock of the machine, and a renewed one is of the same form.
func TestTokenOfAFormExpiresAfterADay(t *testing.T) {
	now := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	app := &App{Office: &casework.Office{Key: []byte("one office")}, Machine: func() time.Time { return now }}
	key := app.NewKey()
	now = now.Add(TokenLife)
	if !app.Fresh(key) {
		t.Error("it expired within the day")
	}
	now = now.Add(time.Second)
	if app.Fresh(key) {
		t.Error("it did not expire after a day")
	}
	if app.KeyOf(keyed(key)) != key {
		t.Error("an expired token is not known any more as one of this office")
	}
	renewed := app.Renewed(key)
	if !app.Fresh(renewed) || FormID(renewed) != FormID(key) || renewed == key {
		t.Errorf("%q was renewed as %q", key, renewed)
	}
	if made := app.Renewed("made-up"); !app.Fresh(made) || FormID(made) == "made-up" {
		t.Errorf("a made-up token became %q", made)
	}
}

// What is no token is none, and nothing that is sent as one breaks anything.
func FuzzTokenOfAForm(f *testing.F) {
	app := &App{Office: &casework.Office{Key: []byte("one office")}}
	f.Add(app.NewKey())
	f.Add("a.b.c")
	f.Add("AAAAAAAAAAAAAAAAAAAAAA.-1.AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, token string) {
		if app.Fresh(token) && app.signKey(FormID(token), time.Time{}) != token {
			t.Errorf("%q was taken for a token", token)
		}
		if !app.Fresh(app.Renewed(token)) {
			t.Errorf("%q was renewed as one that is no token", token)
		}
	})
}
