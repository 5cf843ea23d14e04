package doors

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/store"
)

// The address by which a member of staff has their own appointments in a calendar. A calendar program cannot sign in: whoever has the address reads what
// stands in it, and so no more stands in it than a reference and a moment.

// feedDoor is where addresses could be guessed. Programs ask every few minutes, a whole branch from one address, and all of that succeeds.
var feedDoor = Door{"feed", accounts.Allowance{Burst: 60, Pause: 10 * time.Second}, accounts.Allowance{Burst: 1000, Pause: time.Second}}

// FeedPath is where the calendars of staff are, each below it by its token.
const FeedPath = "/agenda/"

// MakeFeed gives who is signed in an address for their calendar, in the place of the one they had. It is told this once: its digest alone is kept.
func (p *Porter) MakeFeed(ctx context.Context, by By) (path string, err error) {
	token := rand.Text() // 130 bits
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		a, err := tx.Account(by.Account)
		if err != nil {
			return missing(err)
		}
		if a.Disabled {
			return refuse(Ended)
		}
		if err := tx.SaveFeed(store.Feed{Account: a.ID, Hash: accounts.TokenHash(token), Made: p.now()}); err != nil {
			return err
		}
		return p.note(tx, a.ID, a.ID, "feed_made", "")
	})
	return FeedPath + token + ".ics", err
}

// EndFeed makes the address of who is signed in void.
func (p *Porter) EndFeed(ctx context.Context, by By) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.EndFeed(by.Account); err != nil {
			return err
		}
		return p.note(tx, by.Account, by.Account, "feed_ended", "")
	})
}

// Feed is whose calendar a token opens. The error is of kind Missing for one that is wrong, was renewed or ended, or is of an account that is disabled;
// then it is counted, and of kind Wait when too many went wrong.
func (p *Porter) Feed(ctx context.Context, token string, v Visitor) (store.Account, error) {
	f, err := p.DB.Read().Feed(ctx, accounts.TokenHash(token))
	var a store.Account
	if err == nil {
		a, err = p.account(ctx, f.Account)
	}
	switch {
	case err == nil:
		return a, nil
	case !errors.Is(err, store.ErrNotFound) && KindOf(err) != Ended:
		return store.Account{}, err
	}
	if _, err := p.Count(ctx, feedDoor, "", v.Address); err != nil {
		return store.Account{}, err
	}
	return store.Account{}, refuse(Missing)
}
