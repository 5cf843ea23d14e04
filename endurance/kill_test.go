//go:build endurance

package endurance_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/store/storetest/engine"
)

// leases in these tests are short: jobs of a node that was killed are taken over when theirs ends.
const lease = "5s"

// life is the longest between two kills; youth is about what the program needs to start.
const (
	life  = 1500 * time.Millisecond
	youth = 300 * time.Millisecond
)

// The program is killed at random moments under twenty people: while it starts, while it commits, between a commit and its answer, in the
// middle of a job, while it takes photos in. After each restart the photos of what was acknowledged are there.
func TestR6_R28_KilledAtRandomMoments(t *testing.T) {
	t.Parallel()
	kills := number(t, "ENDURANCE_KILLS", 40)
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			database := e.database(t)
			prepared(t, database)
			folder := filepath.Join(t.TempDir(), "files")
			n := newNode(t, database, "--lease", lease, "--files", folder)
			crowd := newCrowd(t, n)
			crowd.folder = folder
			first := n.up()
			crowd.come()
			var starts []time.Duration
			early, alive, looks, photos := 0, true, 0, 0
			for round := range kills {
				if alive {
					until := time.Now().Add(rand.N(life))
					if round > 0 {
						photos = crowd.filesThere(database)
						looks++
					}
					time.Sleep(time.Until(until))
				} else {
					early++
				}
				n.kill()
				n.start()
				until := n.started.Add(patience)
				if round%4 == 3 { // this time it may not even come to be ready
					until = n.started.Add(rand.N(youth))
				}
				var took time.Duration
				took, alive = n.ready(n.started, until)
				switch {
				case alive:
					starts = append(starts, took)
				case round%4 != 3:
					t.Fatalf("it ended, or was not ready within %v:\n%s", patience, n.tail())
				}
			}
			if _, alive = n.ready(n.started, n.started.Add(patience)); !alive {
				t.Fatalf("it ended, or was not ready within %v:\n%s", patience, n.tail())
			}
			crowd.leave()
			crowd.filesThere(database)
			workedOff(t, database)
			n.stop()
			twoDaysLater(t, database, folder)
			n.up()
			settled(t, crowd, database, n)
			nothingInBetween(t, n)
			notTooLong(t, starts)
			t.Logf("killed %d times, %d of them while it started; ready again after %s (%s on the first start); photos looked for after %d restarts, after the last %d of them", kills, early, spread(starts), first.Round(time.Millisecond), looks, photos)
		})
	}
}

// tooLong is no promise: the figures are printed, and on a machine that does much else they say more about that. It is when something is wrong.
const tooLong = 30 * time.Second

func notTooLong(t *testing.T, list []time.Duration) {
	t.Helper()
	for _, took := range list {
		if took > tooLong {
			t.Errorf("it was ready only after %v", took)
		}
	}
}

// spread is the middle and the worst of some durations.
func spread(list []time.Duration) string {
	if len(list) == 0 {
		return "no time at all"
	}
	slices.Sort(list)
	return fmt.Sprintf("%v (half), %v (worst)", list[len(list)/2].Round(time.Millisecond), list[len(list)-1].Round(time.Millisecond))
}

// settled lets everybody end what they are at and the program do what there is to do; then it stops the program and judges.
func settled(t *testing.T, crowd *crowd, database string, nodes ...*node) facts {
	t.Helper()
	crowd.leave()
	worked := workedOff(t, database)
	for _, n := range nodes {
		n.stop()
	}
	said := verified(t, database, crowd.folder)
	found := readFacts(t, database)
	result := judge(crowd.deeds, found)
	if crowd.folder != "" {
		k := readKept(t, database, crowd.folder)
		result.faults = slices.Concat(result.faults, photosKept(crowd.deeds, k), nothingBesides(k))
		t.Logf("%d photos stand in dossiers, each with its row, its bytes and its preview, and nothing else is kept", k.inDossiers())
	}
	for _, fault := range slices.Concat(crowd.faults, result.faults[:min(20, len(result.faults))]) {
		t.Error(fault)
	}
	crowd.report(found, result)
	t.Logf("what was left to do was done %v after the last of them went; verify: %s", worked.Round(time.Millisecond), said)
	return found
}

// workedOff waits until no job is left that follows from an act, and none whose time has come.
func workedOff(t *testing.T, database string) time.Duration {
	t.Helper()
	db := engine.SQL(t, database)
	defer db.Close()
	return eventually(t, "all jobs done", func() bool {
		return count(t, db, `select count(*) from jobs where status = 'leased' or status = 'waiting' and
			(kind in ('notify', 'match', 'outside') or due_at <= $1)`, time.Now().UnixMilli()) == 0
	})
}

// photographed is a complaint with photos, in what is printed.
const photographed = filing + " with photos"

// report prints what there was to judge. A test of too little shows nothing.
func (c *crowd) report(f facts, j judged) {
	c.t.Helper()
	kinds := map[string]int{}
	repeated := 0
	for _, d := range c.deeds {
		if d.outcome == done {
			kinds[d.kind]++
		} else {
			kinds[d.kind+" refused"]++
		}
		if d.sent > 1 {
			repeated++
		}
		if len(d.photos) > 0 && d.outcome == done {
			kinds[photographed]++
			if d.sent > 1 {
				kinds[photographed+" that was sent more than once"]++
			}
		}
	}
	var said []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		said = append(said, fmt.Sprintf("%s %d", kind, kinds[kind]))
	}
	c.t.Logf("seed %d. %d forms of %d people: %s. %d dossiers, %d jobs, %d messages", c.seed, len(c.deeds), filers+talkers+len(staff),
		strings.Join(said, ", "), len(f.dossiers), len(f.jobs), len(f.messages))
	c.t.Logf("%d requests got no answer, %d were asked to try again; %d forms were sent more than once, %d of them had been done the time before",
		c.lost.Load(), c.busy.Load(), repeated, j.doneUnheard)
	wanted := []string{filing, talking, "add_message", "write_note", "judge", "book_talk"}
	if c.folder != "" {
		wanted = append(wanted, photographed)
	}
	for _, kind := range wanted {
		if kinds[kind] == 0 {
			c.t.Errorf("nobody did %s", kind)
		}
	}
	if c.calm != (repeated == 0) {
		c.t.Errorf("%d forms had to be sent again", repeated)
	}
}
