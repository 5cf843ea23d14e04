package casework

import (
	"errors"
	"fmt"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// noticeJob is the payload of jobNotify; it holds no personal data.
type noticeJob struct {
	Reference string        `json:"reference"`
	Number    int           `json:"number"` // of the record it follows from
	To        dossier.Party `json:"to"`
	Kind      string        `json:"kind"`
}

func (n noticeJob) key() string {
	return fmt.Sprintf("%s:%s:%d:%s:%s", jobNotify, n.Reference, n.Number, n.To, n.Kind)
}

// dossierJob is the payload of jobMatch and jobOutside.
type dossierJob struct {
	Reference string `json:"reference"`
}

// follow does what follows from records just added, in the same transaction: who is told, which links come to be, which
// appointments elsewhere are off.
func (w *work) follow(d *store.Dossier, steps []store.Step) error {
	if err := w.links(d, steps); err != nil {
		return err
	}
	for _, step := range steps {
		if err := w.enqueueNotices(d, step); err != nil {
			return err
		}
		if err := w.followEvent(d, step); err != nil {
			return err
		}
		if err := w.followFiles(d, step); err != nil {
			return err
		}
	}
	return nil
}

// links makes the complainant's links of a new dossier, and keeps those of one that is worked on.
func (w *work) links(d *store.Dossier, steps []store.Step) error {
	if len(steps) == 0 {
		return nil
	}
	if steps[0].Before.Count == 0 {
		return w.saveOwnLinks(d.State.Reference, steps[0].Record.By == dossier.Complainant().Name())
	}
	return w.tx.KeepLinks(d.State.Reference, ownLinks, w.now, w.linkEnds())
}

func (w *work) followEvent(d *store.Dossier, step store.Step) error {
	switch e := step.Record.Event.(type) {
	case dossier.Filed:
		return errors.Join(w.moveAddress(d, step.Record.Number), w.enqueueFor(d, jobMatch, step))
	case dossier.VisitTold:
		return w.enqueueFor(d, jobMatch, step)
	case dossier.Erased:
		return w.erase(d, e, step.Record)
	case dossier.InquiryStarted:
		return w.saveInquiryLinks(d, e, step.Record)
	case dossier.BanStarted:
		return w.stopContact(d, e.Specialist)
	case dossier.Matched:
		// Who the client is may be known only now, and with it the other dossiers of the same person.
		for _, id := range step.After.Banned() {
			if err := w.stopContact(d, id); err != nil {
				return err
			}
		}
		return w.enqueueFor(d, jobOutside, step)
	case dossier.ContactCorrected:
		return errors.Join(w.moveAddress(d, step.Record.Number), w.meetBans(d))
	case dossier.TalkBooked, dossier.TalkHeld, dossier.Explained:
		return w.spokenWith(d)
	case dossier.ConflictDeclared, dossier.InvestigationOpened, dossier.Reopened:
		return w.enqueueFor(d, jobOutside, step)
	}
	return nil
}

// enqueueFor enqueues a job that needs to know the dossier alone.
func (w *work) enqueueFor(d *store.Dossier, kind string, step store.Step) error {
	key := fmt.Sprintf("%s:%s:%d", kind, d.State.Reference, step.Record.Number)
	return w.enqueue(d, kind, key, dossierJob{Reference: d.State.Reference})
}

func (w *work) enqueueNotices(d *store.Dossier, step store.Step) error {
	for _, n := range dossier.Notices(step.Before, step.After, step.Record.Event) {
		job := noticeJob{Reference: d.State.Reference, Number: step.Record.Number, To: n.To, Kind: n.Kind}
		if err := w.enqueue(d, jobNotify, job.key(), job); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) enqueue(d *store.Dossier, kind, key string, payload any) error {
	return enqueue(w.tx, store.Job{Kind: kind, Key: key, Reference: d.State.Reference, RunAt: w.now}, payload)
}

// meetBans keeps people apart who are known only now to be those of other dossiers, by contact data that were corrected: bans of this
// dossier cancel what stands in those, and theirs what stands in this one (R23).
func (w *work) meetBans(d *store.Dossier) error {
	for _, id := range d.State.Banned() {
		if err := w.stopContact(d, id); err != nil {
			return err
		}
	}
	held, err := w.tx.HeldElsewhere(d)
	if err != nil {
		return err
	}
	for _, id := range dossier.Appointments(d.State) {
		if !slices.Contains(held, id) {
			continue
		}
		if err := w.carry(d, dossier.StopContact{Specialist: id}, dossier.System()); err != nil {
			return err
		}
	}
	return nil
}

// stopContact cancels the appointments with a specialist that stand in other dossiers of the same person (R23). Filing is
// not stopped by a dossier that will not: the fault is logged for whoever keeps the program (R6).
func (w *work) stopContact(d *store.Dossier, id dossier.SpecialistID) error {
	references, err := w.tx.AppointmentsWith(d, id)
	if err != nil {
		return err
	}
	for _, reference := range references {
		other, err := w.tx.Load(reference)
		if err != nil {
			return err
		}
		err = w.carry(other, dossier.StopContact{Specialist: id}, dossier.System())
		var refusal *dossier.Refusal
		switch {
		case errors.As(err, &refusal):
			w.office.log().Error("an appointment in spite of a ban stays", "reference", reference, "code", refusal.Code)
		case err != nil:
			return err
		}
	}
	return nil
}
