package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

const (
	// calendarSetting is where the calendar is remembered by which the rows were counted.
	calendarSetting = "calendar"
	// redateStep is how many dossiers are gone through in one run of the job; other jobs have their turn in between.
	redateStep = 100
	// strangeCalendar is how long a node that has another calendar leaves the job to the one that asked for it.
	strangeCalendar = time.Hour
)

// redateJob is the payload of jobRedate.
type redateJob struct {
	Calendar string `json:"calendar"`        // by which to count
	After    string `json:"after,omitempty"` // reference of the last dossier that was done
}

// fingerprint tells one calendar from another, by all that deadlines are counted with.
func (o *Office) fingerprint() string {
	c := o.Policy.Calendar
	public, remove := slices.Sorted(slices.Values(c.Public)), slices.Sorted(slices.Values(c.Remove))
	add := make([]dossier.Date, len(c.Add))
	for i, h := range c.Add {
		add[i] = h.Date
	}
	slices.Sort(add)
	text, err := json.Marshal([]any{c.Zone.String(), public, remove, add, calendar.HolidayCodes()})
	if err != nil {
		panic("casework: calendar: " + err.Error()) // strings always can
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// checkCalendar has open deadlines counted anew when the calendar is another than the one they were counted by.
func (o *Office) checkCalendar(ctx context.Context, now time.Time) error {
	live := o.fingerprint()
	stored, err := o.DB.Read().Setting(ctx, calendarSetting)
	if err != nil || stored == live {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if stored == "" { // the first start: nothing was counted by another
			return tx.SaveSetting(calendarSetting, live)
		}
		return enqueue(tx, store.Job{Kind: jobRedate, Key: jobRedate + ":" + live, RunAt: now}, redateJob{Calendar: live})
	})
}

// redate goes through the dossiers, a step at a time, and makes the rows of each anew. It can be ended at any moment: what was moved is
// not moved again, and the step is done again. At its end the calendar is remembered and the job forgotten, since the chain can come
// back to a calendar that it had before.
func (o *Office) redate(ctx context.Context, job store.Job) error {
	p, err := payloadOf[redateJob](job)
	if err != nil {
		return err
	}
	if p.Calendar != o.fingerprint() {
		return o.leaveRedating(ctx, job)
	}
	references, err := o.DB.Read().Counted(ctx, p.After, redateStep)
	if err != nil {
		return err
	}
	if err := o.redateEach(ctx, references); err != nil {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if len(references) < redateStep {
			return errors.Join(tx.Drop(job), tx.SaveSetting(calendarSetting, p.Calendar))
		}
		p.After = references[len(references)-1]
		text, err := json.Marshal(p)
		if err != nil {
			return err
		}
		return tx.Continue(job, string(text), o.now())
	})
}

// redateEach goes through some dossiers. One that is damaged keeps no other from being counted anew: it keeps its rows, and wederhoor verify
// says what is wrong with it.
func (o *Office) redateEach(ctx context.Context, references []string) error {
	var damaged []error
	for _, reference := range references {
		err := o.redateOne(ctx, reference)
		switch {
		case err == nil:
		case ctx.Err() != nil, errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrClosed):
			return err
		default:
			o.log().Error("a dossier is not counted by the new calendar", "reference", reference, "error", err)
			damaged = append(damaged, err)
		}
	}
	if len(damaged) == len(references) && len(references) > 1 {
		return errors.Join(damaged...) // rather something else than all of them
	}
	return nil
}

// leaveRedating leaves the job to a node that has the calendar it is about. When there is none for an hour, the calendar was changed again.
func (o *Office) leaveRedating(ctx context.Context, job store.Job) error {
	now := o.now()
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if now.Sub(job.RunAt) > strangeCalendar {
			return tx.Drop(job)
		}
		return tx.Continue(job, job.Payload, now.Add(firstPause))
	})
}

// redateOne records which open deadlines of a dossier the calendar moved, and makes its rows anew.
func (o *Office) redateOne(ctx context.Context, reference string) error {
	_, err := o.perform(ctx, program(), Order{Reference: reference, Command: dossier.Redate{}}, nil)
	return err
}

// Redate: the program alone. What moved is worked out in the transaction: the rows against what they would be now. Where nothing that is
// open moved, nothing is recorded; other rows, such as those of promises that were kept, follow the calendar without a word.
func redateCarry(w *work, d *store.Dossier, c dossier.Redate) error {
	terms, err := w.termsFor(d.State, c)
	if err != nil {
		return err
	}
	before, err := w.tx.Deadlines(d)
	if err != nil {
		return err
	}
	c.Moved = moved(before, dossier.Deadlines(d.State, terms, w.office.cal))
	if len(c.Moved) > 0 {
		err = w.carry(d, c, w.viewer.Actor)
	}
	var refusal *dossier.Refusal
	if err != nil && !errors.As(err, &refusal) {
		return err
	}
	return w.tx.Refresh(d, terms, w.office.cal)
}

// moved lists the deadlines that are due at another moment now.
func moved(before, after []dossier.Deadline) []dossier.MovedDeadline {
	var list []dossier.MovedDeadline
	for _, d := range after {
		i := slices.IndexFunc(before, func(b dossier.Deadline) bool { return b.Kind == d.Kind && b.Subject == d.Subject })
		if i >= 0 && !before[i].Due.Equal(d.Due) && !d.Reached {
			list = append(list, dossier.MovedDeadline{Deadline: d.Kind, Subject: d.Subject, From: before[i].Due, To: d.Due})
		}
	}
	slices.SortFunc(list, func(a, b dossier.MovedDeadline) int {
		return strings.Compare(string(a.Deadline)+a.Subject, string(b.Deadline)+b.Subject)
	})
	return list
}
