package mail

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// A mail is a letter that lies open on the way. What each kind may say is named in testdata/says.txt: the fields of Data that change a word of it. It is
// written by hand; a text that begins to say something else, or a new field that some text says, fails until somebody has thought about it there. No field
// of Data holds what anybody wrote, was treated for, or suffered.
func TestLettersSayWhatTheAllowListNamesAndNothingElse(t *testing.T) {
	allowed := allowList(t)
	for sort, list := range Kinds() {
		for _, kind := range list {
			name := sort + "/" + kind
			said := saidIn(t, partyOf(sort), kind)
			for _, field := range said {
				if !slices.Contains(allowed[name], field) {
					t.Errorf("%s says %s, which testdata/says.txt does not name for it", name, field)
				}
			}
			for _, field := range allowed[name] {
				if !slices.Contains(said, field) {
					t.Errorf("%s does not say %s, which testdata/says.txt names", name, field)
				}
			}
			delete(allowed, name)
		}
	}
	for name := range allowed {
		t.Errorf("%s is in testdata/says.txt and is no letter", name)
	}
}

func allowList(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/says.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		name, fields, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		list[name] = strings.Fields(fields)
	}
	return list
}

// saidIn are the fields of Data of which a letter says something: those that change it when they change, in either language, with or without authority.
func saidIn(t *testing.T, to dossier.Party, kind string) []string {
	t.Helper()
	var said []string
	data := reflect.TypeFor[Data]()
	for i := range data.NumField() {
		field := data.Field(i).Name
		for _, language := range languages {
			for _, cause := range []string{"discontinued", "withdrawn", "ban", "email"} {
				for _, authority := range []bool{true, false} {
					n := typical(t, to, kind, language)
					n.Data.Cause, n.Data.Authority = cause, authority
					before := render(t, n)
					others(t, &n.Data, i)
					after := render(t, n)
					if (before.Subject != after.Subject || before.Body != after.Body) && !slices.Contains(said, field) {
						said = append(said, field)
					}
				}
			}
		}
	}
	return said
}

// others puts another value into a field.
func others(t *testing.T, d *Data, i int) {
	t.Helper()
	switch v := reflect.ValueOf(d).Elem().Field(i).Addr().Interface().(type) {
	case *string:
		if another, ok := map[string]string{"visit": "refund", "founded": "unfounded", "discontinued": "withdrawn"}[*v]; ok { // codes, of which texts know some
			*v = another
		} else {
			*v = "ANOTHER"
		}
	case *int:
		*v += 3
	case *int64:
		*v += 1234
	case *bool:
		*v = !*v
	case *time.Time:
		*v = v.AddDate(0, 0, 1)
	case *dossier.Date:
		*v = "2026-04-01"
	case *[]string:
		*v = append(slices.Clone(*v), "ANOTHER")
	case *[]Line:
		*v = append(slices.Clone(*v), Line{Label: "ANOTHER", Amount: 1})
	case *dossier.DeadlineKind:
		*v = dossier.DueCall
	case *[]dossier.MovedDeadline:
		*v = append(slices.Clone(*v), dossier.MovedDeadline{Deadline: dossier.DueAnswer, From: d.At, To: d.Due})
	case *Day:
		v.New.Items = append(slices.Clone(v.New.Items), Item{Reference: "ANOTHER"})
	case **time.Location:
		*v = time.UTC
	case *dossier.Terms:
		v.Attempts, v.Invitations, v.Triage, v.Review = 7, 7, dossier.Term{N: 7, Unit: dossier.Days}, dossier.Term{N: 7, Unit: dossier.Days}
	default:
		t.Fatalf("field %s of Data is of a sort that this test does not know", reflect.TypeFor[Data]().Field(i).Name)
	}
}
