package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/register"
)

const lastDay = "2026-11-22"

func TestRegisterLineIsRead(t *testing.T) {
	var r registerLines
	for _, line := range []string{
		`{"kind":"branch","id":"UTR","name":" Utrecht ","city":"Utrecht"}`,
		`{"kind":"specialist","id":"S1","name":"Sanne","branch":"UTR"}`,
		`{"kind":"specialist","id":"S2","name":"Vera","branch":"UTR","active":false}`,
		`{"kind":"client","id":"C1","name":"Anna","birth":"1980-02-29","email":"a@post.example","phone":"06 12345678","postcode":null}`,
		`{"kind":"treatment","id":"T1","client":"C1","branch":"UTR","specialist":"S1","date":"2026-11-22","treatment_kind":"bleken",
			"price":"1.199,00","paid_cents":19900,"shades_advertised":6,"shades_achieved":2}`,
	} {
		if err := r.add([]byte(line), lastDay); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	if len(r.branches) != 1 || len(r.specialists) != 2 || len(r.clients) != 1 || len(r.treatments) != 1 {
		t.Fatalf("read %+v", r)
	}
	if r.branches[0].Name != "Utrecht" || !r.specialists[0].Active || r.specialists[1].Active {
		t.Errorf("read %+v", r)
	}
	if want := (register.Client{ID: "C1", Name: "Anna", Birth: "1980-02-29", Email: "a@post.example", Phone: "+31612345678"}); r.clients[0] != want {
		t.Errorf("the client is %+v", r.clients[0])
	}
	want := register.Treatment{
		ID: "T1", Client: "C1", Branch: "UTR", Specialist: "S1", Date: "2026-11-22", Kind: "bleken",
		PriceCents: 119900, PaidCents: 19900, ShadesAdvertised: 6, ShadesAchieved: 2,
	}
	if r.treatments[0] != want {
		t.Errorf("the treatment is %+v", r.treatments[0])
	}
}

func TestRegisterLineIsRefused(t *testing.T) {
	client := func(more string) string { return `{"kind":"client","id":"C1","name":"Anna",` + more + `}` }
	visit := func(more string) string {
		return `{"kind":"treatment","id":"T1","client":"C1","branch":"B1","specialist":"S1","date":"2026-11-20",` + more + `}`
	}
	for _, c := range []struct{ line, want string }{
		{`nonsense`, "not one JSON object"},
		{`null`, "not one JSON object"},
		{`[1]`, "not one JSON object"},
		{`{"kind":"client"} {}`, "not one JSON object"},
		{"{\"kind\":\"branch\",\"id\":\"B\",\"name\":\"\xff\"}", "not UTF-8"},
		{`{}`, "kind: missing"},
		{`{"kind":"dog"}`, "kind: one of branch"},
		{`{"kind":"branch","name":"Utrecht"}`, "id: missing"},
		{`{"kind":"branch","id":"a b","name":"Utrecht"}`, "id: up to 64"},
		{`{"kind":"branch","id":"` + strings.Repeat("x", 65) + `","name":"Utrecht"}`, "id: up to 64"},
		{`{"kind":"branch","id":7,"name":"Utrecht"}`, "id: not a text"},
		{`{"kind":"branch","id":"B","name":"Ut\nrecht"}`, "name: holds a line break"},
		{`{"kind":"branch","id":"B","name":"` + strings.Repeat("x", 201) + `"}`, "name: longer than 200"},
		{`{"kind":"branch","id":"B","name":"Utrecht","Name":"X"}`, `unknown field "Name"`},
		{`{"kind":"specialist","id":"S1","name":"Sanne"}`, "branch: missing"},
		{`{"kind":"specialist","id":"S1","name":"Sanne","branch":"B","active":"no"}`, "active: not true or false"},
		{client(`"shoe":1`), `unknown field "shoe"`},
		{client(`"birth":"1980-02-30"`), "birth: not a date"},
		{client(`"birth":"28-02-1980"`), "birth: not a date"},
		{client(`"birth":"1880-02-28"`), "birth: before 1900"},
		{client(`"email":"anna"`), "email: not an e-mail address"},
		{client(`"phone":"12"`), "phone: not a phone number"},
		{visit(`"date":""`), "date: missing"},
		{visit(`"date":"2026-11-23"`), "date: in the future"},
		{visit(`"price":199`), "price: not a text"},
		{visit(`"price":"-1"`), "price: not an amount"},
		{visit(`"price_cents":19.5`), "price_cents: not a whole number"},
		{visit(`"paid_cents":-1`), "paid_cents: not an amount"},
		{visit(`"paid_cents":0,"paid":"0"`), "paid: given in cents as well"},
		{visit(`"shades_achieved":101`), "shades_achieved: not between"},
	} {
		var r registerLines
		err := r.add([]byte(c.line), lastDay)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.line, err, c.want)
		}
		if len(r.branches)+len(r.specialists)+len(r.clients)+len(r.treatments) > 0 {
			t.Errorf("%s: kept all the same", c.line)
		}
	}
}

// Path traversal and control characters in what is imported: no line is kept whose id leads elsewhere in an address, or whose name is shown as what it is not.
func TestRegister_PathTraversalAndControlCharactersInNames(t *testing.T) {
	for _, id := range []string{
		".", "..", "...", "../S1", `..\\S1`, "/etc/passwd", "S1/../S2", "%2e%2e", "S1?x", "S1#x", `S1\u0000`, `S1\nx`, `S\u202e1`, "S1;x", "C:S1", "Ѕ1",
	} {
		var r registerLines
		if err := r.add([]byte(`{"kind":"branch","id":"`+id+`","name":"Utrecht"}`), lastDay); err == nil || !strings.Contains(err.Error(), "id: ") {
			t.Errorf("%s as an id: %v", id, err)
		}
	}
	for _, name := range []string{
		`Sanne\u0000`, `San\nne`, `San\rne`, `San\u001b[31mne`, `San\u007fne`, `San\u0085ne`, `San\u2028ne`, `San\u2029ne`, `San\u202egpj.ne`, `San\u2066ne`,
	} {
		var r registerLines
		err := r.add([]byte(`{"kind":"specialist","id":"S1","branch":"B1","name":"`+name+`x"}`), lastDay)
		if err == nil || !strings.Contains(err.Error(), "name: holds a line break or another control character") {
			t.Errorf("%s as a name: %v", name, err)
		}
	}
	var r registerLines
	for _, name := range []string{"../../etc/passwd", "Jan-Willem d'Ånge", "نور الهدى", "李小龙", `=HYPERLINK(\"x\")`} { // a name is never part of a path
		if err := r.add([]byte(`{"kind":"specialist","id":"S-1.a_b","branch":"B1","name":"`+name+`"}`), lastDay); err != nil {
			t.Errorf("%s as a name: %v", name, err)
		}
	}
}

func TestLatestDayIsThatOfTheFarEast(t *testing.T) {
	if day := latestDay(time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)); day != "2026-11-23" {
		t.Errorf("it is %s", day)
	}
}

// FuzzRegisterLine: any line is kept once, as something the register can hold, or refused; never both, and never a panic.
func FuzzRegisterLine(f *testing.F) {
	f.Add(`{"kind":"branch","id":"UTR","name":"Utrecht","city":"Utrecht"}`)
	f.Add(`{"kind":"specialist","id":"S1","name":"Sanne","branch":"UTR","active":false}`)
	f.Add(`{"kind":"client","id":"C1","name":"Anna","birth":"1980-02-29","email":"a@post.example","phone":"06 12345678"}`)
	f.Add(`{"kind":"treatment","id":"T1","client":"C1","branch":"UTR","specialist":"S1","date":"2026-11-22","price":"199,00","paid_cents":1}`)
	f.Add(`{"kind":null,"id":{}}`)
	f.Fuzz(func(t *testing.T, line string) {
		var r registerLines
		err := r.add([]byte(line), lastDay)
		kept := len(r.branches) + len(r.specialists) + len(r.clients) + len(r.treatments)
		if (err == nil) != (kept == 1) || kept > 1 {
			t.Fatalf("kept %d with %v", kept, err)
		}
		if err != nil {
			if s := err.Error(); s == "" || strings.Contains(s, "\n") || !utf8.ValidString(s) {
				t.Fatalf("the reason is %q", s)
			}
			return
		}
		if !json.Valid([]byte(line)) {
			t.Fatal("kept what is no JSON")
		}
		for _, v := range r.treatments {
			if _, err := time.Parse(time.DateOnly, v.Date); err != nil || v.Date > lastDay || v.PriceCents < 0 || v.PaidCents < 0 || v.ID == "" {
				t.Fatalf("kept %+v", v)
			}
		}
		for _, c := range r.clients {
			if c.ID == "" || c.Name == "" || c.Phone != "" && !strings.HasPrefix(c.Phone, "+") {
				t.Fatalf("kept %+v", c)
			}
		}
	})
}
