package doors_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/doors"
)

var side = doors.Door{
	Name: "side", Address: accounts.Allowance{Burst: 6, Pause: time.Minute}, All: accounts.Allowance{Burst: 10, Pause: 10 * time.Second},
}

func (w *world) fails(d doors.Door, name, address string) error {
	w.t.Helper()
	_, err := w.Count(w.t.Context(), d, name, address)
	return err
}

func waitOf(err error) time.Duration {
	var known *doors.Error
	if errors.As(err, &known) && known.Kind == doors.Wait {
		return known.Wait
	}
	return 0
}

// ASVS 6.3.1: guessing is slowed down by name, whether anybody has it or not, at every node.
func TestASVS6_3_1_NameIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	for range accounts.FreeFailures + 1 {
		must(t, w.fails(side, "WH-1", ""))
	}
	if wait := waitOf(w.fails(side, "WH-1", "")); wait != accounts.FirstDelay {
		t.Errorf("the wait is %v", wait)
	}
	other := &doors.Porter{DB: w.DB, Policy: w.Policy, Clock: w.Clock, Key: w.Key} // another node over the same database
	if _, err := other.Count(t.Context(), side, "WH-1", ""); waitOf(err) == 0 {
		t.Error("another node knows nothing of it")
	}
	must(t, w.fails(side, "WH-2", ""))
	must(t, w.fails(doors.Door{Name: "other", Address: side.Address, All: side.All}, "WH-1", ""))
	w.later(accounts.FirstDelay)
	must(t, w.fails(side, "WH-1", ""))
}

// ASVS 6.3.1, 2.4.1: whoever tries one thing with many names is slowed down by where they come from; of IPv6 by the network that is theirs.
func TestASVS6_3_1_AddressIsSlowedDown(t *testing.T) {
	for address, same := range map[string]string{"192.0.2.1": "::ffff:192.0.2.1", "2001:db8::1": "2001:db8::ffff:2"} {
		w := newWorld(t)
		for i := range side.Address.Burst {
			must(t, w.fails(side, strings.Repeat("x", i), address))
		}
		if wait := waitOf(w.fails(side, "one more", same)); wait != side.Address.Pause {
			t.Errorf("%s: the wait is %v", same, wait)
		}
		must(t, w.fails(side, "from elsewhere", "2001:db8:1:1::1"))
		w.later(side.Address.Pause)
		must(t, w.fails(side, "one more", same))
		if waitOf(w.fails(side, "another", same)) == 0 {
			t.Error("a pause gives more than one attempt")
		}
	}
}

// ASVS 6.3.1, 2.4.1: whoever has many networks of 64 bits in one of 48 is slowed down by that.
func TestASVS6_3_1_SiteIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	wide := doors.Door{Name: "wide", Address: side.Address, All: accounts.Allowance{Burst: 1000, Pause: time.Second}}
	looked := 0
	for i := range 100 {
		if w.fails(wide, fmt.Sprint(i), fmt.Sprintf("2001:db8:0:%x::1", i)) == nil {
			looked++
		}
	}
	if looked != 5*wide.Address.Burst {
		t.Errorf("of 100 from one site %d were looked at", looked)
	}
	must(t, w.fails(wide, "from another site", "2001:db8:1::1"))
}

// ASVS 2.4.1: many machines together are slowed down too.
func TestASVS2_4_1_InAllIsSlowedDown(t *testing.T) {
	w := newWorld(t)
	for i := range side.All.Burst {
		must(t, w.fails(side, strings.Repeat("x", i), "192.0.2."+string(rune('0'+i))))
	}
	if wait := waitOf(w.fails(side, "one more", "198.51.100.1")); wait != side.All.Pause {
		t.Errorf("the wait is %v", wait)
	}
	w.later(side.All.Pause)
	must(t, w.fails(side, "one more", "198.51.100.1"))
}

// A proxy on the same machine stands for everybody, and so does an address that is none.
func TestSharedAddressIsNotCounted(t *testing.T) {
	w := newWorld(t)
	for _, address := range []string{"127.0.0.1", "::1", "::ffff:127.0.0.1", "", "@"} {
		for i := range side.Address.Burst + 1 {
			attempt, err := w.Count(t.Context(), side, strings.Repeat("x", i), address)
			must(t, err)
			must(t, attempt.Succeeded(t.Context()))
		}
	}
}

func TestAttemptIsTakenBack(t *testing.T) {
	w := newWorld(t)
	for range accounts.FreeFailures {
		must(t, w.fails(side, "name", "192.0.2.1"))
	}
	attempt, err := w.Count(t.Context(), side, "name", "192.0.2.1")
	must(t, err)
	must(t, attempt.Unjudged(t.Context()))
	attempt, err = w.Count(t.Context(), side, "name", "192.0.2.1")
	must(t, err) // no delay: the one before was none
	must(t, attempt.Succeeded(t.Context()))
	must(t, w.fails(side, "name", "192.0.2.1"))
	must(t, w.fails(side, "name", "192.0.2.1"))
	if waitOf(w.fails(side, "other", "192.0.2.1")) == 0 {
		t.Error("a right answer cleared the record of the address")
	}
}

// An attempt of the same moment is not forgotten with one that nobody judged.
func TestOtherAttemptsStayCounted(t *testing.T) {
	w := newWorld(t)
	for range accounts.FreeFailures - 1 {
		must(t, w.fails(side, "name", ""))
	}
	first, err := w.Count(t.Context(), side, "name", "")
	must(t, err)
	must(t, w.fails(side, "name", ""))
	must(t, first.Unjudged(t.Context()))
	if waitOf(w.fails(side, "name", "")) == 0 {
		t.Error("what went wrong at the same moment was forgotten too")
	}
}

// ASVS 6.3.1: of many attempts at the same moment no more are looked at than of as many in turn.
func TestASVS6_3_1_AttemptsAtTheSameMomentAreCounted(t *testing.T) {
	w := newWorld(t)
	counted, kinds := atOnce(3*accounts.FreeFailures, func(ctx context.Context, _ int) error {
		_, err := w.Count(ctx, doors.Door{Name: "wide", Address: accounts.Allowance{Burst: 100, Pause: time.Second}, All: accounts.Allowance{Burst: 100, Pause: time.Second}}, "name", "192.0.2.1")
		return err
	})
	if counted != accounts.FreeFailures+1 || kinds[doors.Wait] != 3*accounts.FreeFailures-counted {
		t.Errorf("%d were let through, the others were told %v", counted, kinds)
	}
}

// Counters hold no names and no addresses, and old ones do not pile up.
func TestCountersAreDigestsAndGoAway(t *testing.T) {
	w := newWorld(t)
	must(t, w.fails(side, "olga@chain.example", "192.0.2.1"))
	keys := func() string {
		found, err := w.DB.Read().AttemptKeys(t.Context())
		must(t, err)
		return strings.Join(found, " ")
	}
	before := keys()
	if strings.Contains(before, "olga") || strings.Contains(before, "192.0") || len(strings.Fields(before)) != 3 {
		t.Errorf("the counters are %s", before)
	}
	w.later(accounts.ForgetFailure + time.Second)
	must(t, w.fails(side, "bas@chain.example", "192.0.2.2"))
	for _, key := range strings.Fields(before) {
		if key != "side:all" && strings.Contains(keys(), key) {
			t.Errorf("%s is still there a day later", key)
		}
	}
}
