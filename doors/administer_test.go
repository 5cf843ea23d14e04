package doors_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

func roles(list ...dossier.Role) []dossier.Role { return list }

// second is another administrator.
func (w *world) second() doors.Staff {
	w.t.Helper()
	must(w.t, w.DB.Write(w.t.Context(), func(tx *store.Tx) error {
		return tx.SaveAccount(store.Account{ID: "second", Name: "Bea Beheer", Email: "second@chain.example", Hash: hashed, Roles: roles(dossier.RoleAdministrator)})
	}))
	return w.in("second@chain.example")
}

func (w *world) account(id dossier.AccountID) store.Account {
	w.t.Helper()
	a, err := w.DB.Read().Account(w.t.Context(), id)
	must(w.t, err)
	return a
}

func fields(t *testing.T, err error, want map[string]string) {
	t.Helper()
	if got := doors.FieldsOf(err); !maps.Equal(got, want) {
		t.Errorf("the fields are %v (%v), want %v", got, err, want)
	}
}

func TestDetailsAreChecked(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	good := doors.Details{Name: "Nora", Email: "nora@chain.example", Roles: roles("specialist"), Specialist: "S1"}
	_, err := w.Invite(t.Context(), admin, password, good)
	must(t, err)
	for name, c := range map[string]struct {
		change func(*doors.Details)
		want   map[string]string
	}{
		"name":        {func(d *doors.Details) { d.Name = " \n " }, map[string]string{"name": "missing"}},
		"long name":   {func(d *doors.Details) { d.Name = strings.Repeat("x", 101) }, map[string]string{"name": "missing"}},
		"no address":  {func(d *doors.Details) { d.Email = "nora" }, map[string]string{"email": "wrong"}},
		"a name too":  {func(d *doors.Details) { d.Email = "Nora <x@chain.example>" }, map[string]string{"email": "wrong"}},
		"two lines":   {func(d *doors.Details) { d.Email = "x@chain.example\r\nBcc: y@chain.example" }, map[string]string{"email": "wrong"}},
		"no role":     {func(d *doors.Details) { d.Roles = nil }, map[string]string{"roles": "missing"}},
		"other role":  {func(d *doors.Details) { d.Roles = roles("system") }, map[string]string{"roles": "missing"}},
		"complainant": {func(d *doors.Details) { d.Roles = roles("owner", "complainant") }, map[string]string{"roles": "missing"}},
		"unknown":     {func(d *doors.Details) { d.Specialist = "S9" }, map[string]string{"specialist": "unknown"}},
		"nobody":      {func(d *doors.Details) { d.Specialist = "" }, map[string]string{"specialist": "unknown"}},
		"branch":      {func(d *doors.Details) { d.Roles, d.Branch = roles("receptionist"), "B9" }, map[string]string{"branch": "unknown"}},
		"taken":       {func(d *doors.Details) { d.Email = " NORA@chain.example" }, map[string]string{"email": "taken", "specialist": "taken"}},
	} {
		d := good
		d.Email = "another@chain.example"
		if name != "taken" {
			d.Specialist = "S2"
		}
		c.change(&d)
		_, err := w.Invite(t.Context(), admin, password, d)
		if got := doors.FieldsOf(err); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v (%v)", name, got, err)
		}
	}
	_, err = w.Invite(t.Context(), admin, password, doors.Details{Name: "Ria", Email: "ria@chain.example", Roles: roles("assistant", "assistant"), Specialist: "S2", Branch: "B1"})
	must(t, err) // what does not belong to the role is left out
	all, err := w.DB.Read().Accounts(t.Context())
	must(t, err)
	for _, a := range all {
		if a.Name == "Ria" && (a.Specialist != "" || a.Branch != "" || len(a.Roles) != 1 || a.Hash != "") {
			t.Errorf("made is %+v", a)
		}
	}
}

// Only administrators administer, and each act asks: neither page nor interface has to.
func TestOnlyAdministratorsAdminister(t *testing.T) {
	w := newWorld(t)
	resi := w.account("resi")
	acts := func(b doors.By) map[string]error {
		_, invite := w.Invite(t.Context(), b, password, doors.Details{Name: "N", Email: "n@chain.example", Roles: roles("owner")})
		return map[string]error{
			"invite": invite, "again": w.InviteAgain(t.Context(), b, "new"), "disable": w.Disable(t.Context(), b, "resi"),
			"edit":   w.Edit(t.Context(), b, password, "resi", w.Version(resi), doors.Details{Name: "N", Email: "n@chain.example", Roles: roles("owner")}),
			"enable": w.Enable(t.Context(), b, password, "gone"), "factors": w.TakeFactors(t.Context(), b, password, "resi"),
		}
	}
	for _, b := range []doors.By{by(w.in("owner@chain.example")), by(w.in("resi@chain.example"))} {
		for name, err := range acts(b) {
			if doors.KindOf(err) != doors.Missing {
				t.Errorf("%s does %s: %v", b.Account, name, err)
			}
		}
	}
	admin := by(w.in("admin@chain.example"))
	must(t, w.DisableByProgram(t.Context(), "owner"))
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		a := w.account("admin")
		a.Disabled = true
		return tx.SaveAccount(a)
	}))
	for name, err := range acts(admin) {
		if doors.KindOf(err) != doors.Ended {
			t.Errorf("who is disabled does %s: %v", name, err)
		}
	}
	if got := w.account("resi"); got.Name != resi.Name || got.Disabled {
		t.Errorf("something was changed: %+v", got)
	}
}

// ASVS 7.5.1: what changes who may come in asks the administrator's password again.
func TestASVS7_5_1_AdministeringAsksForThePassword(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	d := doors.Details{Name: "N", Email: "n@chain.example", Roles: roles("owner")}
	_, err := w.Invite(t.Context(), admin, "verkeerd wachtwoord", d)
	refused(t, err, doors.WrongPassword)
	refused(t, w.Edit(t.Context(), admin, "verkeerd wachtwoord", "resi", w.Version(w.account("resi")), d), doors.WrongPassword)
	refused(t, w.Enable(t.Context(), admin, "verkeerd wachtwoord", "gone"), doors.WrongPassword)
	refused(t, w.TakeFactors(t.Context(), admin, "verkeerd wachtwoord", "resi"), doors.WrongPassword)
	if len(w.mailed("")) != 0 {
		t.Error("something was done")
	}
}

func TestAccountsAreEdited(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	resi := w.in("resi@chain.example")
	seen := w.Version(w.account("resi"))
	d := doors.Details{Name: "Resi Anders", Email: "anders@chain.example", Roles: roles("assistant")}
	must(t, w.Edit(t.Context(), admin, password, "resi", seen, d))
	got, err := w.Enter(t.Context(), resi.Login.ID)
	must(t, err)
	if got.Account.Name != "Resi Anders" || got.Account.Email != "anders@chain.example" || !got.Account.Actor().Is(dossier.RoleAssistant) || !got.MustSetUp {
		t.Errorf("at once, in the session that was open: %+v", got)
	}
	refused(t, w.Edit(t.Context(), admin, password, "resi", seen, d), doors.Moved) // of a page that is out of date
	if kinds := w.log("resi"); !slices.Equal(kinds[:3], []string{"email", "name", "rights"}) {
		t.Errorf("written down is %v", kinds)
	}
	if m := w.mailed("resi@chain.example"); len(m) != 1 || m[0].Kind != mail.SignInChanged || !strings.Contains(m[0].Body, "e-mailadres") {
		t.Errorf("the old address is told %+v", m)
	}
	refused(t, w.Edit(t.Context(), admin, password, "none", "", d), doors.Missing)
}

// Nobody gives themselves rights, and nobody shuts themselves out.
func TestNobodyChangesTheirOwnRights(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	w.second()
	a := w.account("admin")
	d := doors.DetailsOf(a)
	d.Roles = append(roles(dossier.RoleOwner), a.Roles...)
	fields(t, w.Edit(t.Context(), admin, password, "admin", w.Version(a), d), map[string]string{"roles": "own"})
	refused(t, w.Disable(t.Context(), admin, "admin"), doors.Own)
	refused(t, w.TakeFactors(t.Context(), admin, password, "admin"), doors.Own)
	d = doors.DetailsOf(a)
	d.Name = "Ada Anders"
	must(t, w.Edit(t.Context(), admin, password, "admin", w.Version(a), d))
}

// There is always an administrator left: of two who take each other's place at the same moment, one does.
func TestLastAdministratorStays(t *testing.T) {
	for range 5 {
		w := newWorld(t)
		one, two := by(w.in("admin@chain.example")), by(w.second())
		a, b := w.account("admin"), w.account("second")
		demoted := func(a store.Account) doors.Details {
			d := doors.DetailsOf(a)
			d.Roles = roles(dossier.RoleReceptionist)
			return d
		}
		done, kinds := atOnce(4, func(ctx context.Context, n int) error {
			switch n {
			case 0:
				return w.Disable(ctx, one, "second")
			case 1:
				return w.Disable(ctx, two, "admin")
			case 2:
				return w.Edit(ctx, one, password, "second", w.Version(b), demoted(b))
			default:
				return w.Edit(ctx, two, password, "admin", w.Version(a), demoted(a))
			}
		})
		left := 0
		for _, a := range []store.Account{w.account("admin"), w.account("second")} {
			if a.Actor().Is(dossier.RoleAdministrator) && !a.Disabled {
				left++
			}
		}
		if left != 1 || done < 1 {
			t.Fatalf("%d administrators are left; %d acts were done, the others were told %v", left, done, kinds)
		}
	}
	w := newWorld(t)
	refused(t, w.DisableByProgram(t.Context(), "admin"), doors.LastAdministrator)
	w.second()
	must(t, w.DisableByProgram(t.Context(), "admin"))
	refused(t, w.DisableByProgram(t.Context(), "second"), doors.LastAdministrator)
	must(t, w.EnableByProgram(t.Context(), "admin"))
	must(t, w.DisableByProgram(t.Context(), "second"))
}

// An invited administrator who has not come yet is no administrator that is left.
func TestInvitedAdministratorDoesNotCount(t *testing.T) {
	w := newWorld(t)
	_, err := w.InviteByProgram(t.Context(), doors.Details{Name: "N", Email: "n@chain.example", Roles: roles(dossier.RoleAdministrator)})
	must(t, err)
	refused(t, w.DisableByProgram(t.Context(), "admin"), doors.LastAdministrator)
}

// Whoever has lost their phone gets a link; who knows their old password, gets nowhere with it.
func TestFactorsAreTakenAway(t *testing.T) {
	w := newWorld(t)
	s := w.in("owner@chain.example")
	_, recovery := w.withPhone(s)
	pending := w.pending("owner@chain.example")
	must(t, w.TakeFactors(t.Context(), by(w.in("admin@chain.example")), password, "owner"))
	_, err := w.Enter(t.Context(), s.Login.ID)
	refused(t, err, doors.Ended)
	_, err = w.ShowCode(t.Context(), pending, recovery[0], here)
	refused(t, err, doors.Ended)
	_, err = w.SignIn(t.Context(), "owner@chain.example", password, here)
	refused(t, err, doors.WrongPassword)
	if m := w.mailed("owner@chain.example"); m[0].Kind != mail.FactorsTaken {
		t.Errorf("told is %s", m[0].Kind)
	}
	entry, err := w.Choose(t.Context(), w.ticketIn("owner@chain.example"), another, here)
	must(t, err)
	if !entry.Staff.MustSetUp {
		t.Error("no second factor is asked")
	}
	if _, recovery := w.withFresh(entry.Staff); len(recovery) == 0 {
		t.Error("a new second factor brings no recovery codes")
	}
}

// withFresh is withPhone for who has chosen another password.
func (w *world) withFresh(s doors.Staff) (phone, []string) {
	w.t.Helper()
	offer, err := w.OfferTOTP(s.Account, "")
	must(w.t, err)
	p := phone{w, strings.ReplaceAll(offer.Text, " ", "")}
	recovery, err := w.AddTOTP(w.t.Context(), by(s), another, offer.Nonce, "Telefoon", p.code())
	must(w.t, err)
	return p, recovery
}

// An account whose factors and password were taken away is still its owner's: a new address gets no invitation to a fresh account, and the one before is
// told (ASVS 6.3.7). Nothing that let its owner in lets them in (ASVS 6.4.4).
func TestFactorsTakenAndAnotherAddress(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveIdentity(store.Identity{Issuer: "https://inlog.example", Subject: "olga", Account: "owner", Added: start})
	}))
	must(t, w.TakeFactors(t.Context(), admin, password, "owner"))
	if left, err := w.DB.Read().Identities(t.Context(), "owner"); err != nil || len(left) > 0 {
		t.Errorf("the provider still lets in %v (%v)", left, err)
	}
	a := w.account("owner")
	d := doors.DetailsOf(a)
	d.Email = "elders@chain.example"
	must(t, w.Edit(t.Context(), admin, password, "owner", w.Version(a), d))
	if m := w.mailed("owner@chain.example"); len(m) == 0 || m[0].Kind != mail.SignInChanged {
		t.Errorf("the old address is told %+v", m)
	}
	refused(t, w.InviteAgain(t.Context(), admin, "owner"), doors.Held)
	if m := w.mailed("elders@chain.example"); len(m) > 0 {
		t.Errorf("the new address gets %+v at once", m)
	}
	w.later(73 * time.Hour)
	must(t, w.InviteAgain(t.Context(), by(w.in("admin@chain.example")), "owner"))
	if m := w.mailed("elders@chain.example"); len(m) != 1 || m[0].Kind != mail.FactorsTaken {
		t.Errorf("three days later: %+v", m)
	}
	admin = by(w.in("admin@chain.example"))
	must(t, w.Disable(t.Context(), admin, "owner"))
	a = w.account("owner")
	d.Email = "nergens@chain.example"
	must(t, w.Edit(t.Context(), admin, password, "owner", w.Version(a), d))
	if m := w.mailed("nergens@chain.example"); len(m) > 0 {
		t.Errorf("who is disabled gets %+v", m)
	}
}

// R28: an administrator does not become a colleague by giving their account an address of their own: whichever way it is opened by a link, none goes there
// for three days, in which the address before knows.
func TestR28_AnAdministratorDoesNotBecomeSomebodyElse(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	a := w.account("owner")
	d := doors.DetailsOf(a)
	d.Email = "eigen@chain.example"
	must(t, w.Edit(t.Context(), admin, password, "owner", w.Version(a), d))
	refused(t, w.TakeFactors(t.Context(), admin, password, "owner"), doors.Held)
	w.forgotten("eigen@chain.example")
	if m := w.mailed("eigen@chain.example"); len(m) > 0 {
		t.Errorf("the new address gets %+v", m)
	}
	if _, err := w.SignIn(t.Context(), "eigen@chain.example", password, here); err != nil {
		t.Errorf("their owner comes in as before: %v", err)
	}
	if _, err := w.ResetByProgram(t.Context(), "owner", true); err != nil {
		t.Errorf("at the command line: %v", err)
	}
}

// R3: the content of talks is one person's: no second account becomes the specialist of one that was used, disabled or not, and that one is no other.
func TestR3_NobodyElseBecomesTheSpecialist(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	first, err := w.Invite(t.Context(), admin, password, doors.Details{Name: "Een", Email: "een@chain.example", Roles: roles("specialist"), Specialist: "S1"})
	must(t, err)
	_, err = w.Choose(t.Context(), w.ticketIn("een@chain.example"), another, here)
	must(t, err)
	must(t, w.TakeFactors(t.Context(), admin, password, first))
	must(t, w.Disable(t.Context(), admin, first))
	_, err = w.Invite(t.Context(), admin, password, doors.Details{Name: "Twee", Email: "twee@chain.example", Roles: roles("specialist"), Specialist: "S1"})
	fields(t, err, map[string]string{"specialist": "taken"})
	a := w.account(first)
	for _, other := range []doors.Details{
		{Name: "Een", Email: "een@chain.example", Roles: roles("specialist"), Specialist: "S2"}, {Name: "Een", Email: "een@chain.example", Roles: roles("assistant")},
	} {
		fields(t, w.Edit(t.Context(), admin, password, first, w.Version(a), other), map[string]string{"specialist": "stays"})
	}
	must(t, w.Enable(t.Context(), admin, password, first))
}

func TestInvitedAgain(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	id, err := w.Invite(t.Context(), admin, password, doors.Details{Name: "Nora", Email: "nora@chain.example", Roles: roles("owner")})
	must(t, err)
	old := w.ticketIn("nora@chain.example")
	must(t, w.InviteAgain(t.Context(), admin, id))
	_, err = w.Open(t.Context(), old)
	refused(t, err, doors.Missing)
	a := w.account(id)
	d := doors.DetailsOf(a)
	d.Email = "nora2@chain.example"
	must(t, w.Edit(t.Context(), admin, password, id, w.Version(a), d)) // mistyped at first: the invitation goes to the right one
	if _, err = w.Choose(t.Context(), w.ticketIn("nora2@chain.example"), another, here); err != nil {
		t.Errorf("the link to the right address: %v", err)
	}
	refused(t, w.InviteAgain(t.Context(), admin, id), doors.Moved) // they have come
}

// What is disabled comes back as it was, unless another took its place as a specialist meanwhile (R3).
func TestEnabledAgain(t *testing.T) {
	w := newWorld(t)
	admin := by(w.in("admin@chain.example"))
	first, err := w.Invite(t.Context(), admin, password, doors.Details{Name: "Een", Email: "een@chain.example", Roles: roles("specialist"), Specialist: "S1"})
	must(t, err)
	must(t, w.Disable(t.Context(), admin, first))
	_, err = w.Invite(t.Context(), admin, password, doors.Details{Name: "Twee", Email: "twee@chain.example", Roles: roles("specialist"), Specialist: "S1"})
	must(t, err)
	fields(t, w.Enable(t.Context(), admin, password, first), map[string]string{"specialist": "taken"})
	must(t, w.Enable(t.Context(), admin, password, "gone"))
	if _, err := w.SignIn(t.Context(), "gone@chain.example", password, here); err != nil {
		t.Errorf("with the password of before: %v", err)
	}
}

// Whoever has the machine comes in again, by a link.
func TestProgramLetsInWhoIsLockedOut(t *testing.T) {
	w := newWorld(t)
	s := w.in("admin@chain.example")
	phone, _ := w.withPhone(s)
	path, err := w.ResetByProgram(t.Context(), "admin", false)
	must(t, err)
	entry, err := w.Choose(t.Context(), doors.TicketOf(strings.TrimPrefix(path, doors.TicketPath)), another, here)
	must(t, err)
	if entry.Pending == nil {
		t.Error("the second factor was taken away unasked")
	}
	_, err = w.ShowCode(t.Context(), *entry.Pending, phone.code(), here)
	must(t, err)
	path, err = w.ResetByProgram(t.Context(), "admin", true)
	must(t, err)
	entry, err = w.Choose(t.Context(), doors.TicketOf(strings.TrimPrefix(path, doors.TicketPath)), password, here)
	must(t, err)
	if entry.Pending != nil || !entry.Staff.MustSetUp {
		t.Errorf("with the factors taken away: %+v", entry)
	}
	_, err = w.ResetByProgram(t.Context(), "gone", true)
	refused(t, err, doors.Moved)
	_, err = w.ResetByProgram(t.Context(), "none", true)
	refused(t, err, doors.Missing)
}
