package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/store"
)

// CountedHere remembers that the rows were counted by the calendar of this office. Where they were made by one that has another, it says
// so of that one: then what is open moves when this one's Standing looks.
func (o *Office) CountedHere(ctx context.Context) error {
	o.setup()
	return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveSetting(calendarSetting, o.fingerprint()) })
}
