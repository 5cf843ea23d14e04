package rights_test

import (
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/openid/openidtest"
	"github.com/wederhoor/wederhoor/doors/passkey"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/outbound"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/store/storetest"
	"github.com/wederhoor/wederhoor/store/storetest/engine"
	"github.com/wederhoor/wederhoor/tools/logwatch"
	"github.com/wederhoor/wederhoor/web"
	"github.com/wederhoor/wederhoor/web/desk"
)

// chain is a small chain with one dossier of each sort that rights are about, a clock that stands still, and everybody who could knock.
type chain struct {
	*casework.Office
	t        *testing.T
	database string // its address
	now      time.Time
	log      syncBuffer
	porter   *doors.Porter
	site     http.Handler
	object   map[string]string  // references of the dossiers, by what they are here
	people   map[string]*person // by the names of the table

	strangers int     // so many people were there
	beside    *sql.DB // looks into the database as who is not the program
}

const (
	password = "vijf losse woorden erbij"
	visitDay = dossier.Date("2026-03-20") // a Friday
)

// noDossier is a reference that no dossier has.
var noDossier = dossier.NewReference(4711)

// hashed is the password as accounts have it.
var hashed = storetest.Hashed(password)

// staff has every role, and who is two at once. Chief and lent are never at a browser: the one keeps the others out of a dossier, to the other
// no dossier was given.
var staff = []store.Account{
	{ID: "owner", Roles: []dossier.Role{dossier.RoleOwner}},
	{ID: "assistant", Roles: []dossier.Role{dossier.RoleAssistant}},
	{ID: "boss", Roles: []dossier.Role{dossier.RoleOwner, dossier.RoleSpecialist}, Specialist: "S3"},
	{ID: "outside", Roles: []dossier.Role{dossier.RoleOutside}},
	{ID: "auditor", Roles: []dossier.Role{dossier.RoleAuditor}},
	{ID: "reader", Roles: []dossier.Role{dossier.RoleAuditor, dossier.RoleSpecialist}, Specialist: "S5"},
	{ID: "desk", Roles: []dossier.Role{dossier.RoleReceptionist}},
	{ID: "here", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: "B1"},
	{ID: "there", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: "B2"},
	{ID: "talker", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S2"},
	{ID: "accused", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S1"},
	{ID: "bystander", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S4"},
	{ID: "admin", Roles: []dossier.Role{dossier.RoleAdministrator}},
	{ID: "chief", Roles: []dossier.Role{dossier.RoleOwner}},
}

func viewer(id dossier.AccountID) casework.Viewer {
	for _, a := range staff {
		if a.ID == id {
			return casework.Viewer{Actor: a.Actor(), Name: string(id)}
		}
	}
	panic("no such account: " + id)
}

// clients of the register. Each was treated on the same day, by S1, S2, S3, S4 and S6.
var clients = []dossier.Contact{
	{Name: mark("klaas-name"), Email: mark("klaas-mail") + "@example.org", Phone: "+31612345001", Address: mark("klaas-address")},
	{Name: mark("tara-name"), Email: mark("tara-mail") + "@example.org", Phone: "+31612345002", Address: mark("tara-address")},
	{Name: mark("els-name"), Email: mark("els-mail") + "@example.org", Phone: "+31612345003", Address: mark("els-address")},
	{Name: mark("fenna-name"), Email: mark("fenna-mail") + "@example.org", Phone: "+31612345004"},
	{Name: mark("coen-name"), Email: mark("coen-mail") + "@example.org", Phone: "+31612345006", Address: mark("coen-address")},
}

var klaas, tara, els, coen = clients[0], clients[1], clients[2], clients[4]

// They are in no register.
var (
	nemo = dossier.Contact{Name: mark("nemo-name"), Email: mark("nemo-mail") + "@example.org", Phone: "+31612345009", Address: mark("nemo-address")}
	piet = dossier.Contact{Name: mark("piet-name"), Email: mark("piet-mail") + "@example.org", Phone: "+31612345007", Address: mark("piet-address")}
	sara = dossier.Contact{Name: mark("sara-name"), Email: mark("sara-mail") + "@example.org", Phone: "+31612345010", Address: mark("sara-address")}
	vera = dossier.Contact{Name: mark("vera-name"), Email: mark("vera-mail") + "@example.org", Phone: "+31612345008", Address: mark("vera-address")}
)

func newChain(t *testing.T) *chain {
	t.Helper()
	c := &chain{t: t, database: storetest.ToMigrate(t), object: map[string]string{"unknown": noDossier}, people: map[string]*person{}}
	db, err := store.Open(t.Context(), c.database)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Migrate(t.Context()))
	must(t, db.Write(t.Context(), fill))
	p := policy.Default()
	p.SignIn.TwoFactors = nil // signing in stays one step
	log := slog.New(slog.NewTextHandler(io.MultiWriter(&c.log, logwatch.Writer()), nil))
	c.Office = &casework.Office{
		DB: db, Policy: p, Clock: func() time.Time { return c.now }, Key: []byte("0123456789abcdef0123456789abcdef"), Base: "https://example.org", Log: log,
	}
	kept, err := files.OpenFolder(t.TempDir())
	must(t, err)
	c.KeepFiles(t.TempDir(), kept, nil)
	c.Mailbox = &casework.Mailbox{Address: "klachten@chain.example"}
	c.beside = engine.SQL(t, c.database)
	c.porter = c.doors()
	c.site = logwatch.Watch(web.New(c.config()))
	c.dossiers()
	for _, a := range staff {
		if a.ID != "chief" {
			c.people[string(a.ID)] = c.signIn(a.ID)
		}
	}
	c.people["klaas"] = c.come(c.object["complaint"], casework.PurposeStatus, 0)
	c.people["tara"] = c.come(c.object["talk"], casework.PurposeStatus, 0)
	c.people["vera"] = c.come(c.object["booked"], casework.PurposeStatus, 0)
	c.people["fellow"] = c.come(c.object["complaint"], casework.PurposeInquiry, 2)
	c.object["login"] = c.people["owner"].login()
	c.object["colleague"] = "chief"
	c.object["wrong"] = strings.Repeat("A", len(c.object["secret"])) // as long as a secret, and nobody's
	c.people["nobody"] = c.stranger()
	return c
}

func (c *chain) config() web.Config {
	return web.Config{Office: c.Office, Porter: c.porter, Log: c.Log, Base: c.Base}
}

// doors has every way in open: by passwords, by passkeys and by an identity provider.
func (c *chain) doors() *doors.Porter {
	c.t.Helper()
	clock := func() time.Time { return c.now }
	provider := openidtest.New(c.t, clock)
	allowed, err := outbound.ParseAllowed("127.0.0.1")
	must(c.t, err)
	keys, err := passkey.New(c.Base, "De Keten", clock)
	must(c.t, err)
	return &doors.Porter{
		DB: c.DB, Policy: c.Policy, Clock: clock, Key: c.Key, Log: c.Log, Passkeys: keys,
		OpenID: openid.New(openid.Settings{
			Issuer: provider.URL, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, Name: "Keteninlog", Back: c.Base + desk.OpenIDBack,
		}, outbound.New(allowed), clock),
	}
}

func fill(tx *store.Tx) error {
	branch := map[string]string{"S3": "B2", "S5": "B2", "S6": "B2"}
	errs := []error{tx.SaveBranches([]register.Branch{{ID: "B1", Name: "Utrecht Oudegracht", City: "Utrecht"}, {ID: "B2", Name: "Breda Markt", City: "Breda"}})}
	var specialists []register.Specialist
	for _, id := range []string{"S1", "S2", "S3", "S4", "S5", "S6"} {
		at := branch[id]
		if at == "" {
			at = "B1"
		}
		specialists = append(specialists, register.Specialist{ID: id, Name: "Specialist " + id, Branch: at, Active: true})
	}
	errs = append(errs, tx.SaveSpecialists(specialists))
	var people []register.Client
	var visits []register.Treatment
	for i, who := range []string{"S1", "S2", "S3", "S4", "S6"} {
		id := "C" + who[1:]
		people = append(people, register.Client{ID: id, Name: clients[i].Name, Email: clients[i].Email, Phone: clients[i].Phone})
		visits = append(visits, register.Treatment{
			ID: "T" + who[1:], Client: id, Branch: specialists[who[1]-'1'].Branch, Specialist: who, Date: string(visitDay), Kind: "bleken",
			PriceCents: 20000, PaidCents: 20000, ShadesAdvertised: 6, ShadesAchieved: 3,
		})
	}
	errs = append(errs, tx.SaveClients(people), tx.SaveTreatments(visits))
	for _, a := range staff {
		a.Name, a.Email, a.Hash = mark("account-"+string(a.ID)), string(a.ID)+"@chain.example", hashed
		errs = append(errs, tx.SaveAccount(a))
	}
	return errors.Join(errs...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// at has somebody do something at a wall time of the chain, once all that was due before was done.
func (c *chain) at(wall string, v casework.Viewer, reference string, command dossier.Command) string {
	c.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, c.Calendar().Zone())
	must(c.t, err)
	c.now = at.UTC()
	c.settle()
	result, err := c.Do(c.t.Context(), v, casework.Order{Reference: reference, Command: command})
	if err != nil {
		c.t.Fatalf("%s by %s: %v", command.Kind(), v.Actor.Name(), err)
	}
	c.settle()
	return result.Reference
}

// settle does everything that is due now.
func (c *chain) settle() {
	c.t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = c.Tick(c.t.Context())
		must(c.t, err)
	}
}

// client is who has the link to their own page.
func client(reference string) casework.Viewer {
	return casework.Viewer{Actor: dossier.Complainant(), Only: reference}
}

// dossiers makes the dossiers of the table: those that everybody has a different part in.
func (c *chain) dossiers() {
	c.now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	must(c.t, c.Standing(c.t.Context()))
	c.falseComplaint()
	c.talk()
	c.complaint()
	c.elsewhere()
	c.conflict()
	c.phoned()
	c.booked()
	c.shared()
	c.object["job-complaint"] = c.failed("a", c.object["complaint"])
	c.object["job-conflict"] = c.failed("b", c.object["conflict"])
	c.mails()
	c.reasons()
}

// reasons has the auditors say why they read the dossiers that they may read.
func (c *chain) reasons() {
	c.t.Helper()
	for _, who := range []dossier.AccountID{"auditor", "reader"} {
		for _, reference := range c.object {
			if sees, err := c.Sees(c.t.Context(), viewer(who), reference); err == nil && sees {
				must(c.t, c.GiveReason(c.t.Context(), viewer(who), reference, mark("reason-to-read")))
			}
		}
	}
}

// talk is step 1 alone, between Tara and S2: held, and not solved.
func (c *chain) talk() {
	ref := c.wish("2026-03-23 10:00", tara, "S2", mark("talk-topic"))
	c.hold(ref, "2026-03-24 13:00", "talker", "S2", dossier.RecordTalk{
		Content: mark("talk-content"), How: mark("talk-how"), ActKind: "repair_visit", Act: mark("talk-act"),
	})
	c.object["talk"] = ref
}

func (c *chain) wish(wall string, who dossier.Contact, with dossier.SpecialistID, topic string) string {
	return c.at(wall, casework.Public(), "", dossier.RequestTalk{
		Contact: who, Branch: "B1", TreatmentDate: visitDay, Specialist: with, Topic: topic, Language: "nl",
	})
}

// hold books the first free slot and records the talk once it is over, at a wall time.
func (c *chain) hold(ref, wall string, who dossier.AccountID, with dossier.SpecialistID, held dossier.RecordTalk) {
	c.t.Helper()
	view, err := c.Fetch(c.t.Context(), viewer("desk"), ref, casework.PageDossier)
	must(c.t, err)
	slots, err := c.Slots(c.t.Context(), view, with)
	must(c.t, err)
	_, err = c.Do(c.t.Context(), viewer("desk"), casework.Order{Reference: ref, Command: dossier.BookTalk{Specialist: with, Start: slots[0]}})
	must(c.t, err)
	c.at(wall, viewer(who), ref, held)
}

// complaint is Klaas's, about S1, after a talk that he did not give along (R3): under investigation, the ban running, another client asked, S1
// invited.
func (c *chain) complaint() {
	ref := c.wish("2026-03-23 10:10", klaas, "S1", mark("before-topic"))
	c.object["complaint"] = ref
	c.hold(ref, "2026-03-24 14:00", "accused", "S1", dossier.RecordTalk{
		Content: mark("before-content"), How: mark("before-how"), ActKind: "apology", Act: mark("before-act"),
	})
	c.at("2026-03-24 14:30", client(ref), ref, dossier.AnswerTalk{Solved: false, Account: mark("before-account")})
	c.at("2026-03-24 15:00", client(ref), ref, dossier.File{
		Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialists: []dossier.SpecialistID{"S1"},
		About: []dossier.About{dossier.AboutSpecialist, dossier.AboutTreatment}, Story: mark("story"), Wish: mark("wish"), Language: "nl",
	})
	handler := viewer("assistant")
	c.at("2026-03-24 16:00", handler, ref, dossier.Judge{Severity: "serious", Serious: true, Reason: mark("judged")})
	c.at("2026-03-24 16:10", handler, ref, dossier.RecordExplanation{How: "call", Words: mark("explanation")})
	c.at("2026-03-24 16:20", handler, ref, dossier.OpenInvestigation{Subjects: []string{"specialist:S1"}})
	c.at("2026-03-24 16:30", handler, ref, dossier.StartInquiry{})
	c.at("2026-03-24 16:40", handler, ref, dossier.InviteToHearing{
		Specialist: "S1", At: time.Date(2026, 3, 31, 11, 0, 0, 0, time.UTC), Allegation: mark("allegation"),
	})
	c.at("2026-03-24 16:50", handler, ref, dossier.WriteNote{Words: mark("note")})
	c.at("2026-03-24 16:51", handler, ref, dossier.RecordHours{Minutes: 30, What: mark("hours")})
	c.at("2026-03-24 16:51", handler, ref, dossier.RecordCost{Amount: 4123, What: mark("cost")})
	c.at("2026-03-24 16:51", handler, ref, dossier.MarkHarm{Harm: true, Reason: mark("harm")})
	c.at("2026-03-24 16:51", casework.Viewer{Actor: dossier.FellowClient(1), Only: ref}, ref, dossier.AnswerInquiry{Words: mark("inquiry-answer")})
	c.at("2026-03-24 16:52", viewer("desk"), ref, dossier.SendMessage{Words: mark("sent")})
	c.at("2026-03-24 16:53", client(ref), ref, dossier.AddMessage{Words: mark("received")})
	c.at("2026-03-24 16:54", client(ref), ref, dossier.RecordBreach{Specialist: "S1", Words: mark("breach")})
	c.at("2026-03-24 16:55", handler, ref, dossier.PlanExplanation{How: "visit", Start: time.Date(2026, 3, 30, 11, 0, 0, 0, time.UTC)})
	c.at("2026-03-24 16:56", viewer("accused"), ref, dossier.HandInStatement{Words: mark("statement")})
}

// elsewhere is a complaint at another branch, about an owner and an auditor who treat clients there.
func (c *chain) elsewhere() {
	c.object["elsewhere"] = c.at("2026-03-24 17:00", casework.Public(), "", dossier.File{
		Contact: els, Branch: "B2", TreatmentDate: visitDay, Specialists: []dossier.SpecialistID{"S3", "S5"},
		About: []dossier.About{dossier.AboutSpecialist}, Story: mark("elsewhere-story"), Wish: mark("elsewhere-wish"), Language: "nl",
	})
}

// conflict is a complaint in which everybody has a conflict, so that the outside person has it (R14).
func (c *chain) conflict() {
	ref := c.at("2026-03-24 17:10", casework.Public(), "", dossier.File{
		Contact: coen, Branch: "B2", TreatmentDate: visitDay, About: []dossier.About{dossier.AboutBranch},
		Story: mark("conflict-story"), Wish: mark("conflict-wish"), Language: "nl",
	})
	c.object["conflict"] = ref
	c.at("2026-03-24 17:10", viewer("chief"), c.object["complaint"], dossier.Link{Other: ref, Why: mark("link-why")})
	for _, a := range staff {
		if a.ID != "outside" && a.ID != "chief" {
			c.at("2026-03-24 17:11", viewer("chief"), ref, dossier.DeclareConflict{Account: a.ID, Reason: mark("conflict-reason")})
		}
	}
	c.at("2026-03-24 17:12", viewer("chief"), ref, dossier.DeclareConflict{Account: "chief", Reason: mark("conflict-reason")})
	c.at("2026-03-24 17:20", viewer("outside"), ref, dossier.WriteNote{Words: mark("conflict-note")})
}

// falseComplaint was established as false, so that there is a dossier for the police (R27).
func (c *chain) falseComplaint() {
	ref := c.at("2026-03-03 10:00", casework.Public(), "", dossier.File{
		Contact: nemo, Branch: "B1", TreatmentDate: "2026-03-02", Specialists: []dossier.SpecialistID{"S6"},
		About: []dossier.About{dossier.AboutTreatment}, Story: mark("false-story"), Wish: mark("false-wish"), Language: "nl",
	})
	c.object["false"] = ref
	c.at("2026-03-03 11:00", viewer("assistant"), ref, dossier.AskProof{})
	c.at("2026-03-20 11:00", viewer("assistant"), ref, dossier.RaiseSuspicion{Evidence: mark("false-suspicion")})
	for _, who := range []dossier.AccountID{"assistant", "owner"} {
		c.at("2026-03-20 12:00", viewer(who), ref, dossier.EstablishFalse{NeverTreated: true, Knew: true, SoughtMoney: true, Evidence: mark("false-evidence")})
	}
}

// phoned was taken down by a receptionist of another branch (R5).
func (c *chain) phoned() {
	c.object["phoned"] = c.at("2026-03-24 17:30", viewer("there"), "", dossier.File{
		Contact: piet, Branch: "B1", TreatmentDate: visitDay, About: []dossier.About{dossier.AboutBranch},
		Story: mark("phoned-story"), Wish: mark("phoned-wish"), Language: "nl", Channel: dossier.ByPhone,
	})
}

// booked is a talk that is still to come.
func (c *chain) booked() {
	ref := c.wish("2026-03-24 17:40", vera, "S2", mark("booked-topic"))
	view, err := c.Fetch(c.t.Context(), viewer("desk"), ref, casework.PageDossier)
	must(c.t, err)
	slots, err := c.Slots(c.t.Context(), view, "S2")
	must(c.t, err)
	c.at("2026-03-24 17:45", viewer("desk"), ref, dossier.BookTalk{Specialist: "S2", Start: slots[0]})
	c.object["booked"] = ref
}

// failed gives up a job about a dossier, and answers with its number.
func (c *chain) failed(key, reference string) string {
	c.t.Helper()
	must(c.t, c.DB.Write(c.t.Context(), func(tx *store.Tx) error {
		return tx.Enqueue(store.Job{Kind: "notify", Key: key, Payload: "{}", Reference: reference, RunAt: c.now})
	}))
	jobs, err := c.DB.Lease(c.t.Context(), c.now, store.LeaseTime, 10)
	must(c.t, err)
	for _, j := range jobs {
		must(c.t, c.DB.Write(c.t.Context(), func(tx *store.Tx) error { return tx.Fail(j, c.now, "made to fail") }))
	}
	return strconv.FormatInt(jobs[0].ID, 10)
}

// shared is a complaint about S2, after a talk that the client gave along (R3).
func (c *chain) shared() {
	ref := c.wish("2026-03-24 17:50", sara, "S2", mark("shared-topic"))
	c.hold(ref, "2026-03-26 16:00", "talker", "S2", dossier.RecordTalk{Content: mark("shared-content"), How: mark("shared-how")})
	c.object["shared"] = c.at("2026-03-26 16:10", client(ref), ref, dossier.File{
		Contact: sara, Branch: "B1", TreatmentDate: visitDay, Specialists: []dossier.SpecialistID{"S2"}, ShareTalk: true,
		About: []dossier.About{dossier.AboutSpecialist}, Story: mark("shared-story"), Wish: mark("shared-wish"), Language: "nl",
	})
}
