package doors_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/doors/openid"
	"github.com/wederhoor/wederhoor/doors/openid/openidtest"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/outbound"
	"github.com/wederhoor/wederhoor/store"
)

// provided is a world with an identity provider.
type provided struct {
	*world
	fake *openidtest.Provider
}

func withProvider(t *testing.T) *provided {
	t.Helper()
	w := newWorld(t)
	fake := openidtest.New(t, w.clock)
	allowed, err := outbound.ParseAllowed("127.0.0.1")
	must(t, err)
	w.OpenID = openid.New(openid.Settings{
		Issuer: fake.URL, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, Back: "https://example.org/desk/sign-in/oidc/back",
	}, outbound.New(allowed), w.clock)
	return &provided{w, fake}
}

// walk follows an address to the provider, and gives what a browser brings back.
func (w *provided) walk(address string) url.Values {
	w.t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := browser.Get(address)
	must(w.t, err)
	must(w.t, answer.Body.Close())
	to, err := answer.Location()
	must(w.t, err)
	return to.Query()
}

// signIn is somebody who comes in by the provider.
func (w *provided) signIn(who openidtest.Person) (doors.Entry, error) {
	w.t.Helper()
	w.fake.Sits(who)
	address, j, err := w.BeginOpenID(w.t.Context(), here)
	must(w.t, err)
	return w.FinishOpenID(w.t.Context(), j, w.walk(address), here)
}

// link links whoever is signed in.
func (w *provided) link(s doors.Staff, who openidtest.Person) error {
	w.t.Helper()
	w.fake.Sits(who)
	address, j, err := w.BeginLink(w.t.Context(), by(s), password)
	must(w.t, err)
	return w.Link(w.t.Context(), by(s), j, w.walk(address))
}

var atProvider = openidtest.Person{Subject: "s-1"}

func TestOpenID_LinkedAccountComesIn(t *testing.T) {
	w := withProvider(t)
	must(t, w.link(w.in("resi@chain.example"), atProvider))
	entry, err := w.signIn(atProvider)
	must(t, err)
	if entry.Pending != nil || entry.Staff.Account.ID != "resi" || entry.Staff.Login.Method != doors.ByOIDC || entry.Staff.Login.Factors != 1 {
		t.Errorf("%+v", entry)
	}
	if _, err := w.Enter(t.Context(), entry.Staff.Login.ID); err != nil {
		t.Error(err)
	}
	if mail := w.mailed("resi@chain.example"); len(mail) != 1 || mail[0].Kind != "sign_in_changed" {
		t.Errorf("the owner of the account was told %v", mail)
	}
	list, err := w.Identities(t.Context(), by(entry.Staff))
	must(t, err)
	if len(list) != 1 || !list[0].Current || list[0].Subject != "s-1" || list[0].ID == "" {
		t.Errorf("identities: %+v", list)
	}
	must(t, w.Unlink(t.Context(), by(entry.Staff), password, list[0].ID))
	refused(t, w.Unlink(t.Context(), by(entry.Staff), password, list[0].ID), doors.Missing)
	_, err = w.signIn(atProvider)
	refused(t, err, doors.Unlinked)
	if got := w.log("resi"); got[0] != "identity_removed" || got[2] != "identity_added" {
		t.Errorf("written down: %v", got)
	}
}

// ASVS 10.5.2: an e-mail address is nobody's proof, verified or not.
func TestASVS10_5_2_OpenIDEmailAddressLetsNobodyIn(t *testing.T) {
	w := withProvider(t)
	for _, verified := range []any{false, true, "true", nil} {
		w.fake.Set(func(p *openidtest.Provider) { p.Claims = func(c map[string]any) { c["email_verified"] = verified } })
		_, err := w.signIn(openidtest.Person{Subject: "somebody", Email: "owner@chain.example"})
		refused(t, err, doors.Unlinked)
	}
	// Nor does the same subject at another provider.
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveIdentity(store.Identity{Issuer: w.fake.URL + "/", Subject: "s-1", Account: "owner", Added: start})
	}))
	_, err := w.signIn(atProvider)
	refused(t, err, doors.Unlinked)
	if list, err := w.Identities(t.Context(), doors.By{Account: "owner"}); err != nil || len(list) != 1 || list[0].Current {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestOpenID_DisabledAccountIsToldTheSameAsNobody(t *testing.T) {
	w := withProvider(t)
	must(t, w.link(w.in("resi@chain.example"), atProvider))
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		a, err := tx.Account("resi")
		a.Disabled = true
		return errors.Join(err, tx.SaveAccount(a))
	}))
	_, disabled := w.signIn(atProvider)
	_, nobody := w.signIn(openidtest.Person{Subject: "s-2"})
	refused(t, disabled, doors.Unlinked)
	if disabled.Error() != nobody.Error() {
		t.Errorf("%v, and of nobody %v", disabled, nobody)
	}
}

// One factor of the provider is one; where the account has a second it is asked, and where it must have one, it must be set up.
func TestOpenID_Factors(t *testing.T) {
	w := withProvider(t)
	owner := w.in("owner@chain.example")
	must(t, w.link(owner, atProvider))
	entry, err := w.signIn(atProvider)
	must(t, err)
	if entry.Pending != nil || !entry.Staff.MustSetUp {
		t.Errorf("who must have two factors and has one: %+v", entry)
	}
	phone, _ := w.withPhone(owner)
	entry, err = w.signIn(atProvider)
	must(t, err)
	if entry.Pending == nil || entry.Staff.Login.ID != "" {
		t.Fatalf("the account's second factor is not asked: %+v", entry)
	}
	entry, err = w.ShowCode(t.Context(), *entry.Pending, phone.code(), here)
	must(t, err)
	if entry.Staff.Login.Method != doors.ByOIDC || entry.Staff.Login.Factors != 2 || entry.Staff.MustSetUp {
		t.Errorf("after the code: %+v", entry.Staff)
	}
	entry, err = w.signIn(openidtest.Person{Subject: "s-1", Methods: []string{"pwd", "mfa"}})
	must(t, err)
	if entry.Pending != nil || entry.Staff.Login.Factors != 2 || entry.Staff.MustSetUp {
		t.Errorf("a provider that asked for two (RFC 8176): %+v", entry)
	}
	if _, err := w.Enter(t.Context(), entry.Staff.Login.ID); err != nil {
		t.Error(err)
	}
}

// ASVS 7.5.1: linking asks for the password again, and what was begun before the password changed is worth nothing.
func TestASVS7_5_1_OpenIDLinkingAsksForThePassword(t *testing.T) {
	w := withProvider(t)
	resi := w.in("resi@chain.example")
	_, _, err := w.BeginLink(t.Context(), by(resi), "een verkeerd wachtwoord")
	refused(t, err, doors.WrongPassword)
	address, j, err := w.BeginLink(t.Context(), by(resi), password)
	must(t, err)
	query := w.walk(address)
	must(t, w.ChangePassword(t.Context(), by(resi), password, another))
	refused(t, w.Link(t.Context(), by(resi), j, query), doors.Ended)
	refused(t, w.Unlink(t.Context(), by(resi), "een verkeerd wachtwoord", "x"), doors.WrongPassword)
	// Who began to sign in cannot end by linking, nor the other way round, nor as somebody else.
	address, j, err = w.BeginOpenID(t.Context(), here)
	must(t, err)
	refused(t, w.Link(t.Context(), by(resi), j, w.walk(address)), doors.Ended)
	address, j, err = w.BeginLink(t.Context(), by(resi), another)
	must(t, err)
	refused(t, w.Link(t.Context(), by(w.in("owner@chain.example")), j, w.walk(address)), doors.Ended)
	_, err = w.FinishOpenID(t.Context(), j, w.walk(address), here)
	refused(t, err, doors.Ended)
	if list, err := w.Identities(t.Context(), by(resi)); err != nil || len(list) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestOpenID_ProofIsAskedBeforeAnything(t *testing.T) {
	w := withProvider(t)
	must(t, w.link(w.in("resi@chain.example"), atProvider))
	w.fake.Set(func(p *openidtest.Provider) { p.Claims = func(c map[string]any) { c["aud"] = "other" } })
	if _, err := w.signIn(atProvider); openid.KindOf(err) != openid.Rejected {
		t.Errorf("%v", err)
	}
	w.fake.Set(func(p *openidtest.Provider) { p.Claims, p.Down = nil, true })
	address, j, err := w.BeginOpenID(t.Context(), here) // known from before
	must(t, err)
	if address == "" {
		t.Error("nowhere to go")
	}
	if _, err := w.FinishOpenID(t.Context(), j, url.Values{"state": {j.State}, "code": {"x"}}, here); openid.KindOf(err) != openid.Away {
		t.Errorf("%v", err)
	}
	if _, err := w.FinishOpenID(t.Context(), doors.Journey{}, url.Values{"code": {"x"}}, here); openid.KindOf(err) != openid.Stale {
		t.Errorf("an answer nobody asked for (login CSRF): %v", err)
	}
	w.in("resi@chain.example") // by password all the same
}

func TestOpenID_OneSubjectIsOneAccount(t *testing.T) {
	w := withProvider(t)
	resi, owner := w.in("resi@chain.example"), w.in("owner@chain.example")
	w.fake.Sits(atProvider)
	type way struct {
		by    doors.By
		j     doors.Journey
		query url.Values
	}
	var ways []way
	for i := range 8 {
		who := by([]doors.Staff{resi, owner}[i%2])
		address, j, err := w.BeginLink(t.Context(), who, password)
		must(t, err)
		ways = append(ways, way{who, j, w.walk(address)})
	}
	_, kinds := atOnce(len(ways), func(ctx context.Context, i int) error { return w.Link(ctx, ways[i].by, ways[i].j, ways[i].query) })
	winner, err := w.DB.Read().Identity(t.Context(), w.fake.URL, "s-1")
	must(t, err)
	other := map[dossier.AccountID]doors.Staff{"resi": owner, "owner": resi}[winner.Account]
	if kinds[doors.TakenByOther] != 4 || len(kinds) != 1 {
		t.Errorf("the others were told %v", kinds)
	}
	refused(t, w.link(other, atProvider), doors.TakenByOther)
	entry, err := w.signIn(openidtest.Person{Subject: "s-1", Methods: []string{"mfa"}})
	must(t, err)
	if entry.Staff.Account.ID != winner.Account {
		t.Errorf("%s comes in, %s won", entry.Staff.Account.ID, winner.Account)
	}
	added := 0
	for _, kind := range w.log(winner.Account) {
		if kind == "identity_added" {
			added++
		}
	}
	if added != 1 {
		t.Errorf("written down %d times", added)
	}
}

func TestOpenID_WithoutAProvider(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.BeginOpenID(t.Context(), here)
	refused(t, err, doors.Missing)
	_, err = w.FinishOpenID(t.Context(), doors.Journey{}, nil, here)
	refused(t, err, doors.Missing)
	_, _, err = w.BeginLink(t.Context(), by(w.in("resi@chain.example")), password)
	refused(t, err, doors.Missing)
}
