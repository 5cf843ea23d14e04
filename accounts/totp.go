package accounts

import (
	"bytes"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// The codes of an app are those that every app makes by itself: SHA-1, six digits, a new one each half minute (RFC 6238).
const (
	codePeriod   = 30 * time.Second
	CodeDigits   = 6
	CodeKeyBytes = 20 // of the key, as RFC 4226 recommends
	codeSkew     = 1  // periods by which the clock of a phone may be off
)

var codeOptions = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// MatchCode finds the period that a code was made in: the present one or one beside it, and later than the last one that a code was taken
// for, because a code that was shown is worth nothing any more (RFC 6238, 5.2). ok is false when it is of none.
func MatchCode(key []byte, code string, last int64, now time.Time) (step int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	present := now.Unix() / int64(codePeriod/time.Second)
	for candidate := present - codeSkew; candidate <= present+codeSkew; candidate++ {
		if candidate < 0 {
			continue
		}
		want, err := hotp.GenerateCodeCustom(codeKeyText(key), uint64(candidate), codeOptions)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && candidate > last {
			step, ok = candidate, true
		}
	}
	return step, ok
}

// CodeKeyText is the key of the codes as people type it into their app: in groups of four.
func CodeKeyText(key []byte) string {
	text := codeKeyText(key)
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), " ")
}

func codeKeyText(key []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(key)
}

// CodeKeyPicture is a QR code as a PNG, by which an app takes the key over. The app shows the issuer and the name.
func CodeKeyPicture(key []byte, issuer, name string) ([]byte, error) {
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + name,
		RawQuery: strings.ReplaceAll(url.Values{"secret": {codeKeyText(key)}, "issuer": {issuer}}.Encode(), "+", "%20"), // apps show a + as it is
	}
	parsed, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return nil, fmt.Errorf("accounts: key of codes: %w", err)
	}
	const side = 264
	picture, err := parsed.Image(side, side)
	if err != nil {
		return nil, fmt.Errorf("accounts: picture of a key: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("accounts: picture of a key: %w", err)
	}
	return out.Bytes(), nil
}
