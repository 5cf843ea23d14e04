package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// Every dossier's rows say by which calendar they were counted. Those counted by another than the calendar in force are counted anew, and
// what moved is recorded and told: by the first act in the dossier, in its transaction, or by the job that goes through all of them. The
// calendar in force is that of the node that started last. Where nodes are replaced one after another, those that still have the old
// calendar record no moves; what they write is counted by theirs and says so, and the others find it.

const (
	// calendarSetting is where the fingerprint of the calendar in force is remembered.
	calendarSetting = "calendar"
	// countEvery is how often a node looks for rows that were counted by another calendar.
	countEvery = time.Minute
	// strangeCalendar is how long a node that has another calendar leaves to the others what depends on it.
	strangeCalendar = time.Hour
)

// How many dossiers are gone through in one run of the job, between which other jobs have their turn, and how many of those in which
// nothing is due are done in one transaction.
const (
	redateStep     = 100
	redateTogether = 20
)

// counting is what is known of rows that were counted by another calendar.
type counting struct {
	looked  time.Time       // last for such rows
	damaged map[string]bool // references of dossiers that could not be counted; they are tried again on another date
}

// redateJob is the payload of jobRedate.
type redateJob struct {
	Calendar string    `json:"calendar"`        // by which to count
	After    string    `json:"after,omitempty"` // reference of the last dossier that was done
	Left     time.Time `json:"left,omitzero"`   // since when it is left to a node that has that calendar
}

// fingerprint is that of this node's calendar.
func (o *Office) fingerprint() string { return o.cal.Fingerprint() }

// inForce reports whether this node's calendar is the one in force.
func (o *Office) inForce(ctx context.Context) (bool, error) {
	stored, err := o.DB.Read().Setting(ctx, calendarSetting)
	return stored == "" || stored == o.fingerprint(), err
}

// checkCalendar puts this node's calendar in force when the node starts, and has counted anew whatever was counted by another.
func (o *Office) checkCalendar(ctx context.Context, now time.Time) error {
	starts, today := o.stood == "", o.cal.Day(now)
	if since := now.Sub(o.count.looked); o.stood == today && since >= 0 && since < countEvery {
		return nil
	}
	if o.stood != today {
		o.count.damaged = map[string]bool{}
	}
	if starts {
		err := o.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveSetting(calendarSetting, o.fingerprint()) })
		if err != nil {
			return err
		}
	}
	inForce, err := o.inForce(ctx)
	switch {
	case err != nil:
		return err
	case inForce:
		err = o.askRedate(ctx, now)
	case o.stood != today:
		o.log().Warn("a node that started later has another calendar: terms are counted by that one; start this node with the same policy")
	}
	if err == nil {
		o.count.looked = now
	}
	return err
}

// askRedate asks for the job when there are dossiers for it. One that was given up is asked for again on the next date.
func (o *Office) askRedate(ctx context.Context, now time.Time) error {
	waiting, err := o.DB.Read().Uncounted(ctx, o.fingerprint(), "", len(o.count.damaged)+1)
	if err != nil || !slices.ContainsFunc(waiting, func(u store.Uncounted) bool { return !o.count.damaged[u.Reference] }) {
		return err
	}
	key := fmt.Sprintf("%s:%s:%s", jobRedate, o.fingerprint(), o.cal.Day(now))
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		return enqueue(tx, store.Job{Kind: jobRedate, Key: key, RunAt: now}, redateJob{Calendar: o.fingerprint()})
	})
}

// redate goes through the dossiers that were counted by another calendar, a step at a time. It can be ended at any moment: what was
// counted anew is not found again. At its end the job is forgotten, since there can be more of them on the same date.
func (o *Office) redate(ctx context.Context, job store.Job) error {
	p, err := payloadOf[redateJob](job)
	if err != nil {
		return err
	}
	stored, err := o.DB.Read().Setting(ctx, calendarSetting)
	switch {
	case err != nil:
		return err
	case stored != p.Calendar: // the calendar was changed again
		return o.drop(ctx, job)
	case p.Calendar != o.fingerprint() && waits(&p.Left, o.now()):
		return o.leave(ctx, job, p)
	case p.Calendar != o.fingerprint(): // a node that has it looks for itself
		return o.drop(ctx, job)
	}
	found, err := o.DB.Read().Uncounted(ctx, p.Calendar, p.After, redateStep)
	if err != nil {
		return err
	}
	if err := o.redateEach(ctx, found); err != nil {
		return err
	}
	if len(found) < redateStep {
		return o.drop(ctx, job)
	}
	p.After, p.Left = found[len(found)-1].Reference, time.Time{}
	return o.goOn(ctx, job, p, o.now())
}

func (o *Office) drop(ctx context.Context, job store.Job) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Drop(job) })
}

// waits reports whether something is to be left to the other nodes, since when it is, and for not too long.
func waits(left *time.Time, now time.Time) bool {
	if left.IsZero() {
		*left = now
	}
	return now.Sub(*left) <= strangeCalendar
}

// leave puts a job back for a node that has the calendar in force.
func (o *Office) leave(ctx context.Context, job store.Job, payload any) error {
	return o.goOn(ctx, job, payload, o.now().Add(firstPause))
}

// goOn puts a job back with what it has to know.
func (o *Office) goOn(ctx context.Context, job store.Job, payload any, at time.Time) error {
	text, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("job %s: %w", job.Kind, err)
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Continue(job, string(text), at) })
}

// redateEach goes through some dossiers. One that is damaged keeps no other from being counted anew: it keeps its rows, and wederhoor verify
// says what is wrong with it. One that somebody acts in all the time is left for the next try. The error counts: who minds jobs need not
// have a part in these dossiers.
func (o *Office) redateEach(ctx context.Context, found []store.Uncounted) error {
	var left leftBehind
	for _, references := range inOneAct(found) {
		if len(references) > 1 && o.redateSeveral(ctx, references) == nil {
			continue
		}
		for _, reference := range references {
			if err := o.redateOne(ctx, reference); err != nil {
				if err := o.leaveBehind(ctx, reference, err, &left); err != nil {
					return err
				}
			}
		}
	}
	switch {
	case left.damaged == redateStep: // rather something else than all of them
		return fmt.Errorf("%d dossiers on end could not be counted by the new calendar", left.damaged)
	case left.busy > 0:
		return fmt.Errorf("%d dossiers were being acted in while they were to be counted by the new calendar", left.busy)
	}
	return nil
}

// leftBehind counts the dossiers that could not be counted anew.
type leftBehind struct{ damaged, busy int }

// leaveBehind notes a dossier that could not be counted anew. The error is what keeps all the others from it too.
func (o *Office) leaveBehind(ctx context.Context, reference string, err error, left *leftBehind) error {
	var own *Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrUnsure), errors.Is(err, store.ErrClosed):
		return errors.New("the database was busy while terms were counted by the new calendar")
	case errors.As(err, &own) && own.Kind == Busy:
		left.busy++
	default:
		o.log().Error("a dossier is not counted by the new calendar", "reference", reference, "error", err)
		o.count.mark(reference)
		left.damaged++
	}
	return nil
}

func (c *counting) mark(reference string) {
	if c.damaged == nil {
		c.damaged = map[string]bool{}
	}
	c.damaged[reference] = true
}

// inOneAct divides dossiers: each in which something is due has an act of its own, of the others several have one together.
func inOneAct(found []store.Uncounted) [][]string {
	var acts [][]string
	var rest []string
	for _, u := range found {
		if u.Due {
			acts = append(acts, []string{u.Reference})
		} else {
			rest = append(rest, u.Reference)
		}
	}
	return slices.AppendSeq(acts, slices.Chunk(rest, redateTogether))
}

// redateOne records which open deadlines of a dossier the calendar moved, and makes its rows anew.
func (o *Office) redateOne(ctx context.Context, reference string) error {
	_, err := o.perform(ctx, program(), Order{Reference: reference, Command: dossier.Redate{}}, nil)
	return err
}

// redateSeveral is redateOne for several dossiers in one transaction, which saves most of the writes to disk.
func (o *Office) redateSeveral(ctx context.Context, references []string) error {
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		w := &work{office: o, tx: tx, asker: program(), viewer: program(), now: o.now()}
		for _, reference := range references {
			d, err := w.open(reference)
			if err != nil {
				return err
			}
			if err := w.redate(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// recount counts a dossier by the calendar in force before something else happens in it: what the calendar moved would be lost in the rows
// that follow from the act. A node that has another calendar leaves it to the others.
func (w *work) recount(d *store.Dossier, c dossier.Command) error {
	_, counts := c.(dossier.Redate)
	if counts || d.ID == 0 || d.Counted == w.office.fingerprint() {
		return nil
	}
	stored, err := w.tx.Setting(calendarSetting)
	if err != nil || stored != "" && stored != w.office.fingerprint() {
		return err
	}
	return w.redate(d)
}

// Redate: the program alone.
func redateCarry(w *work, d *store.Dossier, _ dossier.Redate) error { return w.redate(d) }

// redate works out in the transaction what moved: the rows against what they would be now. Where nothing that is open moved, nothing is
// recorded; other rows, such as those of promises that were kept, follow the calendar without a word.
func (w *work) redate(d *store.Dossier) error {
	terms, err := w.termsFor(d.State, dossier.Redate{})
	if err != nil {
		return err
	}
	before, err := w.tx.Deadlines(d)
	if err != nil {
		return err
	}
	list := moved(before, dossier.Deadlines(d.State, terms, w.office.cal))
	if len(list) > 0 {
		err = w.carry(d, dossier.Redate{Moved: list}, dossier.System())
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
