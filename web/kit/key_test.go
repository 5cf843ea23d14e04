package kit

import (
	"net/url"
	"testing"

	"github.com/wederhoor/wederhoor/casework"
)

func TestKeyOfAForm(t *testing.T) {
	app := &App{Office: &casework.Office{Key: []byte("one office")}}
	restarted := &App{Office: &casework.Office{Key: []byte("one office")}}
	other := &App{Office: &casework.Office{Key: []byte("another office")}}
	key := app.NewKey()
	with := func(key string) *Form { return &Form{Values: url.Values{KeyField: {key}}} }
	if app.KeyOf(with(key)) != key || restarted.KeyOf(with(key)) != key {
		t.Error("the office does not know its own key")
	}
	if app.NewKey() == key {
		t.Error("two forms have one key")
	}
	for _, foreign := range []string{"", "x", key + "x", key[1:], "." + key, other.NewKey()} {
		if got := app.KeyOf(with(foreign)); got != "" {
			t.Errorf("%q was taken for a key: %q", foreign, got)
		}
	}
}
