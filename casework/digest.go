package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/mail"
	"github.com/wederhoor/wederhoor/store"
)

// digestLines is how many dossiers a digest names of each sort; of more it says how many.
const digestLines = 20

// digest tells one member of staff at the end of a day what waits for them: what is over time, what is due until the end of the next
// working day, and what came in. It finds that by the person's own keys, as the desk does, so that it says nothing of a dossier in which
// they have a conflict (R14). It names references and terms, nobody and nothing of anybody's health. Where there is nothing to tell nothing
// is sent.
func (o *Office) digest(ctx context.Context, job store.Job) error {
	own, err := payloadOf[digestJob](job)
	if err != nil {
		return err
	}
	account, err := o.DB.Read().Account(ctx, own.Account)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	now := o.now()
	if err != nil || account.Disabled {
		return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Done(job, now) })
	}
	day := mail.Day{Date: own.Date, Next: o.cal.AddWorkingDays(own.Date, 1)}
	if err := o.waiting(ctx, account, &day, now); err != nil {
		return err
	}
	if err := o.cameIn(ctx, account, own, &day); err != nil {
		return err
	}
	message, err := o.digestMessage(ctx, job, account, day, now)
	if err != nil {
		return err
	}
	return o.DB.Write(ctx, func(tx *store.Tx) error {
		if err := stillKnows(tx, account, day); err != nil {
			return err
		}
		if !day.Empty() {
			if err := tx.SaveMessage(message); err != nil {
				return err
			}
		}
		return tx.Done(job, now)
	})
}

// stillKnows fails when a dossier that is named was taken out of the account's sight since it was read: the digest is then made anew.
func stillKnows(tx *store.Tx, a store.Account, day mail.Day) error {
	for _, reference := range day.References() {
		knows, err := tx.Knows(reference, dossier.ViewerKeys(a.Actor()))
		if err != nil {
			return err
		}
		if !knows {
			return errMoved
		}
	}
	return nil
}

func (o *Office) digestMessage(ctx context.Context, job store.Job, a store.Account, day mail.Day, now time.Time) (store.Message, error) {
	to := dossier.Party(mail.ToAccount + ":" + string(a.ID))
	text, err := o.write(ctx, mail.Notice{Kind: jobDigest, To: to, Language: ofStaff, Name: a.Name, Data: mail.Data{
		Organisation: o.Policy.Organisation.Name, Phone: o.Policy.Organisation.Phone, Date: day.Date, Day: day, Zone: o.cal.Zone(),
	}})
	if err != nil {
		return store.Message{}, err
	}
	return store.Message{
		Key: job.Key, To: to, Kind: jobDigest, Name: a.Name, Address: a.Email, Language: ofStaff,
		Subject: text.Subject, Body: text.Body, Link: text.Link, Class: text.Class, At: now, Person: string(a.ID),
	}, nil
}

// waiting fills in what is due of the account: by the turns for who has lists, and their own talks and hearings for specialists.
func (o *Office) waiting(ctx context.Context, a store.Account, day *mail.Day, now time.Time) error {
	until := o.cal.EndOf(day.Next)
	keys := dossier.ViewerKeys(a.Actor())
	turns := turnsOf(a)
	var late, soon, own []store.Due
	var err error
	if len(turns) > 0 {
		if late, err = o.DB.Read().Waiting(ctx, keys, store.Waiting{Who: turns, Until: now}); err != nil {
			return err
		}
		if soon, err = o.DB.Read().Waiting(ctx, keys, store.Waiting{Who: turns, After: now, Until: until}); err != nil {
			return err
		}
	}
	if a.Specialist != "" {
		if own, err = o.DB.Read().OwnDue(ctx, keys, a.Specialist, until); err != nil {
			return err
		}
	}
	for _, d := range own {
		if d.At.After(now) {
			soon = append(soon, d)
		} else {
			late = append(late, d)
		}
	}
	day.Late, day.Due = listingOf(late), listingOf(soon)
	return nil
}

// listingOf names each dossier once, with what is due in it first.
func listingOf(due []store.Due) mail.Listing {
	slices.SortStableFunc(due, func(a, b store.Due) int { return a.At.Compare(b.At) })
	var listing mail.Listing
	named := map[string]bool{}
	for _, d := range due {
		if !named[d.Reference] {
			named[d.Reference] = true
			listing.Items = append(listing.Items, mail.Item{Reference: d.Reference, Kind: d.Kind, Due: d.At})
		}
	}
	return cut(listing)
}

// cut counts what is in a listing, and names the first of it alone.
func cut(l mail.Listing) mail.Listing {
	l.Count = len(l.Items)
	l.Items = l.Items[:min(l.Count, digestLines)]
	return l
}

// cameIn fills in what came in since the overview before, for who has lists.
func (o *Office) cameIn(ctx context.Context, a store.Account, own digestJob, day *mail.Day) error {
	if len(turnsOf(a)) == 0 {
		return nil
	}
	references, err := o.DB.Read().CameIn(ctx, dossier.ViewerKeys(a.Actor()), own.Since, own.Before)
	for _, reference := range references {
		day.New.Items = append(day.New.Items, mail.Item{Reference: reference})
	}
	day.New = cut(day.New)
	return err
}

// turnsOf are the turns that are the account's own, where it has lists with something to do.
func turnsOf(a store.Account) (turns []dossier.Role) {
	actor := a.Actor()
	if actor.Is(dossier.RoleReceptionist) {
		turns = append(turns, dossier.RoleReceptionist)
	}
	if actor.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleOutside) {
		turns = append(turns, dossier.RoleOwner)
	}
	return turns
}
