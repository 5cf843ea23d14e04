package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// receipt is what is kept of an act's answer: never the private link, which can be made again.
type receipt struct {
	Reference string `json:"reference"`
	Count     int    `json:"count"`
}

// digest tells requests under one key apart: who asked what of which dossier.
func digest(v Viewer, order Order) (string, error) {
	body, err := json.Marshal(order.Command)
	if err != nil {
		return "", fmt.Errorf("digest of %s: %w", order.Command.Kind(), err)
	}
	sum := sha256.New()
	for _, s := range []string{v.Actor.Name(), v.Only, order.Reference, string(order.Command.Kind()), string(body)} {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// earlier finds the answer that the same request got before.
func (w *work) earlier(order Order) (Result, bool, error) {
	if order.Key == "" {
		return Result{}, false, nil
	}
	sum, err := digest(w.asker, order)
	if err != nil {
		return Result{}, false, err
	}
	text, err := w.tx.Receipt(order.Key, sum)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Result{}, false, nil
	case errors.Is(err, store.ErrTaken):
		return Result{}, false, &dossier.Refusal{Code: "form_used", Text: dossier.Text{
			NL: "Dit formulier is al verstuurd, met andere antwoorden. Open het formulier opnieuw als u nog iets wilt versturen.",
			EN: "This form was sent before, with other answers. Open the form again if you want to send something more.",
		}}
	case err != nil:
		return Result{}, false, err
	}
	var r receipt
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return Result{}, false, fmt.Errorf("receipt: %w", err)
	}
	if err := w.leavesNoFile(order, r.Reference); err != nil {
		return Result{}, false, err
	}
	return Result{Reference: r.Reference, Count: r.Count}, true, nil
}

// FilesLeft is the code of the refusal of a form that was done before and came again with a file that it did not have then. Answering it as the first time would thank
// somebody for a file that goes in the night.
const FilesLeft = "files_left"

// leavesNoFile looks whether such a form has a file that the dossier has not. The same file twice is a double click, and no other; the second goes.
func (w *work) leavesNoFile(order Order, reference string) error {
	left, err := w.tx.FilesOfForm(order.Key)
	if err != nil || len(left) == 0 {
		return err
	}
	d, err := w.tx.Load(reference)
	if err != nil {
		return err
	}
	for _, f := range left {
		if !slices.ContainsFunc(d.State.Files, func(has dossier.FileState) bool { return has.Hash == f.Hash }) {
			return &dossier.Refusal{Code: FilesLeft, Text: dossier.Text{
				NL: "Dit formulier is al verstuurd en bij ons binnen. Een bestand dat u daarna koos, is er niet bij gekomen. Kies het op de pagina van de klacht zelf.",
				EN: "This form was sent before and has reached us. A file that you chose after that was not added. Choose it on the page of the complaint itself.",
			}}
		}
	}
	return w.leave(left)
}

// remember keeps the answer, in the act's own transaction.
func (w *work) remember(order Order, result Result) error {
	if order.Key == "" {
		return nil
	}
	sum, err := digest(w.asker, order)
	if err != nil {
		return err
	}
	text, err := json.Marshal(receipt{Reference: result.Reference, Count: result.Count})
	if err != nil {
		return fmt.Errorf("receipt: %w", err)
	}
	return w.tx.SaveReceipt(order.Key, sum, string(text), w.now)
}
