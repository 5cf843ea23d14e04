// Package storetest is the conformance suite of the store: what every engine has to pass.
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// Run tests the store that open makes: an empty, migrated database for each call.
func Run(t *testing.T, open func(*testing.T) *store.DB) {
	for name, test := range map[string]func(*testing.T, *store.DB){
		"Append": testAppend, "Refused": testRefusedAppend, "Reference": testReferenceTaken, "Parts": testParts,
		"Erase": testErase, "Terms": testTerms, "Verify": testVerify, "Rebuild": testRebuild, "TimeNeverRunsBack": testTime,
		"Together": testTogether, "Cancelled": testCancelled, "Panic": testPanic, "Broken": testBroken, "Closed": testClosed,
		"KeptTx": testKeptTx,
		"Slots":  testSlots, "SlotRace": testSlotRace, "Bans": testBans, "Granted": testGranted, "EarlierTalk": testEarlierTalk,
		"AppointmentsWith": testAppointmentsWith,
		"Viewers":          testViewers, "Only": testOnly, "Branches": testBranches, "Others": testOthers, "Hidden": testHidden, "Queue": testQueue, "Paging": testPaging,
		"Filters": testFilters, "Search": testSearch, "SearchContact": testSearchContact, "Counts": testCounts,
		"SpecialistDesk": testSpecialistDesk, "Promises": testPromises, "PromisesHidden": testPromisesHidden,
		"Due": testDue, "DueOnce": testDueOnce, "Jobs": testJobs, "Leases": testLeases, "LeaseTime": testLeaseTime, "KeptLeases": testKeptLeases,
		"TakenAlone": testTakenAlone, "Reasons": testReasons,
		"Failures": testFailures, "MaySee": testMaySee, "Purge": testPurge, "Settings": testSettings, "Uncounted": testUncounted, "Waiting": testWaiting, "OwnDue": testOwnDue,
		"Messages": testMessages, "Links": testLinks, "KeepLinks": testKeepLinks, "Codes": testCodes,
		"Receipts": testReceipts, "Facts": testFacts, "FactsTerms": testFactsTerms,
		"Accounts": testAccounts, "OneAccountPerSpecialist": testOneAccountPerSpecialist, "Logins": testLogins, "Factors": testFactors, "RecoveryCodes": testRecoveryCodes,
		"Tickets": testTickets, "Attempts": testAttempts, "AccountLog": testAccountLog, "Identities": testIdentities, "Passkeys": testPasskeys,
		"Sessions": testSessions, "Secret": testSecret, "Register": testRegister,
	} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			defer db.Close()
			test(t, db)
		})
	}
}

// Start is the moment at which every test begins: a Monday.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Office does acts on a store, as casework does, with the built-in policy.
type Office struct {
	T     testing.TB
	DB    *store.DB
	Now   time.Time
	Terms dossier.Terms
	Hash  string
	Cal   dossier.Calendar

	filed uint64
}

// NewOffice pins the terms.
func NewOffice(t testing.TB, db *store.DB) *Office {
	p := policy.Default()
	o := &Office{T: t, DB: db, Now: Start, Terms: p.Terms, Hash: p.Hash(), Cal: p.NewCalendar()}
	o.Write(func(tx *store.Tx) error { return tx.SaveTerms(o.Hash, o.Terms) })
	return o
}

// Write must succeed.
func (o *Office) Write(act func(*store.Tx) error) {
	o.T.Helper()
	if err := o.DB.Write(context.Background(), act); err != nil {
		o.T.Fatal(err)
	}
}

// Do decides on a command and appends what happens.
func (o *Office) Do(tx *store.Tx, d *store.Dossier, c dossier.Command, by dossier.Actor) ([]store.Step, error) {
	happenings, err := dossier.Decide(d.State, c, dossier.Env{Now: o.Now, By: by, Terms: o.Terms, Calendar: o.Cal})
	if err != nil {
		return nil, err
	}
	return tx.Append(d, o.Now, by, o.Terms, o.Cal, happenings)
}

// Act loads, decides and appends in a transaction; it must succeed.
func (o *Office) Act(reference string, c dossier.Command, by dossier.Actor) []store.Step {
	o.T.Helper()
	steps, err := o.Try(reference, c, by)
	if err != nil {
		o.T.Fatalf("%s: %v", c.Kind(), err)
	}
	return steps
}

// Try is Act that may fail.
func (o *Office) Try(reference string, c dossier.Command, by dossier.Actor) (steps []store.Step, err error) {
	err = o.DB.Write(context.Background(), func(tx *store.Tx) error {
		d := tx.New()
		if reference != "" {
			if d, err = tx.Load(reference); err != nil {
				return err
			}
		}
		steps, err = o.Do(tx, d, c, by)
		return err
	})
	return steps, err
}

// File files a complaint about a specialist and gives its reference.
func (o *Office) File(change ...func(*dossier.File)) string {
	o.T.Helper()
	c := o.Complaint(change...)
	o.Act("", c, dossier.Complainant())
	return c.Reference
}

// Complaint is a complaint about S1 with a reference of its own.
func (o *Office) Complaint(change ...func(*dossier.File)) dossier.File {
	o.filed++
	c := dossier.File{
		Contact:   dossier.Contact{Name: "Anna de Vries", Email: "Anna@Example.nl", Phone: "06 12345678", Address: "Dorpsstraat 1"},
		Reference: dossier.NewReference(o.filed * 7919), TermsHash: o.Hash, Branch: "B1", TreatmentDate: "2026-02-27",
		Specialists: []dossier.SpecialistID{"S1"}, About: []dossier.About{dossier.AboutSpecialist}, Story: "Het deed pijn.",
		Wish: "Mijn geld terug", Language: "nl", Channel: dossier.ByForm,
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

// Talk asks for a talk with S1 and gives the reference.
func (o *Office) Talk(change ...func(*dossier.RequestTalk)) string {
	o.T.Helper()
	o.filed++
	c := dossier.RequestTalk{
		Contact:   dossier.Contact{Name: "Bram Jansen", Email: "bram@example.nl", Phone: "+31687654321"},
		Reference: dossier.NewReference(o.filed * 7919), TermsHash: o.Hash, Branch: "B1", TreatmentDate: "2026-02-27",
		Specialist: "S1", Topic: "De kleur", Language: "nl", Channel: dossier.ByForm,
	}
	for _, f := range change {
		f(&c)
	}
	o.Act("", c, dossier.Complainant())
	return c.Reference
}

// Clean checks that nothing in the store differs from its events.
func (o *Office) Clean() {
	o.T.Helper()
	check, err := o.DB.Verify(context.Background(), o.Cal)
	if err != nil {
		o.T.Fatal(err)
	}
	for _, fault := range check.Faults {
		o.T.Error(fault)
	}
}

// The people of the tests.
var (
	Owner        = dossier.Actor{Account: "A1", Roles: []dossier.Role{dossier.RoleOwner}}
	Assistant    = dossier.Actor{Account: "A2", Roles: []dossier.Role{dossier.RoleAssistant}}
	Receptionist = dossier.Actor{Account: "A3", Roles: []dossier.Role{dossier.RoleReceptionist}}
	Specialist1  = dossier.Actor{Account: "A4", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S1"}
	Specialist2  = dossier.Actor{Account: "A5", Roles: []dossier.Role{dossier.RoleSpecialist}, Specialist: "S2"}
	Auditor      = dossier.Actor{Account: "A10", Roles: []dossier.Role{dossier.RoleAuditor}}
	Admin        = dossier.Actor{Account: "A11", Roles: []dossier.Role{dossier.RoleAdministrator}}
)

// deskOf is a receptionist of one branch.
func deskOf(branch dossier.BranchID) dossier.Actor {
	return dossier.Actor{Account: "A12", Roles: []dossier.Role{dossier.RoleReceptionist}, Branch: branch}
}

func named(name, email, phone string) func(*dossier.File) {
	return func(c *dossier.File) { c.Contact = dossier.Contact{Name: name, Email: email, Phone: phone} }
}

func about(ids ...dossier.SpecialistID) func(*dossier.File) {
	return func(c *dossier.File) { c.Specialists = ids }
}

func wantErr(t testing.TB, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Fatalf("error is %v, want %v", got, want)
	}
}

func noErr(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same compares by what is stored and shown: as JSON.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	g, w := asJSON(t, got), asJSON(t, want)
	if g != w {
		t.Fatalf("%s is\n%s\nwant\n%s", what, g, w)
	}
}

func asJSON(t testing.TB, v any) string {
	b, err := json.Marshal(v)
	noErr(t, err)
	return string(b)
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
