package kit

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/words"
)

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestParseDate(t *testing.T) {
	for typed, want := range map[string]dossier.Date{
		"2026-03-05": "2026-03-05", "5-3-2026": "2026-03-05", "05/03/2026": "2026-03-05", "5 3 2026": "2026-03-05",
		"5 maart 2026": "2026-03-05", " 5  Mrt. 2026 ": "2026-03-05", "donderdag 5 maart 2026": "2026-03-05",
		"March 5, 2026": "2026-03-05", "5.3.26": "2026-03-05", "29-2-2028": "2028-02-29", "2026 maart 5": "2026-03-05",
	} {
		if got, ok := ParseDate(typed); !ok || got != want {
			t.Errorf("ParseDate(%q) = %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{
		"", "gisteren", "5 maart", "31-4-2026", "29-2-2026", "0-3-2026", "5-13-2026", "5-3-1", "5-3-202", "2026-03-05 12",
		"05-03-20266", "5 maart april 2026", "٥-٣-٢٠٢٦", "5-3-1066", strings.Repeat("5", 100), "-5-3--2026x",
	} {
		if got, ok := ParseDate(typed); ok {
			t.Errorf("ParseDate(%q) = %q", typed, got)
		}
	}
}

func TestParseClock(t *testing.T) {
	for typed, want := range map[string]int{"14:05": 845, "14.05": 845, "9 uur": 540, "9u30": 570, "09:00": 540, "14.05 uur": 845, "00:00": 0, "9u": 540} {
		if got, ok := ParseClock(typed); !ok || got != want {
			t.Errorf("ParseClock(%q) = %d, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "24:00", "12:60", "12", "noon", "1:2", "-1:00", ":30", "12:000"} {
		if got, ok := ParseClock(typed); ok {
			t.Errorf("ParseClock(%q) = %d", typed, got)
		}
	}
}

func TestMomentAtTheChangeOfTheClock(t *testing.T) {
	zone := amsterdam(t)
	if _, ok := Moment("2026-03-29", 150, zone); ok {
		t.Error("02:30 of the night in which the clock goes forward exists")
	}
	if got, ok := Moment("2026-10-25", 150, zone); !ok || !got.Equal(time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)) {
		t.Errorf("of the two half past twos, %v (%v)", got, ok)
	}
	if got, ok := Moment("2026-07-01", 845, zone); !ok || !got.Equal(time.Date(2026, 7, 1, 12, 5, 0, 0, time.UTC)) {
		t.Errorf("a summer's day: %v (%v)", got, ok)
	}
}

func TestFieldsKnowEveryTag(t *testing.T) {
	sorts := []Sort{SortLine, SortWords, SortDate, SortMoment, SortMoney, SortNumber, SortCheck, SortChoice, SortMany}
	for _, c := range dossier.Commands() {
		seen := map[string]bool{}
		for _, f := range Fields(c) {
			if !slices.Contains(sorts, f.Sort) {
				t.Errorf("%s.%s: sort %q", c.Kind(), f.Name, f.Sort)
			}
			if (f.Sort == SortChoice || f.Sort == SortMany) == (f.List == "") {
				t.Errorf("%s.%s: list %q", c.Kind(), f.Name, f.List)
			}
			if seen[f.Key] {
				t.Errorf("%s asks %s twice", c.Kind(), f.Key)
			}
			seen[f.Key] = true
		}
	}
	names := []string{}
	for _, f := range FieldsOf("file") {
		names = append(names, f.Key)
	}
	if !slices.Equal(names[:6], []string{"name", "email", "phone", "address", "branch", "treatment_date"}) {
		t.Errorf("an embedded contact is not asked in place: %v", names)
	}
}

func TestDecode(t *testing.T) {
	rd := Reading{Zone: amsterdam(t)}
	got, faults := rd.Decode("file", url.Values{
		"name": {" Jan\r\nde Vries\x00 "}, "email": {"jan@example.nl"}, "branch": {"B1"}, "treatment_date": {"5 maart 2026"},
		"specialists": {"S1", "S1", "", "S2"}, "about": {"treatment"}, "story": {"een\r\ntwee"}, "share_talk": {"on"},
		"received_at_date": {"6-3-2026"}, "received_at_time": {"9.30"}, "channel": {"phone"},
	})
	want := dossier.File{
		Contact: dossier.Contact{Name: "Jan de Vries", Email: "jan@example.nl"}, Branch: "B1", TreatmentDate: "2026-03-05",
		Specialists: []dossier.SpecialistID{"S1", "S2"}, About: []dossier.About{dossier.AboutTreatment}, Story: "een\ntwee",
		ShareTalk: true, Channel: dossier.ByPhone, ReceivedAt: time.Date(2026, 3, 6, 8, 30, 0, 0, time.UTC),
	}
	if len(faults) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v\nfaults %v", got, want, faults)
	}
	offer, faults := rd.Decode("make_offer", url.Values{"refund": {"€ 69,95"}, "apology": {"ja"}, "words": {"Sorry"}, "elsewhere": {"1"}})
	if len(faults) > 0 || offer != (dossier.MakeOffer{Refund: 6995, Apology: true, Words: "Sorry"}) {
		t.Errorf("offer %+v, %v", offer, faults)
	}
	talk, faults := rd.Decode("book_talk", url.Values{"specialist": {"S1"}, "start": {"2026-03-05T09:00:00Z"}, "slot_free": {"on"}})
	if len(faults) > 0 || talk != (dossier.BookTalk{Specialist: "S1", Start: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)}) {
		t.Errorf("talk %+v, %v", talk, faults)
	}
}

func TestDecodeRefuses(t *testing.T) {
	rd := Reading{Zone: amsterdam(t), Allowed: func(list, code string) bool { return code != "nonsense" }}
	for _, c := range []struct {
		kind dossier.Kind
		form string
		key  string
		want Fault
	}{
		{"add_message", "words=+%0A", "words", FaultRequired},
		{"correct_contact", "name=Klaas&phone=06+1234", "phone", FaultPhone},
		{"correct_contact", "name=Klaas&email=klaas", "email", FaultEmail},
		{"add_message", "words=" + strings.Repeat("%F0%9F%98%80", dossier.MaxWords+1), "words", FaultLong},
		{"add_message", "words=%FF", "words", FaultText},
		{"record_hours", "minutes=ten&what=x", "minutes", FaultNumber},
		{"record_hours", "minutes=-5&what=x", "minutes", FaultNumber},
		{"record_hours", "minutes=5&what=" + strings.Repeat("x", dossier.MaxLine+1), "what", FaultLong},
		{"record_cost", "amount=-5&what=x", "amount", FaultMoney},
		{"book_act", "on=31-2-2026", "on", FaultDate},
		{"plan_explanation", "how=call&start_date=5-3-2026", "start", FaultTime},
		{"plan_explanation", "how=call&start_time=9:00", "start", FaultDate},
		{"plan_explanation", "how=call&start_date=29-3-2026&start_time=02:30", "start", FaultNoTime},
		{"plan_explanation", "how=call", "start", FaultRequired},
		{"plan_explanation", "how=nonsense", "how", FaultChoice},
		{"carry_out", "remedy=x", "remedy", FaultChoice},
		{"book_talk", "start=tomorrow", "start", FaultChoice},
		{"open_investigation", "subjects=nonsense", "subjects", FaultChoice},
		{"open_investigation", "subjects=", "subjects", FaultRequired},
	} {
		form, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(err)
		}
		if _, faults := rd.Decode(c.kind, form); faults[c.key] != c.want {
			t.Errorf("%s %.40s: %v, want %s at %s", c.kind, c.form, faults, c.want, c.key)
		}
	}
	if c, faults := rd.Decode("no_such_act", nil); c != nil || faults != nil {
		t.Errorf("an unknown act is %v, %v", c, faults)
	}
}

// TestDecodeSetsOnlyWhatIsAsked sends every command every name its struct has, tagged or not.
func TestDecodeSetsOnlyWhatIsAsked(t *testing.T) {
	for _, c := range dossier.Commands() {
		form := url.Values{}
		for _, f := range reflect.VisibleFields(reflect.TypeOf(c)) {
			for _, name := range []string{f.Name, words.Snake(f.Name), strings.ToLower(f.Name)} {
				form[name] = []string{"1"}
			}
		}
		got, _ := Reading{}.Decode(c.Kind(), form)
		asked := map[string]bool{}
		for _, f := range Fields(c) {
			asked[f.Name] = true
		}
		v := reflect.ValueOf(got)
		for _, f := range reflect.VisibleFields(v.Type()) {
			if !f.Anonymous && !asked[f.Name] && !v.FieldByIndex(f.Index).IsZero() {
				t.Errorf("%s: a form set %s", c.Kind(), f.Name)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("file", "name=Jan&branch=B1&treatment_date=5+maart+2026&about=treatment&story=x&received_at_date=1-1-2026&received_at_time=9:00")
	f.Add("make_offer", "refund=69,95&words=x")
	f.Add("book_talk", "specialist=S1&start=2026-03-05T09:00:00Z")
	f.Add("carry_out", "remedy=1&on=2026-03-05")
	f.Fuzz(func(t *testing.T, kind, query string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		got, faults := Reading{Zone: time.UTC}.Decode(dossier.Kind(kind), form)
		if got == nil {
			return
		}
		for _, field := range Fields(got) {
			v := reflect.ValueOf(got).FieldByName(field.Name)
			if field.Required && v.IsZero() && field.Sort != SortNumber && field.Sort != SortMoney && field.Sort != SortChoice && faults[field.Key] == "" {
				t.Errorf("%s.%s is empty without a fault", kind, field.Name)
			}
			if v.Kind() == reflect.String && len(v.String()) > 4*dossier.MaxWords {
				t.Errorf("%s.%s holds %d bytes", kind, field.Name, len(v.String()))
			}
		}
	})
}

func FuzzParseDate(f *testing.F) {
	f.Add("5 maart 2026")
	f.Add("2026-03-05")
	f.Fuzz(func(t *testing.T, typed string) {
		day, ok := ParseDate(typed)
		if !ok {
			return
		}
		if again, ok := ParseDate(string(day)); !ok || again != day {
			t.Errorf("%q is read as %q, and that as %q", typed, day, again)
		}
	})
}
