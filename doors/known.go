package doors

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// A browser in which somebody signed in is known by a mark that it keeps (OWASP: slow down online guessing attacks with device cookies). Nothing of it is stored. It lets
// nobody in: it says that wrong passwords of strangers, for the same account or for any, must not keep this browser waiting. So whoever knows an
// address cannot shut its owner out, and a flood cannot shut the staff out.

const (
	// KnownTime is how long a browser stays known after somebody signed in there.
	KnownTime = 90 * 24 * time.Hour
	// knownTries is how often something may go wrong by one mark, until it is worth nothing for accounts.ForgetFailure.
	knownTries = 10
	// knownAccounts is of how many accounts one browser is known: colleagues share the machine of a reception.
	knownAccounts = 5
	longestMark   = 200
	marksApart    = "/"
)

// mark is that a browser is known of one account.
type mark struct {
	account dossier.AccountID
	nonce   string
	until   time.Time
}

// Know is what a browser keeps from now on in which an account signed in: its mark, and before it those that it had of other accounts.
func (p *Porter) Know(v Visitor, account dossier.AccountID) string {
	list := []string{p.markText(mark{account, rand.Text(), p.now().Add(KnownTime)})}
	for _, text := range strings.Split(v.Known, marksApart) {
		if m, ok := p.readMark(text); ok && m.account != account && len(list) < knownAccounts {
			list = append(list, text)
		}
	}
	return strings.Join(list, marksApart)
}

// markText is ACCOUNT.NONCE.UNTIL.SIGNATURE.
func (p *Porter) markText(m mark) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(m.account)) + "." + m.nonce + "." + strconv.FormatInt(m.until.Unix(), 36)
	return text + "." + base64.RawURLEncoding.EncodeToString(p.mac("known", text)[:16])
}

// readMark reads a mark that this office has made, and that has not expired.
func (p *Porter) readMark(text string) (m mark, ok bool) {
	parts := strings.Split(text, ".")
	if len(text) > longestMark || len(parts) != 4 {
		return mark{}, false
	}
	account, err1 := base64.RawURLEncoding.Strict().DecodeString(parts[0])
	until, err2 := strconv.ParseInt(parts[2], 36, 64)
	if err1 != nil || err2 != nil {
		return mark{}, false
	}
	m = mark{dossier.AccountID(account), parts[1], time.Unix(until, 0)}
	return m, hmac.Equal([]byte(text), []byte(p.markText(m))) && p.now().Before(m.until)
}

// marks are those that a browser shows.
func (p *Porter) marks(v Visitor) (list []mark) {
	texts := strings.Split(v.Known, marksApart)
	for _, text := range texts[:min(len(texts), knownAccounts)] {
		if m, ok := p.readMark(text); ok {
			list = append(list, m)
		}
	}
	return list
}

// knownBy is the mark that a browser has of an account; zero when it has none.
func (p *Porter) knownBy(v Visitor, account dossier.AccountID) mark {
	for _, m := range p.marks(v) {
		if m.account == account {
			return m
		}
	}
	return mark{}
}

// knownAs is the mark that a browser has of the account with an e-mail address. Accounts are looked up by what the browser shows, never by what was typed: the time it
// takes tells nothing of others (ASVS 6.3.8).
func (p *Porter) knownAs(ctx context.Context, v Visitor, email string) (mark, error) {
	for _, m := range p.marks(v) {
		a, err := p.DB.Read().Account(ctx, m.account)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return mark{}, err
		case register.FoldEmail(a.Email) == email:
			return m, nil
		}
	}
	return mark{}, nil
}

// countVisitor counts an attempt by the mark of the browser alone, where it has one that is worth something, and else as Count does.
func (p *Porter) countVisitor(ctx context.Context, d Door, name string, v Visitor, m mark) (*Attempt, error) {
	if m.nonce == "" {
		return p.Count(ctx, d, name, v.Address)
	}
	a := &Attempt{porter: p, door: d, name: d.Name + ":known:" + p.digest("attempts", d.Name, "known", m.nonce), tries: knownTries}
	err := p.count(ctx, a)
	if KindOf(err) == Wait {
		return p.Count(ctx, d, name, v.Address)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// countLogin counts a password that is asked of who is signed in, by their login alone.
func (p *Porter) countLogin(ctx context.Context, d Door, login string) (*Attempt, error) {
	a := &Attempt{porter: p, door: d, name: d.Name + ":login:" + p.digest("attempts", d.Name, "login", login)}
	if err := p.count(ctx, a); err != nil {
		return nil, err
	}
	return a, nil
}

// countBegun counts what takes room in the database before it is known who asks: by the mark of the browser alone where it has one of whichever account, and else as
// Count does.
func (p *Porter) countBegun(ctx context.Context, d Door, v Visitor) error {
	marks := p.marks(v)
	if len(marks) == 0 {
		_, err := p.Count(ctx, d, "", v.Address)
		return err
	}
	key := d.Name + ":known:" + p.digest("attempts", d.Name, "known", marks[0].nonce)
	return p.count(ctx, &Attempt{porter: p, door: d, allowed: map[string]accounts.Allowance{key: d.Address}})
}
