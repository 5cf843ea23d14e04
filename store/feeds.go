package store

import (
	"context"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Feed is the address by which a member of staff has their own appointments in a calendar.
type Feed struct {
	Account dossier.AccountID
	Hash    string // hex SHA-256 of the token
	Made    time.Time
}

// SaveFeed gives an account an address, in the place of the one it had.
func (tx *Tx) SaveFeed(f Feed) error {
	if err := tx.EndFeed(f.Account); err != nil {
		return err
	}
	return tx.put("insert into calendar_feeds (account, hash, made) values ($1, $2, $3)", f.Account, f.Hash, ms(f.Made))
}

// EndFeed makes the address of an account void.
func (tx *Tx) EndFeed(account dossier.AccountID) error {
	return tx.put("delete from calendar_feeds where account = $1", account)
}

const feedColumns = "select account, hash, made from calendar_feeds "

func readFeed(row scanner) (Feed, error) {
	var f Feed
	var made int64
	err := row.Scan(&f.Account, &f.Hash, &made)
	f.Made = moment(made)
	return f, err
}

// FeedOf is the address of an account, by its hash alone. ErrNotFound when it has none.
func (r *Reader) FeedOf(ctx context.Context, account dossier.AccountID) (Feed, error) {
	return first(r.each(ctx), readFeed, feedColumns+"where account = $1", account)
}

// Feed is the address of that hash. ErrNotFound when there is none.
func (r *Reader) Feed(ctx context.Context, hash string) (Feed, error) {
	return first(r.each(ctx), readFeed, feedColumns+"where hash = $1", hash)
}

// Planned is an appointment that stands: a talk, an explanation or a hearing.
type Planned struct {
	Reference  string
	What       string               // talk, explanation, hearing
	Specialist dossier.SpecialistID // of talks and hearings
	At         time.Time
	Handler    dossier.AccountID // of the dossier
}

// Planned lists the appointments from a moment on that the holder of the keys may know of, the soonest first: of each only what their classes show, as
// on the page of the dossier itself.
func (r *Reader) Planned(ctx context.Context, keys []string, from time.Time) ([]Planned, error) {
	type row struct {
		Planned
		dossier int64
	}
	var planned []Planned
	err := r.snapshot(ctx, func(s queries) error {
		var a arguments
		viewers := in(&a, keys)
		since := a.add(ms(from))
		seen := "exists (select 1 from access x where x.dossier = p.dossier and x.classes <> '' and x.viewer in " + viewers + ")"
		found, err := all(s, func(scan scanner) (row, error) {
			var p row
			var at int64
			err := scan.Scan(&p.dossier, &p.Reference, &p.What, &p.Specialist, &at, &p.Handler)
			p.At = moment(at)
			return p, err
		}, `select p.dossier, d.reference, p.what, p.specialist, p.at, l.handler from (
				select dossier, 'talk' as what, specialist, start as at from slots
				union all select dossier, case kind when 'hearing' then 'hearing' else 'explanation' end, subject, due
				from deadlines where kind in ('hearing', 'appointment')) p
			join dossiers d on d.id = p.dossier join list l on l.dossier = p.dossier
			where p.at >= `+since+" and "+seen+" order by p.at, p.dossier, p.what limit 2000", a.list...)
		if err != nil {
			return err
		}
		ids := make([]int64, len(found))
		for i, p := range found {
			ids[i] = p.dossier
		}
		grants, err := s.grants(keys, ids)
		if err != nil {
			return err
		}
		for _, p := range found {
			class := dossier.ClassPlanning
			if p.What == "hearing" {
				class = dossier.ClassHearing
			}
			if dossier.Sees(dossier.Seen(grants[p.dossier], keys), class, string(p.Specialist)) {
				planned = append(planned, p.Planned)
			}
		}
		return nil
	})
	return planned, err
}
