package doors_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/policy"
)

// sends is what becomes of a form: 0 when it was taken.
func (w *world) sends(f doors.Form) doors.Kind {
	w.t.Helper()
	_, err := w.TakeForm(w.t.Context(), f)
	if err != nil && doors.KindOf(err) == 0 {
		w.t.Fatal(err)
	}
	return doors.KindOf(err)
}

// sent counts what became of n forms, each from the address that it is given.
func (w *world) sent(n int, address func(n int) string, change ...func(*doors.Form)) map[doors.Kind]int {
	w.t.Helper()
	came := map[doors.Kind]int{}
	for i := range n {
		f := doors.Form{ID: fmt.Sprintf("form%d", i), Address: address(i)}
		for _, c := range change {
			c(&f)
		}
		came[w.sends(f)]++
	}
	return came
}

func one(address string) func(int) string { return func(int) string { return address } }

// many addresses, each in a network of its own.
func many(n int) string { return fmt.Sprintf("2001:db8:%x:%x::1", n/60000, n%60000) }

// plenty is a policy under which one address and load alone are limits.
func plenty(p *policy.Policy) {
	p.Forms.Load = policy.Rate{AtOnce: 5000, PerHour: 5000}
	p.Forms.InAll = policy.Rate{AtOnce: 9000, PerHour: 9000}
}

func plain(f *doors.Form) { f.Plain = true }

// ASVS 2.4.1: of 500 forms from one address as many are taken as a waiting room sends; others are not kept waiting by it, and it goes on after a pause.
func TestForms_500FromOneAddress(t *testing.T) {
	for address, same := range map[string]string{"192.0.2.1": "::ffff:192.0.2.1", "2001:db8:1:1::1": "2001:db8:1:1:ffff::2"} {
		w := newWorld(t, plenty)
		most := w.Policy.Forms.OneAddress
		if came := w.sent(500, one(address)); came[0] != most.AtOnce || came[doors.Wait] != 500-most.AtOnce {
			t.Errorf("%s: %v", address, came)
		}
		_, err := w.TakeForm(t.Context(), doors.Form{ID: "x", Address: same})
		if wait := waitOf(err); wait != time.Hour/time.Duration(most.PerHour) {
			t.Errorf("%s: the wait is %v", same, wait)
		}
		if came := w.sent(10, one("2001:db8:1:2::1")); came[0] != 10 {
			t.Errorf("others are kept waiting: %v", came)
		}
		w.later(time.Hour / time.Duration(most.PerHour))
		if came := w.sent(3, one(same)); came[0] != 1 {
			t.Errorf("after a pause: %v", came)
		}
	}
}

// ASVS 2.4.1: of 5,000 forms from as many addresses few are taken, and whoever has a browser that does the sum still gets through, as do some without script.
func TestForms_5000FromMany(t *testing.T) {
	w := newWorld(t)
	f := w.Policy.Forms
	came := w.sent(2500, many)
	if came[0] != f.Load.AtOnce || came[doors.Prove] != 2500-f.Load.AtOnce {
		t.Errorf("in the flood: %v", came)
	}
	if flood, err := w.Flooded(t.Context()); !flood || err != nil {
		t.Errorf("the flood is not seen: %v", err)
	}
	challenge, err := w.Challenge(t.Context(), "mine")
	must(t, err)
	if got := w.sends(doors.Form{ID: "mine", Address: "192.0.2.1", Solution: doors.Solve(challenge)}); got != 0 {
		t.Errorf("a client whose browser did the sum: %v", got)
	}
	if got := w.sends(doors.Form{ID: "theirs", Address: "192.0.2.2", Plain: true}); got != 0 {
		t.Errorf("a client without script: %v", got)
	}
	came = w.sent(2500, many, plain) // the flood learns to say that it has none
	if came[0] != f.WithoutScript.AtOnce-1 || came[doors.Wait] != 2501-f.WithoutScript.AtOnce {
		t.Errorf("without script: %v", came)
	}
	w.later(time.Hour)
	if came := w.sent(50, many, plain); came[0] < f.WithoutScript.AtOnce || came[doors.Wait] == 0 {
		t.Errorf("without script an hour later: %v", came)
	}
}

// The flood is over soon after the last of it, however large it was, and forms are taken as before.
func TestForms_FloodIsOverByItself(t *testing.T) {
	w := newWorld(t)
	w.sent(500, many)
	load := w.Policy.Forms.Load
	w.later(time.Duration(load.AtOnce+1) * time.Hour / time.Duration(load.PerHour))
	if flood, err := w.Flooded(t.Context()); flood || err != nil {
		t.Errorf("it goes on: %v", err)
	}
	if challenge, err := w.Challenge(t.Context(), "mine"); challenge != "" || err != nil {
		t.Errorf("a challenge %q: %v", challenge, err)
	}
	if got := w.sends(doors.Form{ID: "mine"}); got != 0 {
		t.Errorf("a form: %v", got)
	}
}

// Whoever solves in crowds is asked for more, and in all there is an end to it.
func TestForms_ManyThatSolveAreAskedForMoreAndEndSomewhere(t *testing.T) {
	w := newWorld(t, func(p *policy.Policy) {
		p.Forms.ProofOfWork = policy.ProofAlways
		p.Forms.InAll = policy.Rate{AtOnce: 4, PerHour: 60}
	})
	solved := func(id string) doors.Form {
		challenge, err := w.Challenge(t.Context(), id)
		must(t, err)
		return doors.Form{ID: id, Address: many(len(id)), Solution: doors.Solve(challenge)}
	}
	early := solved("early")
	for _, id := range []string{"a", "bb", "ccc"} {
		if got := w.sends(solved(id)); got != 0 {
			t.Errorf("form %s: %v", id, got)
		}
	}
	if got := w.sends(early); got != doors.Prove {
		t.Errorf("a proof that was enough before: %v", got)
	}
	harder := solved("early")
	if harder.Solution == early.Solution {
		t.Error("no more is asked than before")
	}
	if got := w.sends(harder); got != 0 {
		t.Errorf("the harder proof: %v", got)
	}
	if got := w.sends(solved("dddd")); got != doors.Wait {
		t.Errorf("when all is full: %v", got)
	}
}

func TestForms_ProofOfWorkIsOfThisFormUnexpiredAndNotForged(t *testing.T) {
	w := newWorld(t, func(p *policy.Policy) { p.Forms.ProofOfWork = policy.ProofAlways })
	challenge, err := w.Challenge(t.Context(), "mine")
	must(t, err)
	solution := doors.Solve(challenge)
	forger := &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.Clock, Key: []byte("fedcba9876543210fedcba9876543210")}
	forged, err := forger.Challenge(t.Context(), "mine")
	must(t, err)
	easy := strings.Replace(challenge, fmt.Sprintf(".%d.", accounts.WorkBits), ".0.", 1)
	for name, f := range map[string]doors.Form{
		"none":            {ID: "mine"},
		"another form's":  {ID: "other", Solution: solution},
		"forged":          {ID: "mine", Solution: doors.Solve(forged)},
		"made easier":     {ID: "mine", Solution: doors.Solve(easy)},
		"no solution":     {ID: "mine", Solution: challenge + ".4294967295"},
		"no number":       {ID: "mine", Solution: challenge + ".x"},
		"of no form":      {ID: "", Solution: solution},
		"longer":          {ID: "mine", Solution: solution + ".1"},
		"without an end":  {ID: "mine", Solution: strings.Repeat(solution+".", 1000)},
		"another's start": {ID: "min", Solution: solution},
	} {
		if got := w.sends(f); got != doors.Prove {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := w.sends(doors.Form{ID: "mine", Solution: solution}); got != 0 {
		t.Errorf("the right one: %v", got)
	}
	w.later(2*time.Hour + time.Second)
	if got := w.sends(doors.Form{ID: "mine", Solution: solution}); got != doors.Prove {
		t.Errorf("an expired one: %v", got)
	}
}

func TestForms_ProofOfWorkCanBeSwitchedOff(t *testing.T) {
	w := newWorld(t, func(p *policy.Policy) { p.Forms.ProofOfWork = policy.ProofOff })
	if came := w.sent(500, many); came[0] != w.Policy.Forms.InAll.AtOnce || came[doors.Wait] == 0 {
		t.Errorf("%v", came)
	}
	if flood, err := w.Flooded(t.Context()); !flood || err != nil {
		t.Errorf("the flood is not seen: %v", err)
	}
}

// What two nodes take counts together, and a form that came to nothing is not counted as taken.
func TestForms_CountOverAllNodesAndWhatFailsDoesNot(t *testing.T) {
	w := newWorld(t, plenty, func(p *policy.Policy) { p.Forms.OneAddress = policy.Rate{AtOnce: 4, PerHour: 1} })
	other := &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.Clock, Key: w.Key}
	const address = "192.0.2.1"
	for range 2 {
		must(t, errOf(w.TakeForm(t.Context(), doors.Form{ID: "a", Address: address})))
		must(t, errOf(other.TakeForm(t.Context(), doors.Form{ID: "b", Address: address})))
	}
	if waitOf(errOf(other.TakeForm(t.Context(), doors.Form{ID: "c", Address: address}))) == 0 {
		t.Error("two nodes took twice as much")
	}
	taken, err := w.TakeForm(t.Context(), doors.Form{ID: "d", Address: "192.0.2.2"})
	must(t, err)
	for range 10 {
		taken.Undo(t.Context())
		taken, err = w.TakeForm(t.Context(), doors.Form{ID: "d", Address: "192.0.2.2"})
		must(t, err)
	}
}

// ASVS 2.4.1: one address that has form after form refused by the procedure, as a form that was sent before with other answers is, makes no flood for everybody.
func TestForms_WhatIsTakenBackFromOneAddressIsNoFlood(t *testing.T) {
	w := newWorld(t)
	for i := range 2 * w.Policy.Forms.Load.AtOnce {
		taken, err := w.TakeForm(t.Context(), doors.Form{ID: "a", Address: "192.0.2.1"})
		if err != nil {
			t.Fatalf("form %d: %v", i, err)
		}
		taken.Undo(t.Context())
	}
	if flood, err := w.Flooded(t.Context()); flood || err != nil {
		t.Errorf("flood %v, %v", flood, err)
	}
	if got := w.sends(doors.Form{ID: "b", Address: "192.0.2.2"}); got != 0 {
		t.Errorf("a form from elsewhere: %v", got)
	}
}

func errOf(_ *doors.Taken, err error) error { return err }

// ASVS 2.4.1, 5.2: what is sent from behind one link, and files from one address, have limits too.
func TestForms_LinksAndUploadsHaveLimits(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		most int
		send func(who string) error
	}{
		"link":   {w.Policy.Forms.OneDossier.AtOnce, func(who string) error { return w.Sent(t.Context(), "/zaak/"+who) }},
		"upload": {w.Policy.Forms.Uploads.AtOnce, func(who string) error { return w.Upload(t.Context(), "192.0.2."+who) }},
	} {
		for range c.most {
			must(t, c.send("1"))
		}
		if waitOf(c.send("1")) == 0 {
			t.Errorf("%s: more than %d", name, c.most)
		}
		must(t, c.send("2"))
		w.later(time.Hour)
		must(t, c.send("1"))
	}
	must(t, w.Upload(t.Context(), "127.0.0.1")) // a proxy that stands for everybody
	must(t, w.Upload(t.Context(), ""))
}
