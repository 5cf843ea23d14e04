package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// expireJob is the payload of jobExpire: where one night's look goes on.
type expireJob struct {
	Date   dossier.Date   `json:"date"`
	Ending dossier.Ending `json:"ending,omitempty"` // whose turn it is
	After  int64          `json:"after,omitempty"`  // number of the last dossier that was looked at
}

// expireStep is how many dossiers one run of the job erases.
const expireStep = 20

// Expired lists the dossiers whose time is over: closed for as long as the policy keeps those that ended so, and neither held nor with
// anything left to do. It is what the next night erases. One that is damaged is not among them.
func (o *Office) Expired(ctx context.Context) ([]string, error) {
	o.setup()
	var all []string
	for _, ending := range o.endings() {
		for after := int64(0); ; {
			list, next, err := o.DB.Read().Over(ctx, ending, o.keptSince(ending, o.now()).UnixMilli(), after, batch)
			if err != nil {
				return all, err
			}
			for _, reference := range list {
				if err := o.expireOne(ctx, reference, true); err == nil {
					all = append(all, reference)
				} else if !isRefused(err) && !o.skips(reference, err) {
					return all, err
				}
			}
			if after = next; len(list) < batch {
				break
			}
		}
	}
	return all, nil
}

// endings are those of which the policy says how long they are kept, in a fixed order.
func (o *Office) endings() []dossier.Ending {
	var list []dossier.Ending
	for ending := range o.Policy.Privacy.Keep {
		list = append(list, ending)
	}
	slices.Sort(list)
	return list
}

// keptSince is the moment before which a dossier that ended so must have been closed for its time to be over.
func (o *Office) keptSince(ending dossier.Ending, now time.Time) time.Time {
	return now.AddDate(0, 0, -o.Policy.Privacy.Keep[ending].N)
}

// expire erases some of what has been kept for as long as it should be, and comes back until there is no more of it. One that is damaged waits for
// the next night.
func (o *Office) expire(ctx context.Context, job store.Job) error {
	own, err := payloadOf[expireJob](job)
	if err != nil {
		return err
	}
	now := o.now()
	endings := o.endings()
	i := max(0, slices.Index(endings, own.Ending))
	list, next, err := o.DB.Read().Over(ctx, endings[i], o.keptSince(endings[i], now).UnixMilli(), own.After, expireStep)
	if err != nil {
		return err
	}
	for _, reference := range list {
		if err := o.expireOne(ctx, reference, false); err != nil && !isRefused(err) && !o.skips(reference, err) {
			return err
		}
	}
	own.Ending, own.After = endings[i], next
	if len(list) < expireStep {
		own.After = 0
		if i++; i < len(endings) {
			own.Ending = endings[i]
		}
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if i < len(endings) {
			return goOn(tx, job, own, now)
		}
		err := tx.CloseLedger(o.cal.Day(now.AddDate(0, 0, -o.Policy.Privacy.Ledger.N)))
		if err != nil {
			return err
		}
		if err := o.enqueueExpire(tx, now); err != nil {
			return err
		}
		return tx.Done(job, now)
	})
}

func (o *Office) expireOne(ctx context.Context, reference string, dry bool) error {
	order := Order{Reference: reference, Command: dossier.Erase{Whose: dossier.ToEverybody, Sure: true, Ground: dossier.GroundRetention}}
	return o.erasing(ctx, program(), order, dry)
}

// isRefused tells a dossier that is kept for a reason of its own, a hold say, from what went wrong.
func isRefused(err error) bool {
	var own *Error
	return errors.As(err, &own) && own.Kind == Refused
}

// skips reports whether an error is what is wrong with one dossier, which must keep no other from its turn, and has that logged: wederhoor verify
// says what it is. All else is wrong with more than that one.
func (o *Office) skips(reference string, err error) bool {
	if store.Followed(err) {
		return false
	}
	o.log().Error("a dossier is damaged and was passed over: see wederhoor verify", "reference", reference, "error", err)
	return true
}
