package store

import (
	"testing"
	"time"
)

// A node that stands still in the middle of an act has its locks taken from it after a while. Whoever waits for them has to have the
// patience for that while, or is sent away a moment before they are free.
func TestWhoWaitsForANodeThatStandsStillOutlastsIt(t *testing.T) {
	length := func(setting string) time.Duration {
		d, err := time.ParseDuration(settingsOfWriters[setting])
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	waits, stands := length("lock_timeout"), length("idle_in_transaction_session_timeout")
	if waits < stands+time.Second {
		t.Errorf("one waits %s for what can be held %s", waits, stands)
	}
}
