package kit

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFormKeepsEveryAnswerInOrder(t *testing.T) {
	want := url.Values{"a": {"1", "2"}, "b": {"x=y&z"}, "c": {"é😀 \x00+%"}, "empty": {""}}
	form, err := parseForm(strings.NewReader(want.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	for name := range want {
		if strings.Join(form.Values[name], "|") != strings.Join(want[name], "|") {
			t.Errorf("%s = %q, want %q", name, form.Values[name], want[name])
		}
	}
	if len(form.Long) != 0 {
		t.Errorf("nothing was cut, but Long is %v", form.Long)
	}
}

func TestFormCutsWhatIsFarTooLongAndCountsIt(t *testing.T) {
	long := strings.Repeat("😀", maxValue)
	form, err := parseForm(strings.NewReader(url.Values{"name": {"Klaas"}, "story": {long}, "zip": {"1234 AB"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form.Long["story"] != maxValue || len(form.Get("story")) > maxValue || !strings.HasPrefix(long, form.Get("story")) {
		t.Errorf("story was cut to %d bytes, Long is %v", len(form.Get("story")), form.Long)
	}
	if form.Get("name") != "Klaas" || form.Get("zip") != "1234 AB" {
		t.Errorf("the other answers were lost: %q, %q", form.Get("name"), form.Get("zip"))
	}
}

func TestFormRefusesWhatIsNoFormOrTooMuch(t *testing.T) {
	read := func(kind, body string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		_, err := ReadForm(httptest.NewRecorder(), r)
		var status *StatusError
		if !errors.As(err, &status) {
			return 0
		}
		return status.Status
	}
	const form = "application/x-www-form-urlencoded"
	cases := []struct {
		kind, body string
		want       int
	}{
		{form, "a=1", 0},
		{form + "; charset=utf-8", "a=1", 0},
		{"", "a=1", http.StatusUnsupportedMediaType},
		{"multipart/form-data; boundary=x", "a=1", http.StatusUnsupportedMediaType},
		{"application/json", "{}", http.StatusUnsupportedMediaType},
		{form, strings.Repeat("a=1&", maxPairs+2), http.StatusRequestEntityTooLarge},
		{form, "a=" + strings.Repeat("x", maxSent), http.StatusRequestEntityTooLarge},
	}
	for _, c := range cases {
		if got := read(c.kind, c.body); got != c.want {
			t.Errorf("%q with %d bytes: %d, want %d", c.kind, len(c.body), got, c.want)
		}
	}
}

func TestFormSurvivesAConnectionThatBreaks(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("a=1&b="), errReader{})
	if _, err := parseForm(broken); !errors.Is(err, errBroken) {
		t.Errorf("got %v, want the error of the connection", err)
	}
}

var errBroken = errors.New("connection lost")

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errBroken }

func FuzzForm(f *testing.F) {
	for _, seed := range []string{"", "a=1&b=2", "a=%zz&%3d=%26", "a=%F0%9F", "&&==", "a=%00%e9", "story=" + strings.Repeat("x", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, err := parseForm(strings.NewReader(body))
		if err != nil {
			return // only too many answers
		}
		for name, values := range form.Values {
			for _, value := range values {
				if !utf8.ValidString(name) || !utf8.ValidString(value) {
					t.Errorf("%q = %q is no text", name, value)
				}
			}
		}
		std, err := url.ParseQuery(body)
		if err != nil || len(form.Long) > 0 || strings.Contains(body, ";") {
			return
		}
		for name, values := range std {
			if !utf8.ValidString(name) || len(name) > maxName || name == "" {
				continue
			}
			for i, value := range values {
				if utf8.ValidString(value) && form.Values[name][i] != value {
					t.Errorf("%s = %q, the standard library reads %q", name, form.Values[name], values)
				}
			}
		}
	})
}

func TestPhoneNumbersAreWrittenAsPeopleDo(t *testing.T) {
	for number, want := range map[string]string{
		"+31612345678": "06 12345678", "+31302345678": "030 234 5678", "+3225550123": "+32 2 555 01 23", "geen": "geen", "085 000 0000": "085 000 0000",
	} {
		if got := PhoneText(number); got != want {
			t.Errorf("%s is written %q, want %q", number, got, want)
		}
	}
}
