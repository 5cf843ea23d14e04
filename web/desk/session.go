package desk

import (
	"context"
	"net/http"
	"time"

	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
)

// What a session holds: which login it is of; or, between two steps of signing in, what waits for the second.
const (
	sessionLogin   = "login"
	pendingAccount = "pending_account"
	pendingStamp   = "pending_stamp"
	pendingMethod  = "pending_method"
	pendingUntil   = "pending_until" // milliseconds
	pendingApp     = "pending_app"
)

// staff is who is signed in. The error is of kind doors.Ended when nobody is.
func (d *desk) staff(ctx context.Context) (doors.Staff, error) {
	return d.app.Porter.Enter(ctx, d.app.Sessions.GetString(ctx, sessionLogin))
}

// begin makes the session that of a login, under a new token: one that was known before signing in is worth nothing (ASVS 7.2.4). It is saved at
// once: who is sent on without a session would be asked to sign in again, and not told why. The browser is known from then on.
func (d *desk) begin(w http.ResponseWriter, r *http.Request, staff doors.Staff) error {
	ctx := r.Context()
	if before := d.app.Sessions.GetString(ctx, sessionLogin); before != "" {
		if err := d.app.Porter.Leave(ctx, before); err != nil {
			return err
		}
	}
	if err := d.renew(ctx, map[string]any{sessionLogin: staff.Login.ID}); err != nil {
		return err
	}
	d.app.SetKnown(w, d.app.Porter.Know(visitor(r), staff.Account.ID), doors.KnownTime)
	d.app.Log.InfoContext(ctx, "signed in", "account", staff.Account.ID, "method", staff.Login.Method, "factors", staff.Login.Factors)
	return nil
}

// await remembers that the first factor was shown.
func (d *desk) await(r *http.Request, p doors.Pending) error {
	return d.renew(r.Context(), map[string]any{
		pendingAccount: string(p.Account), pendingStamp: p.Stamp, pendingMethod: p.Method, pendingUntil: p.Until.UnixMilli(), pendingApp: p.App,
	})
}

// renew gives the session a new token and nothing but these values.
func (d *desk) renew(ctx context.Context, values map[string]any) error {
	if err := d.app.Sessions.RenewToken(ctx); err != nil {
		return err
	}
	if err := d.app.Sessions.Clear(ctx); err != nil {
		return err
	}
	for name, value := range values {
		d.app.Sessions.Put(ctx, name, value)
	}
	return kit.SaveSession(ctx)
}

// pending is what waits for the second factor. What has waited too long is refused by whoever judges the factor.
func (d *desk) pending(ctx context.Context) doors.Pending {
	sessions := d.app.Sessions
	return doors.Pending{
		Account: dossier.AccountID(sessions.GetString(ctx, pendingAccount)), Stamp: sessions.GetString(ctx, pendingStamp),
		Method: sessions.GetString(ctx, pendingMethod), Until: time.UnixMilli(sessions.GetInt64(ctx, pendingUntil)), App: sessions.GetBool(ctx, pendingApp),
	}
}

// signOut ends the login first: whatever becomes of the session then, it is worth nothing.
func (d *desk) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := d.app.Porter.Leave(r.Context(), d.app.Sessions.GetString(r.Context(), sessionLogin)); err != nil {
		return err
	}
	if err := d.app.Sessions.Destroy(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return kit.SeeOther(w, r, "/desk/sign-in")
}
