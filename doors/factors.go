package doors

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// mostFactors is how many an account can have.
const mostFactors = 10

// longestFactorName is how many characters a factor's name keeps.
const longestFactorName = 60

// Offer is the key of an app that is not the account's yet.
type Offer struct {
	Nonce   string // what the key is made again of
	Text    string // the key, to be typed
	Picture []byte // the same as a QR code, a PNG
}

// OfferTOTP makes a key for an app of an account. An empty nonce makes a new one, another shows the same again, on a page that comes back with an error say.
// Nothing is stored: the key follows from the nonce, so that nobody can put one of their own choice in its place.
func (p *Porter) OfferTOTP(a store.Account, nonce string) (Offer, error) {
	if nonce == "" {
		nonce = base64.RawURLEncoding.EncodeToString([]byte(rand.Text()))
	}
	key := p.codeKey(a.ID, nonce)
	picture, err := accounts.CodeKeyPicture(key, p.Policy.Organisation.Name, a.Email)
	return Offer{Nonce: nonce, Text: accounts.CodeKeyText(key), Picture: picture}, err
}

func (p *Porter) codeKey(account dossier.AccountID, nonce string) []byte {
	return p.mac("totp", string(account), nonce)[:accounts.CodeKeyBytes]
}

// AddTOTP makes the offered app a factor, for who knows the password and shows a code that it makes. With the first factor come recovery codes,
// which are shown this once; other logins that showed one factor end.
func (p *Porter) AddTOTP(ctx context.Context, by By, password, nonce, name, code string) (recovery []string, err error) {
	now := p.now()
	key := p.codeKey(by.Account, nonce)
	step, ok := accounts.MatchCode(key, code, 0, now)
	if !ok {
		return nil, refuse(WrongCode)
	}
	f := store.Factor{ID: newID("f"), Account: by.Account, Kind: store.FactorTOTP, Name: factorName(name), Secret: key, Step: step, Added: now}
	f.Handle = "totp:" + p.digest("totp", string(by.Account), nonce) // the same key cannot be added twice
	return p.addFactor(ctx, by, password, f)
}

// addFactor adds a factor for who knows the password.
func (p *Porter) addFactor(ctx context.Context, by By, password string, f store.Factor) ([]string, error) {
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return nil, err
	}
	codes, err := p.addConfirmed(ctx, by, f, func(act func(*store.Tx, store.Account) error) error { return confirmed.act(ctx, act) })
	if errors.Is(err, store.ErrTaken) {
		err = refuse(WrongCode)
	}
	return codes, err
}

// addConfirmed adds a factor of any kind within a transaction in which it was made sure that its owner wants it. The first one brings recovery codes.
func (p *Porter) addConfirmed(ctx context.Context, by By, f store.Factor, within func(func(*store.Tx, store.Account) error) error) ([]string, error) {
	has, err := p.DB.Read().HasFactors(ctx, by.Account)
	if err != nil {
		return nil, err
	}
	var codes, hashes []string
	if !has { // they are hashed before the transaction: it takes long
		if codes, hashes, err = newRecoveryCodes(by.Account); err != nil {
			return nil, err
		}
	}
	err = within(func(tx *store.Tx, a store.Account) error {
		factors, err := tx.Factors(a.ID)
		switch {
		case err != nil:
			return err
		case len(factors) >= mostFactors:
			return refuse(TooMany)
		case has != (len(factors) > 0):
			return refuse(Moved)
		}
		return p.keepFactor(tx, by, a, f, hashes)
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// keepFactor writes down that an account has a factor more, and with the first its recovery codes.
func (p *Porter) keepFactor(tx *store.Tx, by By, a store.Account, f store.Factor, hashes []string) error {
	if err := tx.SaveFactor(f); err != nil {
		return err
	}
	if hashes != nil {
		if err := tx.SaveRecoveryCodes(a.ID, hashes); err != nil {
			return err
		}
	}
	if err := tx.RaiseLogin(by.Login); err != nil {
		return err
	}
	if err := tx.EndWeakLogins(a.ID, by.Login); err != nil {
		return err
	}
	return p.changed(tx, a, a.ID, "factor_added", f.Kind)
}

// RemoveFactor takes a factor away, for who knows the password. The last one stays where the policy asks for two; else the recovery codes go with it.
func (p *Porter) RemoveFactor(ctx context.Context, by By, password, id string) error {
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return err
	}
	return confirmed.act(ctx, func(tx *store.Tx, a store.Account) error {
		factors, err := tx.Factors(a.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(factors, func(f store.Factor) bool { return f.ID == id })
		switch {
		case i < 0:
			return refuse(Missing)
		case len(factors) == 1 && p.RequiresTwo(a):
			return refuse(LastFactor)
		case len(factors) == 1:
			err = tx.RemoveFactors(a.ID)
		default:
			err = tx.RemoveFactor(a.ID, id)
		}
		if err != nil {
			return err
		}
		return p.changed(tx, a, a.ID, "factor_removed", factors[i].Kind)
	})
}

// NewRecoveryCodes makes new recovery codes in the place of those there were, for who knows the password. They are shown this once.
func (p *Porter) NewRecoveryCodes(ctx context.Context, by By, password string) ([]string, error) {
	confirmed, err := p.confirm(ctx, by, password)
	if err != nil {
		return nil, err
	}
	codes, hashes, err := newRecoveryCodes(by.Account)
	if err != nil {
		return nil, err
	}
	err = confirmed.act(ctx, func(tx *store.Tx, a store.Account) error {
		factors, err := tx.Factors(a.ID)
		if err != nil {
			return err
		}
		if len(factors) == 0 {
			return refuse(Missing) // there is nothing that they could stand in for
		}
		if err := tx.SaveRecoveryCodes(a.ID, hashes); err != nil {
			return err
		}
		return p.changed(tx, a, a.ID, "recovery_codes", "")
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

func newRecoveryCodes(account dossier.AccountID) (codes, hashes []string, err error) {
	codes, err = accounts.NewRecoveryCodes(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	for _, code := range codes {
		bare, _ := accounts.RecoveryCode(code) // it was just drawn
		hashes = append(hashes, accounts.HashRecoveryCode(string(account), bare))
	}
	return codes, hashes, nil
}

// factorName is what its owner calls a factor, on one line and not too long.
func factorName(typed string) string {
	runes := []rune(strings.Join(strings.Fields(typed), " "))
	return string(runes[:min(len(runes), longestFactorName)])
}
