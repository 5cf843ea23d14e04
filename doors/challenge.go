package doors

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/accounts"
)

// A challenge is a task for a proof of work: the id of a form, how many zero bits are asked and until when it holds, signed. Nothing of it is stored. It is good for one
// form, and a form is good for one complaint, as its answer is remembered under its id: so a solution works once, whichever node it comes to.

// challengeLife is how long a challenge holds: as long as one types. One that has expired costs its owner another second.
const challengeLife = 2 * time.Hour

// Challenge makes a challenge for a form, when forms have to prove work now; it is empty when they do not.
func (p *Porter) Challenge(ctx context.Context, form string) (string, error) {
	found, err := p.DB.Read().Attempts(ctx, loadKey, takenKey)
	if err != nil {
		return "", err
	}
	now := p.now()
	asked := p.workAsked(record(found[loadKey]), record(found[takenKey]), now)
	if asked == 0 {
		return "", nil
	}
	return p.challenge(form, asked, now.Add(challengeLife)), nil
}

// challenge is FORM.BITS.UNTIL.SIGNATURE.
func (p *Porter) challenge(form string, zeroes int, until time.Time) string {
	text := fmt.Sprintf("%s.%d.%s", form, zeroes, strconv.FormatInt(until.Unix(), 36))
	return text + "." + base64.RawURLEncoding.EncodeToString(p.mac("challenge", text)[:16])
}

// proved is how many zero bits a solution proves of work for a form: 0 for one of another form, that has expired, was made up, or does not solve anything.
func (p *Porter) proved(form, solution string) int {
	challenge, number, zeroes, until, ok := readSolution(solution)
	switch {
	case !ok, form == "", !strings.HasPrefix(challenge, form+"."), p.now().After(until):
		return 0
	case !hmac.Equal([]byte(challenge), []byte(p.challenge(form, zeroes, until))):
		return 0
	case !accounts.WorkDone(challenge, number, zeroes):
		return 0
	}
	return zeroes
}

// longestSolution is more than any has.
const longestSolution = 200

// readSolution reads CHALLENGE.NUMBER. That it can be read says nothing yet.
func readSolution(text string) (challenge string, number uint32, zeroes int, until time.Time, ok bool) {
	parts := strings.Split(text, ".")
	if len(text) > longestSolution || len(parts) != 5 {
		return "", 0, 0, time.Time{}, false
	}
	zeroes, err1 := strconv.Atoi(parts[1])
	seconds, err2 := strconv.ParseInt(parts[2], 36, 64)
	n, err3 := strconv.ParseUint(parts[4], 10, 32)
	if err1 != nil || err2 != nil || err3 != nil || zeroes < 0 || zeroes > 32 {
		return "", 0, 0, time.Time{}, false
	}
	return strings.Join(parts[:4], "."), uint32(n), zeroes, time.Unix(seconds, 0), true
}

// Solve solves a challenge as a browser does, for who measures or tests that; empty for none.
func Solve(challenge string) string {
	_, _, zeroes, _, ok := readSolution(challenge + ".0")
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s.%d", challenge, accounts.FindWork(challenge, zeroes))
}
