package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

const smallRegister = `{"kind":"branch","id":"UTR","name":"Utrecht","city":"Utrecht"}
{"kind":"specialist","id":"S1","name":"Sanne Bakker","branch":"UTR"}

{"kind":"client","id":"C1","name":"Anna de Vries","email":"anna@post.example"}
{"kind":"treatment","id":"T1","client":"C1","branch":"UTR","specialist":"S1","date":"%s","price":"199,00","paid_cents":19900}
`

const testPassword = "regen op het dak van zolder"

// ran runs the program and wants it to end well.
func ran(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out, errs, code := call(t, stdin, nil, args...)
	if code != 0 {
		t.Fatalf("%v: exit %d: %s%s", args, code, out, errs)
	}
	return out
}

// stop ends a server as a service manager does, and waits.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, p.log.String())
	}
}

// serving starts a server on the database.
func serving(t *testing.T, db string, flags ...string) *process {
	t.Helper()
	p := start(t, nil, append([]string{"serve", "--listen", "127.0.0.1:0", "--database", db}, flags...)...)
	p.address(t, p.log, `"address":"(http://127\.0\.0\.1:\d+)"`)
	return p
}

// said waits until the log of the server says something.
func (p *process) said(t *testing.T, pattern string) {
	t.Helper()
	for range 300 {
		if regexp.MustCompile(pattern).MatchString(p.log.String()) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nothing of %s in\n%s", pattern, p.log.String())
}

// change is somebody with the database and SQL.
func change(t *testing.T, db, query string) {
	t.Helper()
	engine.Exec(t, engine.SQL(t, db), query)
}

type browser struct {
	*http.Client
	base string
}

func newBrowser(t *testing.T, base string) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{&http.Client{Jar: jar}, base}
}

func (b browser) answer(t *testing.T, r *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d (%v)\n%s", r.Request.URL.Path, r.StatusCode, err, body)
	}
	return string(body)
}

func (b browser) get(t *testing.T, path string) string {
	t.Helper()
	r, err := b.Get(b.base + path)
	return b.answer(t, r, err)
}

func (b browser) post(t *testing.T, path string, form url.Values) string {
	t.Helper()
	r, err := b.PostForm(b.base+path, form)
	return b.answer(t, r, err)
}

// signIn signs somebody in who may have to set up a second factor first, as the owner of README does.
func (b browser) signIn(t *testing.T, email string) string {
	t.Helper()
	return b.setUp(t, b.post(t, "/desk/sign-in", url.Values{"email": {email}, "password": {testPassword}}))
}

// setUp sets up the second factor that a page asks for, if it does.
func (b browser) setUp(t *testing.T, page string) string {
	t.Helper()
	nonce := regexp.MustCompile(`name="nonce" value="([^"]+)"`).FindStringSubmatch(page)
	if nonce == nil {
		return page
	}
	key := regexp.MustCompile(`<code class="keep">([A-Z2-7 ]+)</code>`).FindStringSubmatch(page)
	code, err := totp.GenerateCode(strings.ReplaceAll(key[1], " ", ""), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	page = b.post(t, "/desk/account/app", url.Values{"nonce": {nonce[1]}, "code": {code}, "name": {"Telefoon"}, "password": {testPassword}})
	if !strings.Contains(page, "Herstelcodes") {
		t.Fatalf("no recovery codes on\n%s", page)
	}
	return b.post(t, "/desk/account/on", url.Values{})
}

// complain files a complaint about the visit of the small register, on the public page.
func complain(t *testing.T, base, day string) {
	t.Helper()
	b := newBrowser(t, base)
	key := regexp.MustCompile(`name="form_key" value="([^"]+)"`).FindStringSubmatch(b.get(t, "/klacht"))
	if key == nil {
		t.Fatal("the form has no key")
	}
	page := b.post(t, "/klacht", url.Values{
		"form_key": {key[1]}, "branch": {"UTR"}, "treatment_date": {day}, "specialist": {"S1"}, "about": {"treatment"},
		"story": {"De tanden zijn niet wit."}, "name": {"Anna de Vries"}, "email": {"anna@post.example"}, "language": {"nl"},
	})
	if !strings.Contains(page, "WH-") {
		t.Fatalf("no reference on\n%s", page)
	}
}

// firstStart is what README tells: a register, an account, a server; and then a complaint.
func firstStart(t *testing.T, flags ...string) (db string, p *process) {
	t.Helper()
	db = storetest.Address(t)
	day := time.Now().AddDate(0, 0, -2).Format(time.DateOnly)
	out := ran(t, fmt.Sprintf(smallRegister, day), "register", "-", "--database", db)
	if !strings.Contains(out, "1 branches, 1 specialists, 1 clients, 1 treatments. Refused: 0 lines.") {
		t.Errorf("register: %s", out)
	}
	ran(t, testPassword+"\n", "admin", "create", "--database", db, "--name", "Els", "--email", "els@kliniek.example")
	p = serving(t, db, flags...)
	complain(t, p.base, day)
	return db, p
}

func TestFirstStart(t *testing.T) {
	db, p := firstStart(t)
	b := newBrowser(t, p.base)
	page := b.signIn(t, "els@kliniek.example")
	if !strings.Contains(page, "Anna de Vries") {
		t.Errorf("the owner's list has no complaint:\n%s", page)
	}
	p.stop(t)
	if out := ran(t, "", "verify", "--database", db); !strings.Contains(out, "1 dossiers") || strings.Contains(out, "given up") {
		t.Errorf("verify: %s", out)
	}
	var treatment string
	if err := engine.SQL(t, db).QueryRowContext(t.Context(), "select treatment from list").Scan(&treatment); err != nil || treatment != "T1" {
		t.Errorf("the complaint is about visit %q (%v)", treatment, err)
	}
}

// Rows of another version are made anew by migrate, by serve, and by verify when it is asked; verify alone writes nothing.
func TestRowsOfAnotherVersion(t *testing.T) {
	db, p := firstStart(t)
	p.stop(t)
	spoil := func() { change(t, db, "update list set version = 0, branch = 'XXX'") }
	spoil()
	for range 2 {
		if out, _, code := call(t, "", nil, "verify", "--database", db); code != 1 || !strings.Contains(out, "list: branch differs") {
			t.Fatalf("verify: exit %d: %s", code, out)
		}
	}
	if out := ran(t, "", "migrate", "--database", db); !strings.Contains(out, "the rows of 1 dossiers: they are made anew") {
		t.Errorf("migrate: %s", out)
	}
	ran(t, "", "verify", "--database", db)
	if out := ran(t, "", "migrate", "--database", db); strings.Contains(out, "anew") {
		t.Errorf("migrate again: %s", out)
	}
	spoil()
	if out := ran(t, "", "verify", "--rebuild", "--database", db); !strings.Contains(out, "1 dossiers had rows that differed") {
		t.Errorf("verify --rebuild: %s", out)
	}
	spoil()
	p = serving(t, db)
	p.said(t, `"making rows of another version anew","dossiers":1`)
	p.stop(t)
	ran(t, "", "verify", "--database", db)
}

// A dossier that somebody spoiled keeps nobody from the others, and no rebuild makes it look right.
func TestDamagedDossierIsToldAndServed(t *testing.T) {
	db, p := firstStart(t)
	p.stop(t)
	change(t, db, "insert into dossiers (reference) values ('WH-NONE')")
	for _, command := range [][]string{{"verify", "--rebuild"}, {"migrate"}} {
		out, errs, code := call(t, "", nil, append(command, "--database", db)...)
		if code != 1 || !strings.Contains(out+errs, "WH-NONE") {
			t.Errorf("%v: exit %d: %s%s", command, code, out, errs)
		}
	}
	p = serving(t, db)
	p.said(t, `"level":"ERROR","msg":"damaged dossiers[^\n]*WH-NONE`)
	p.stop(t)
}

func TestJobsGivenUpAreTold(t *testing.T) {
	db, p := firstStart(t)
	change(t, db, `insert into jobs (kind, effect, payload, status, run_at, due_at, attempts, token, error)
		values ('nonsense', 'nonsense/1', '{}', 'waiting', 1, 1, 7, 7, '')`)
	p.said(t, `"level":"ERROR","msg":"job given up","job":"nonsense/1","kind":"nonsense","attempts":8`)
	p.stop(t)
	if n := strings.Count(p.log.String(), `"job given up"`); n != 1 {
		t.Errorf("told %d times", n)
	}
	if out := ran(t, "", "verify", "--database", db); !strings.Contains(out, "1 jobs were given up: nonsense 1.") {
		t.Errorf("verify: %s", out)
	}
	p = serving(t, db)
	p.said(t, `"level":"ERROR","msg":"jobs were given up before this start","jobs":1,"kinds":"nonsense 1"`)
	p.stop(t)
	if strings.Contains(p.log.String(), `"job given up"`) {
		t.Error("an old one is told as a new one")
	}
}

func TestRegisterRefusesLines(t *testing.T) {
	db := storetest.Address(t)
	var file strings.Builder
	file.WriteString("\ufeff")
	for i := range 2500 { // more than two batches
		switch {
		case i == 6:
			file.WriteString(`{"kind":"client","id":"C6","name":"` + strings.Repeat("x", registerLine) + "\"}\r\n")
		case i%100 == 7:
			fmt.Fprintf(&file, "{\"kind\":\"client\",\"id\":\"C%d\",\"name\":\"Geheim\",\"birth\":\"2000-13-01\"}\r\n", i)
		default:
			fmt.Fprintf(&file, "{\"kind\":\"client\",\"id\":\"C%d\",\"name\":\"Anna\"}\r\n", i)
		}
	}
	for range 2 { // the same again is the same
		out, errs, code := call(t, strings.TrimSuffix(file.String(), "\r\n"), nil, "register", "-", "--database", db)
		if code != 1 || !strings.Contains(out, "2474 clients, 0 treatments. Refused: 26 lines.") {
			t.Errorf("exit %d: %s", code, out)
		}
		if !strings.Contains(errs, "line 7: longer than") || !strings.Contains(errs, "line 8: birth: not a date") || !strings.Contains(errs, "line 108: birth") {
			t.Errorf("told:\n%s", errs)
		}
		if n := strings.Count(errs, "line "); n != registerShown || !strings.Contains(errs, "More lines are wrong") {
			t.Errorf("%d lines told:\n%s", n, errs)
		}
		if strings.Contains(errs, "Geheim") {
			t.Error("a person's name is told")
		}
	}
	var n int
	if err := engine.SQL(t, db).QueryRowContext(t.Context(), "select count(*) from clients").Scan(&n); err != nil || n != 2474 {
		t.Errorf("%d clients (%v)", n, err)
	}
	if _, errs, code := call(t, "", nil, "register", "/does/not/exist", "--database", db); code != 1 || !strings.Contains(errs, "/does/not/exist") {
		t.Errorf("a file that is not there: exit %d: %s", code, errs)
	}
	if _, errs, code := call(t, "", nil, "register"); code != 2 || !strings.Contains(errs, "<file>") {
		t.Errorf("no file at all: exit %d: %s", code, errs)
	}
}

func TestAccountsOfAllRoles(t *testing.T) {
	db := storetest.Address(t)
	ran(t, fmt.Sprintf(smallRegister, "2026-01-02"), "register", "-", "--database", db)
	create := func(email string, more ...string) (string, int) {
		out, errs, code := call(t, testPassword+"\n", nil,
			append([]string{"admin", "create", "--database", db, "--name", "Sam", "--email", email}, more...)...)
		return out + errs, code
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"a specialist needs the id", []string{"--role", "specialist"}},
		{"knows no such specialist", []string{"--role", "specialist", "--specialist", "S9"}},
		{"goes with --role specialist", []string{"--specialist", "S1"}},
		{"goes with --role receptionist", []string{"--branch", "UTR"}},
		{"knows no such branch", []string{"--role", "receptionist", "--branch", "XXX"}},
		{"must be one of", []string{"--role", "complainant"}},
	} {
		if said, code := create("sam@kliniek.example", c.args...); code == 0 || !strings.Contains(said, c.want) {
			t.Errorf("%v: exit %d: %s", c.args, code, said)
		}
	}
	for i, args := range [][]string{
		{"--role", "assistant"},
		{"--role", "receptionist", "--branch", "UTR"},
		{"--role", "specialist", "--specialist", "S1", "--role", "owner", "--role", "owner"},
		{"--role", "outside"},
	} {
		if said, code := create(fmt.Sprintf("sam%d@kliniek.example", i), args...); code != 0 {
			t.Errorf("%v: exit %d: %s", args, code, said)
		}
	}
	p := serving(t, db)
	for i, path := range []string{"/desk", "/desk", "/desk", "/desk"} {
		b := newBrowser(t, p.base)
		b.signIn(t, fmt.Sprintf("sam%d@kliniek.example", i))
		b.get(t, path)
	}
	p.stop(t)
}
