package doors_test

import (
	"strings"
	"testing"

	"github.com/wederhoor/wederhoor/doors"
)

// ASVS 6.3.1: addresses of calendars that are guessed are counted, and a right one opens all the same: a whole branch asks from one address.
func TestASVS6_3_1_GuessedFeedsAreSlowedAndARightOneIsNot(t *testing.T) {
	w := newWorld(t)
	path, err := w.MakeFeed(t.Context(), doors.By{Account: "owner"})
	must(t, err)
	token := strings.TrimSuffix(strings.TrimPrefix(path, doors.FeedPath), ".ics")
	visitor := doors.Visitor{Address: "203.0.113.9"}
	waits := 0
	for range 70 {
		_, err := w.Feed(t.Context(), "A"+token[1:]+"B", visitor)
		switch doors.KindOf(err) {
		case doors.Wait:
			waits++
		case doors.Missing:
		default:
			t.Fatalf("got %v", err)
		}
	}
	if waits != 10 {
		t.Errorf("%d of 70 guesses were told to wait", waits)
	}
	if got, err := w.Feed(t.Context(), token, visitor); err != nil || got.ID != "owner" {
		t.Errorf("the right one: %v", err)
	}
}
