package kit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// KeyField and SeenField are the hidden inputs of every form: what makes sending it twice the same as sending it once, and
// how many records of the dossier the page had shown.
const (
	KeyField  = "form_key"
	SeenField = "seen"
)

const keyBytes = 16

// NewKey draws the key of a form. It is signed, not stored: a form opened before a restart is accepted after it,
// and nobody can choose the key of another's form.
func (a *App) NewKey() string {
	var random [keyBytes]byte
	_, _ = rand.Read(random[:]) // crypto/rand.Read never fails
	return a.signKey(base64.RawURLEncoding.EncodeToString(random[:]))
}

// KeyOf is the key of a sent form, or empty when it has none that this office made. Such a form is still
// handled (R6), only not recognised when it is sent again.
func (a *App) KeyOf(f *Form) string {
	key := f.Get(KeyField)
	random, _, _ := strings.Cut(key, ".")
	if len(random) != base64.RawURLEncoding.EncodedLen(keyBytes) || !hmac.Equal([]byte(key), []byte(a.signKey(random))) {
		return ""
	}
	return key
}

func (a *App) signKey(random string) string {
	mac := hmac.New(sha256.New, a.Office.Key)
	mac.Write([]byte("form key\x00" + random))
	return random + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:keyBytes])
}
