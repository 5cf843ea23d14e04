package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/dossier"
)

// SkipPart: a handler leaves a part of the investigation out, with a reason and its evidence. For the inquiry the register says
// how many there would have been to ask (R15, R17).
func skipPartOutside(ctx context.Context, o *Office, v Viewer, s dossier.State, c dossier.SkipPart) (dossier.SkipPart, error) {
	c.Others = 0
	if c.Part != dossier.StepInquiry {
		return c, nil
	}
	fellows, err := o.fellowsOf(ctx, v, s)
	c.Others = len(fellows)
	return c, err
}
