package register

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"Jan van der Berg":      "jan berg",
		"JAN VAN DER BERG":      "jan berg",
		"Berg, Jan van der":     "jan berg",
		"Berg, van den, J.":     "j berg",
		"J.P. v.d. Berg":        "j p berg",
		"V.D. Jansen":           "v d jansen",
		"Mevr. drs. Zoë Müller": "zoe muller",
		"Gerrit 't Hart":        "gerrit hart",
		"T. Hart":               "t hart",
		"Siobhán O’Brien":       "siobhan obrien",
		"Petra Jansen-de Vries": "petra jansen vries",
		"Łukasz Żółć":           "lukasz zolc",
		"An Le":                 "an le",
		"Søren  Strauß":         "soren strauss",
		"":                      "",
		" ., ":                  "",
		"Ĳsbrand Dĳk":           "ijsbrand dijk",
		"Jose\u0301 de la Cruz": "jose cruz",
		"Fatima el Amrani":      "fatima amrani",
	} {
		if got := Fold(name); got != want {
			t.Errorf("Fold(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestE164(t *testing.T) {
	for phone, want := range map[string]string{
		"06-12345678":        "+31612345678",
		"06 12 34 56 78":     "+31612345678",
		"+31 (0)6 1234 5678": "+31612345678",
		"0031612345678":      "+31612345678",
		"020 123 45 67":      "+31201234567",
		"+32 470 12 34 56":   "+32470123456",
		"niet bekend":        "",
		"12":                 "",
		"":                   "",
	} {
		if got := E164(phone); got != want {
			t.Errorf("E164(%q) = %q, want %q", phone, got, want)
		}
	}
}

func TestPostcodeSurnameAndEmail(t *testing.T) {
	if got := FoldPostcode(" 1012 ab"); got != "1012AB" {
		t.Errorf("FoldPostcode = %q", got)
	}
	if Surname("J. Meijer") != Surname("Meyer, Johan") || Surname("...") != "" {
		t.Error("Surname of Meijer and Meyer differ, or signs alone have one")
	}
	if got := FoldEmail(" J.Bos@Example.NL "); got != "j.bos@example.nl" {
		t.Errorf("FoldEmail = %q", got)
	}
}

func TestCompareNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Likeness
	}{
		{"Jan van der Berg", "berg, jan", Same},
		{"J. van der Berg", "Jan van den Berg", Alike},
		{"J.P. de Vries", "Jan de Vries", Alike},
		{"Petra de Vries", "Petra Jansen-de Vries", Alike},
		{"Petra de Vries-Jansen", "P. de Vries", Alike},
		{"de Vries", "Petra de Vries", Alike},
		{"Petra Jansen", "Petra Janssen", Alike},
		{"Johan Meijer", "Johan Meyer", Same},
		{"Ingrid Bakker", "Ingird Bakker", Alike},
		{"Jan Bos", "Jan Vos", Different},
		{"Jan Bakker", "Piet Bakker", Different},
		{"", "Piet Bakker", Different},
		{"", "", Different},
	} {
		if got := CompareNames(c.a, c.b); got != c.want {
			t.Errorf("CompareNames(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := CompareNames(c.b, c.a); got != c.want {
			t.Errorf("CompareNames(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

// The small register the matching tests look in: two people of one surname, one address.
var (
	someClients = []Client{
		{ID: "c1", Name: "Jan van der Berg", Birth: "1980-03-02", Email: "jan@example.nl", Phone: "+31612345678", Postcode: "1012AB"},
		{ID: "c2", Name: "Jan van der Berg", Birth: "2009-07-01", Phone: "+31612345678", Postcode: "1012AB"},
		{ID: "c3", Name: "Zoë Müller", Birth: "1991-01-01", Email: "zoe@example.nl", Postcode: "3511AA"},
		{ID: "c4", Name: "Piet Klaassen", Birth: "1970-05-05", Email: "piet@example.nl"},
	}
	someTreatments = []Treatment{
		{ID: "t1", Client: "c1", Branch: "b1", Specialist: "s1", Date: "2026-03-05"},
		{ID: "t2", Client: "c1", Branch: "b1", Specialist: "s2", Date: "2026-03-07"},
		{ID: "t3", Client: "c2", Branch: "b1", Specialist: "s1", Date: "2026-03-05"},
		{ID: "t4", Client: "c3", Branch: "b2", Specialist: "s3", Date: "2026-03-05"},
		{ID: "t5", Client: "c3", Branch: "b2", Specialist: "s4", Date: "2026-03-05"},
	}
)

func TestR9_Match(t *testing.T) {
	for _, c := range []struct {
		name  string
		claim Claim
		want  Outcome
		first string // ID of the first treatment
		count int
	}{
		{"everything agrees", Claim{Name: "Jan van der Berg", Birth: "1980-03-02", Date: "2026-03-05"}, Found, "t1", 1},
		{"initial, capitals, mail in capitals", Claim{Name: "J. BERG", Email: "JAN@example.nl", Date: "2026-03-07"}, Found, "t2", 1},
		{"phone typed with signs tells no father from son", Claim{Name: "J. vd Berg", Phone: "06-1234 5678", Date: "2026-03-05"}, Candidates, "", 3},
		{"phone and birth do", Claim{Name: "J. vd Berg", Phone: "06-1234 5678", Birth: "2009-07-01", Date: "2026-03-05"}, Found, "t3", 1},
		{"a day off is a candidate, not found", Claim{Name: "Jan van der Berg", Email: "jan@example.nl", Date: "2026-03-06"}, Candidates, "", 3},
		{"another specialist is a candidate", Claim{Name: "Jan van der Berg", Email: "jan@example.nl", Date: "2026-03-07", Specialist: "s1"}, Candidates, "t2", 3},
		{"another branch is a candidate", Claim{Name: "Jan van der Berg", Email: "jan@example.nl", Date: "2026-03-07", Branch: "b9"}, Candidates, "t2", 3},
		{"two visits on the day", Claim{Name: "Zoe Muller", Birth: "1991-01-01", Date: "2026-03-05"}, Candidates, "", 2},
		{"two visits, the specialist named", Claim{Name: "Zoe Muller", Birth: "1991-01-01", Date: "2026-03-05", Specialist: "s4"}, Found, "t5", 1},
		{"no date", Claim{Name: "Zoe Muller", Birth: "1991-01-01"}, Candidates, "", 2},
		{"no date, a mail and a name", Claim{Name: "Jan van der Berg", Email: "jan@example.nl"}, Candidates, "t2", 2},
		{"no date, a visit since", Claim{Name: "Jan van der Berg", Email: "jan@example.nl", Since: "2026-03-06"}, Candidates, "t2", 1},
		{"no date, none since", Claim{Name: "Jan van der Berg", Email: "jan@example.nl", Since: "2026-03-08"}, NoTreatment, "", 0},
		{"no date, the mail of another", Claim{Name: "A. Smit", Email: "zoe@example.nl"}, Candidates, "", 2},
		{"no date, a name alone", Claim{Name: "Zoe Muller"}, Nobody, "", 0},
		{"no date, a name alone at an address", Claim{Name: "Z. Muller", Postcode: "3511AA"}, Nobody, "", 0},
		{"a date that is none", Claim{Name: "Zoe Muller", Birth: "1991-01-01", Date: "gisteren"}, Candidates, "", 2},
		{"name alone", Claim{Name: "Zoë Müller", Date: "2026-03-05"}, Candidates, "", 2},
		{"mail alone, another name", Claim{Name: "A. Smit", Email: "zoe@example.nl", Date: "2026-03-05"}, Candidates, "", 2},
		{"client without a visit near that date", Claim{Name: "Jan van der Berg", Email: "jan@example.nl", Date: "2026-04-05"}, NoTreatment, "", 0},
		{"client without any visit", Claim{Name: "Piet Klaassen", Birth: "1970-05-05", Date: "2026-03-05"}, NoTreatment, "", 0},
		{"nobody", Claim{Name: "Karel Onbekend", Birth: "1960-01-01", Email: "k@example.nl", Date: "2026-03-05"}, Nobody, "", 0},
		{"same name, another birth date", Claim{Name: "Zoë Müller", Birth: "1950-01-01", Date: "2026-03-05"}, Nobody, "", 0},
		{"nothing said", Claim{}, Nobody, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Match(c.claim, someClients, someTreatments)
			if got.Outcome != c.want || len(got.Treatments) != c.count {
				t.Fatalf("Match = %+v, want %s with %d treatments", got, c.want, c.count)
			}
			if c.first != "" && got.Treatments[0].ID != c.first {
				t.Errorf("first treatment is %s, want %s", got.Treatments[0].ID, c.first)
			}
			if got.NotFound() != (c.want == NoTreatment || c.want == Nobody) {
				t.Errorf("NotFound() = %v for %s", got.NotFound(), got.Outcome)
			}
		})
	}
}

// A complaint that does not say when the visit was brings a list that can be read.
func TestR9_Match_WithoutADateOffersTheLatestVisits(t *testing.T) {
	var visits []Treatment
	for i := range 30 {
		visits = append(visits, Treatment{ID: fmt.Sprintf("t%02d", i), Client: "c1", Branch: "b1", Specialist: "s1", Date: fmt.Sprintf("2026-01-%02d", i+1)})
	}
	got := Match(Claim{Name: "Jan van der Berg", Email: "jan@example.nl"}, someClients, visits)
	if got.Outcome != Candidates || len(got.Treatments) != MostUndated || got.Treatments[0].ID != "t29" || got.Treatments[11].ID != "t18" {
		t.Errorf("%s with %d visits: %v", got.Outcome, len(got.Treatments), got.Treatments)
	}
}

func TestR15_OtherClientsOfDay(t *testing.T) {
	about := someTreatments[0]
	more := append([]Treatment{
		{ID: "t6", Client: "c5", Branch: "b1", Specialist: "s2", Date: "2026-03-05"},
		{ID: "t7", Client: "c5", Branch: "b1", Specialist: "s1", Date: "2026-03-05"},
		{ID: "t8", Client: "c6", Branch: "b1", Specialist: "s2", Date: "2026-03-05"},
	}, someTreatments...)
	if got := OtherClientsOfDay(more, about, false); !reflect.DeepEqual(got, []string{"c5", "c6", "c2"}) {
		t.Errorf("whole branch: %v", got)
	}
	if got := OtherClientsOfDay(more, about, true); !reflect.DeepEqual(got, []string{"c5", "c2"}) {
		t.Errorf("same specialist: %v", got)
	}
}

// genClaim draws claims that often touch the small register, so that every outcome occurs.
func genClaim(t *rapid.T) Claim {
	pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
	return Claim{
		Name:       pick("name", "Jan van der Berg", "J. Berg", "Zoe Muller", "Piet Klaassen", "Kees Smit", ""),
		Birth:      pick("birth", "", "1980-03-02", "2009-07-01", "1991-01-01", "1970-05-05"),
		Email:      pick("email", "", "JAN@example.nl", "zoe@example.nl"),
		Phone:      pick("phone", "", "06-12345678", "onbekend"),
		Postcode:   pick("postcode", "", "1012 ab", "3511AA"),
		Date:       pick("date", "", "2026-03-05", "2026-03-06", "2026-03-07", "2026-05-01", "x"),
		Branch:     pick("branch", "", "b1", "b2"),
		Specialist: pick("specialist", "", "s1", "s4"),
	}
}

func TestR9_MatchHoldsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claim := genClaim(t)
		got := Match(claim, someClients, someTreatments)
		shuffled := shuffle(rapid.Uint64().Draw(t, "seed"))
		if again := Match(claim, shuffled.clients, shuffled.treatments); !reflect.DeepEqual(got, again) {
			t.Fatalf("order matters: %+v and %+v", got, again)
		}
		switch got.Outcome {
		case Found:
			visit := got.Treatments[0]
			if len(got.Treatments) != 1 || len(got.Clients) != 1 || visit.Client != got.Clients[0] || visit.Date != claim.Date {
				t.Fatalf("found %+v for %+v", got, claim)
			}
		case Candidates:
			if len(got.Treatments) == 0 || len(got.Clients) == 0 {
				t.Fatalf("no candidate: %+v", got)
			}
		case NoTreatment, Nobody:
			if len(got.Treatments) != 0 {
				t.Fatalf("treatments with %s", got.Outcome)
			}
		}
	})
}

type facts struct {
	clients    []Client
	treatments []Treatment
}

func shuffle(seed uint64) facts {
	r := rand.New(rand.NewPCG(seed, seed))
	f := facts{append([]Client(nil), someClients...), append([]Treatment(nil), someTreatments...)}
	r.Shuffle(len(f.clients), func(i, j int) { f.clients[i], f.clients[j] = f.clients[j], f.clients[i] })
	r.Shuffle(len(f.treatments), func(i, j int) { f.treatments[i], f.treatments[j] = f.treatments[j], f.treatments[i] })
	return f
}

func TestCompareNamesIsSymmetric(t *testing.T) {
	names := rapid.StringMatching(`[A-Z][a-zé]{0,7}( (van|de|[A-Z]\.))?( [A-Z][a-z]{0,7}(-de [A-Z][a-z]{2})?)?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := names.Draw(t, "a"), names.Draw(t, "b")
		if CompareNames(a, b) != CompareNames(b, a) {
			t.Fatalf("%q and %q compare differently the other way round", a, b)
		}
		if CompareNames(a, strings.ToUpper(a)) != Same {
			t.Fatalf("%q is not the same in capitals", a)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Jan van der Berg", "Berg, Jan v.d.", "'t Hart", "İĳßſK№", ",,", "e\u0301", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		folded := Fold(name)
		if again := Fold(folded); again != folded {
			t.Errorf("Fold(%q) = %q, folded again %q", name, folded, again)
		}
		if Plain(Plain(name)) != Plain(name) {
			t.Errorf("Plain(%q) = %q, again %q", name, Plain(name), Plain(Plain(name)))
		}
	})
}

func FuzzE164(f *testing.F) {
	for _, seed := range []string{"06-12345678", "+31 (0)6 1234 5678", "0800-ABC", "tel:+31-20-1234567;ext=9", "++"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, phone string) {
		number := E164(phone)
		if number == "" {
			return
		}
		if number[0] != '+' || len(number) > 20 {
			t.Errorf("E164(%q) = %q", phone, number)
		}
		if again := E164(number); again != number {
			t.Errorf("E164(%q) = %q, again %q", phone, number, again)
		}
	})
}
