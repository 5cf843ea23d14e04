package doors

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// Forms that anybody can send are counted as attempts at a door are: by the address that they come from and in all, over all nodes together (ASVS 2.4.1). None of
// them is wrong, so that none is waited for because of others like it: there is an allowance, and no growing delay.
//
// How many come in all is known before anything else, whatever becomes of them but what is taken back (Undo): more than the policy says is a flood. While it lasts each form has to bring a
// proof of work. It ends by itself, as the count falls.

// Form is one that would begin a dossier.
type Form struct {
	ID       string // that no other form has
	Address  string // of the network; empty when it is not known
	Solution string // of the challenge that was made for it; empty for none
	Plain    bool   // it says that the browser has no script
}

// What one address can have of what is taken without script: one of many must not use it all up.
var plainAddress = accounts.Allowance{Burst: 2, Pause: 30 * time.Minute}

// counter is one of those that a form is counted at.
type counter struct {
	key   string
	allow accounts.Allowance
}

const (
	loadKey  = "form:load"
	takenKey = "form:all"
	plainKey = "form:plain"
)

func allowance(r policy.Rate) accounts.Allowance {
	return accounts.Allowance{Burst: max(1, r.AtOnce), Pause: time.Hour / time.Duration(max(1, r.PerHour))}
}

// Taken is a form that was taken, and counted.
type Taken struct {
	porter   *Porter
	counters []counter
}

// TakeForm counts a form and says whether it is taken. When it is not, the error is of kind Prove, where it lacks a proof of work and would be taken with one, or of kind
// Wait, with how long it takes until one is taken again.
func (p *Porter) TakeForm(ctx context.Context, f Form) (*Taken, error) {
	proved := p.proved(f.ID, f.Solution)
	var taken *Taken
	var refused error
	err := p.DB.Write(ctx, func(tx *store.Tx) (err error) {
		taken, refused, err = p.takeForm(tx, f, proved)
		return err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return nil, err
	}
	return taken, nil
}

// takeForm is TakeForm in a transaction. What is refused is counted as come all the same, unless one address sends it alone: that is no flood, and nobody
// else is asked for anything because of it.
func (p *Porter) takeForm(tx *store.Tx, f Form, proved int) (taken *Taken, refused, err error) {
	now := p.now()
	found, err := tx.Attempts(append(keysOf(p.formCounters(f.Address, f.Plain)), loadKey)...)
	if err != nil {
		return nil, nil, err
	}
	if wait := waitFor(p.addressCounters(f.Address), found, now); wait > 0 {
		return nil, &Error{Kind: Wait, Wait: wait}, nil
	}
	load := p.cameToo(record(found[loadKey]), now)
	if err := tx.SaveAttempts(loadKey, store.Attempts(load)); err != nil {
		return nil, nil, err
	}
	lacks := proved < p.workAsked(load, record(found[takenKey]), now)
	counters := p.formCounters(f.Address, lacks)
	if lacks && !f.Plain {
		return nil, refuse(Prove), nil
	}
	wait, err := spend(tx, counters, found, now)
	switch {
	case err != nil:
		return nil, nil, err
	case wait > 0:
		return nil, &Error{Kind: Wait, Wait: wait}, nil
	}
	came := counter{loadKey, allowance(p.Policy.Forms.Load)}
	return &Taken{p, append(counters, came)}, nil, p.forgetForNew(tx, counters, found, now)
}

// forgetForNew removes old counters when there is a new one, so that they do not pile up; a form that adds none costs no look for them.
func (p *Porter) forgetForNew(tx *store.Tx, counters []counter, found map[string]store.Attempts, now time.Time) error {
	for _, c := range counters {
		if _, old := found[c.key]; !old {
			return tx.ForgetAttempts(now.Add(-accounts.ForgetFailure), forgottenAtOnce)
		}
	}
	return nil
}

// Undo takes back what was counted, when nothing came of the form after all: also that it came, or one address that gets its count back each time would make a flood of
// forms alone that are refused.
func (t *Taken) Undo(ctx context.Context) {
	err := t.porter.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		found, err := tx.Attempts(keysOf(t.counters)...)
		if err != nil {
			return err
		}
		return changed(tx, t.counters, found, t.porter.now(), accounts.Allowance.Undone)
	})
	if err != nil {
		t.porter.log().WarnContext(ctx, "a form that was not taken stays counted", "error", err.Error())
	}
}

// cameToo is how many came, with one more. What comes in a flood is not counted without end, so that the flood is over soon after the last of it.
func (p *Porter) cameToo(come accounts.Attempts, now time.Time) accounts.Attempts {
	load := allowance(p.Policy.Forms.Load)
	come = load.Failed(come, now)
	come.Failures = min(come.Failures, 2*load.Burst)
	return come
}

// workAsked is how many zero bits a proof of work has to have now. When so many come with a proof that half of what is taken in all is used up, it has to
// be a harder one.
func (p *Porter) workAsked(load, taken accounts.Attempts, now time.Time) int {
	f := p.Policy.Forms
	switch {
	case f.ProofOfWork == policy.ProofOff, f.ProofOfWork == policy.ProofUnderLoad && !flooded(allowance(f.Load), load, now):
		return 0
	case allowance(f.InAll).Level(taken, now) > f.InAll.AtOnce/2:
		return accounts.WorkBits + accounts.MoreBits
	}
	return accounts.WorkBits
}

func flooded(load accounts.Allowance, come accounts.Attempts, now time.Time) bool {
	return load.Level(come, now) > load.Burst
}

// Flooded reports whether more forms come than the policy expects.
func (p *Porter) Flooded(ctx context.Context) (bool, error) {
	found, err := p.DB.Read().Attempts(ctx, loadKey)
	return flooded(allowance(p.Policy.Forms.Load), record(found[loadKey]), p.now()), err
}

func (p *Porter) formCounters(address string, plain bool) []counter {
	f := p.Policy.Forms
	counters := append([]counter{{takenKey, allowance(f.InAll)}}, p.addressCounters(address)...)
	if !plain {
		return counters
	}
	counters = append(counters, counter{plainKey, allowance(f.WithoutScript)})
	if network := networkOf(address); network != "" {
		counters = append(counters, counter{p.networkKey(plainKey, network), plainAddress})
	}
	return counters
}

// addressCounters is the one of the network that a form comes from, where that is known.
func (p *Porter) addressCounters(address string) []counter {
	network := networkOf(address)
	if network == "" {
		return nil
	}
	return []counter{{p.networkKey("form", network), allowance(p.Policy.Forms.OneAddress)}}
}

// networkKey is the key of the counter of a network at a door.
func (p *Porter) networkKey(door, network string) string {
	return door + ":address:" + p.digest("attempts", door, "address", network)
}

// Sent counts what was sent from behind a private link, by the page behind it. The error is of kind Wait when it is too much.
func (p *Porter) Sent(ctx context.Context, page string) error {
	return p.within(ctx, counter{"sent:page:" + p.digest("attempts", "sent", "page", page), allowance(p.Policy.Forms.OneDossier)})
}

// Upload counts a file that is about to be sent with a form, by where it comes from. The error is of kind Wait when it is too much.
func (p *Porter) Upload(ctx context.Context, address string) error {
	network := networkOf(address)
	if network == "" {
		return nil
	}
	return p.within(ctx, counter{p.networkKey("upload", network), allowance(p.Policy.Forms.Uploads)})
}

func (p *Porter) within(ctx context.Context, one counter) error {
	var wait time.Duration
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		now := p.now()
		found, err := tx.Attempts(one.key)
		if err != nil {
			return err
		}
		if wait, err = spend(tx, []counter{one}, found, now); err != nil {
			return err
		}
		return tx.ForgetAttempts(now.Add(-accounts.ForgetFailure), forgottenAtOnce)
	})
	if err == nil && wait > 0 {
		err = &Error{Kind: Wait, Wait: wait}
	}
	return err
}

// spend counts one at each of the counters, or at none of them when it has to wait for one. found is what they stand at.
func spend(tx *store.Tx, counters []counter, found map[string]store.Attempts, now time.Time) (wait time.Duration, err error) {
	if wait = waitFor(counters, found, now); wait > 0 {
		return wait, nil
	}
	return 0, changed(tx, counters, found, now, accounts.Allowance.Failed)
}

// waitFor is how long it takes until each of the counters takes one more.
func waitFor(counters []counter, found map[string]store.Attempts, now time.Time) (wait time.Duration) {
	for _, c := range counters {
		wait = max(wait, c.allow.Wait(record(found[c.key]), now))
	}
	return wait
}

type changing func(accounts.Allowance, accounts.Attempts, time.Time) accounts.Attempts

func changed(tx *store.Tx, counters []counter, found map[string]store.Attempts, now time.Time, how changing) error {
	for _, c := range counters {
		if err := tx.SaveAttempts(c.key, store.Attempts(how(c.allow, record(found[c.key]), now))); err != nil {
			return err
		}
	}
	return nil
}

func keysOf(counters []counter) []string {
	keys := make([]string, 0, len(counters))
	for _, c := range counters {
		keys = append(keys, c.key)
	}
	return keys
}
