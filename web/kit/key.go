package kit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// KeyField and SeenField are the hidden inputs of every form: its token, and how many records of the dossier the page had shown.
const (
	KeyField  = "form_key"
	SeenField = "seen"
)

// TokenLife is how long after a form was opened it can be sent, where anybody can send it; the answer to a form is kept longer than that, so that
// one that is sent twice is known.
const TokenLife = 24 * time.Hour

const idBytes = 16

// NewKey draws the token of a form: an id that no other form has, when it was made, and a signature. It is signed, not stored: a form opened before a restart
// is accepted after it, and nobody can choose the id of another's form. It is bound to no address and no cookie, which a phone changes on its way.
func (a *App) NewKey() string {
	var random [idBytes]byte
	_, _ = rand.Read(random[:]) // crypto/rand.Read never fails
	return a.signKey(base64.RawURLEncoding.EncodeToString(random[:]), a.MachineNow())
}

// KeyOf is the token of a sent form, however old, or empty when it has none that this office made.
func (a *App) KeyOf(f *Form) string {
	token := f.Get(KeyField)
	if _, ok := a.madeAt(token); !ok {
		return ""
	}
	return token
}

// FormID is what makes sending a form twice the same as sending it once, and what is uploaded for it belong to it: the id in its token, which stays when
// the token is renewed. Empty for no token.
func FormID(token string) string {
	id, _, _ := strings.Cut(token, ".")
	return id
}

// Fresh reports whether a token is one of this office, and not older than TokenLife.
func (a *App) Fresh(token string) bool {
	made, ok := a.madeAt(token)
	age := a.MachineNow().Sub(made)
	return ok && age <= TokenLife && age > -TokenLife // a clock that was set back shuts nobody out
}

// Renewed is the token for a form that comes back: of the same form, from now on. For one that has no token of this office it is a new one.
func (a *App) Renewed(token string) string {
	if _, ok := a.madeAt(token); !ok {
		return a.NewKey()
	}
	return a.signKey(FormID(token), a.MachineNow())
}

// madeAt is when a token was made; ok is false for one that this office did not make.
func (a *App) madeAt(token string) (at time.Time, ok bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(parts[0]) != base64.RawURLEncoding.EncodedLen(idBytes) {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(parts[1], 36, 64)
	at = time.Unix(seconds, 0)
	return at, err == nil && hmac.Equal([]byte(token), []byte(a.signKey(parts[0], at)))
}

func (a *App) signKey(id string, at time.Time) string {
	signed := id + "." + strconv.FormatInt(at.Unix(), 36)
	mac := hmac.New(sha256.New, a.Office.Key)
	mac.Write([]byte("form key\x00" + signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:idBytes])
}
