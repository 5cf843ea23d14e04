package casework

import (
	"context"
	"fmt"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// special is what an act needs beyond its command. Most acts need nothing and are not in the table.
type special struct {
	// outside fills in what the register and the accounts know, before the transaction. It sees the state as it was then; when the
	// dossier has moved on by the time of the act, it is asked again.
	outside func(ctx context.Context, o *Office, v Viewer, s dossier.State, c dossier.Command) (dossier.Command, error)
	// inside fills in what other dossiers say, within the transaction, which keeps it true.
	inside func(w *work, d *store.Dossier, c dossier.Command) (dossier.Command, error)
	// carry replaces the plain carrying out, for acts that reach into other dossiers.
	carry func(w *work, d *store.Dossier, c dossier.Command) error
}

// acts lists the acts that need facts from outside, each in a file of its own. An act that needs none is not here: its command and
// its rule in dossier are all there is to it.
var acts map[dossier.Kind]special

func init() { // the functions of the table reach it themselves, when an act leads to another
	acts = map[dossier.Kind]special{
		dossier.RequestTalk{}.Kind():    {outside: outside(requestTalkOutside)},
		dossier.BookTalk{}.Kind():       {outside: outside(bookTalkOutside), inside: inside(bookTalkInside)},
		dossier.PassOnAct{}.Kind():      {inside: inside(passOnActInside)},
		dossier.File{}.Kind():           {outside: outside(fileOutside), inside: inside(fileInside), carry: carrying(fileCarry)},
		dossier.RecordMatch{}.Kind():    {outside: outside(recordMatchOutside)},
		dossier.ChooseMatch{}.Kind():    {outside: outside(chooseMatchOutside), inside: inside(chooseMatchInside)},
		dossier.CorrectContact{}.Kind(): {outside: outside(correctContactOutside), inside: inside(correctContactInside)},
		dossier.Assign{}.Kind():         {outside: outside(assignOutside)},
		dossier.AssignOutside{}.Kind():  {outside: outside(assignOutsideOutside)},
		dossier.StartInquiry{}.Kind():   {outside: outside(startInquiryOutside)},
		dossier.SkipPart{}.Kind():       {outside: outside(skipPartOutside)},
		dossier.MakeOffer{}.Kind():      {inside: inside(makeOfferInside)},
		dossier.AcceptOffer{}.Kind():    {inside: inside(acceptOfferInside)},
		dossier.MergeInto{}.Kind():      {carry: carrying(mergeIntoCarry)},
		dossier.Link{}.Kind():           {carry: carrying(linkCarry)},
		dossier.Unlink{}.Kind():         {carry: carrying(unlinkCarry)},
		dossier.Erase{}.Kind():          {inside: inside(eraseInside)},
		dossier.TellVisit{}.Kind():      {inside: inside(tellVisitInside)},
		dossier.AddMessage{}.Kind():     {inside: inside(addMessageInside)},
		dossier.AddFiles{}.Kind():       {inside: inside(addFilesInside)},
		dossier.Redate{}.Kind():         {carry: carrying(redateCarry)},
	}
}

// programOnly names the acts that the program alone does: on a deadline, on a change of the calendar, on the register's answer, or because of another dossier.
func programOnly(c dossier.Command) bool {
	switch c.(type) {
	case dossier.RecordMatch, dossier.Reach, dossier.Redate, dossier.StopContact, dossier.Absorb:
		return true
	}
	return false
}

// addsOnly names the acts that take nothing back and judge nothing: they mean the same whatever happened since the page was
// made, so a page that is out of date does not stop them.
func addsOnly(c dossier.Command) bool {
	switch c.(type) {
	case dossier.AddMessage, dossier.SendMessage, dossier.WriteNote, dossier.RecordHours, dossier.RecordCost,
		dossier.RecordBreach, dossier.GiveProof, dossier.HandInStatement, dossier.AnswerInquiry,
		dossier.RecordInquiryAnswer, dossier.RecordAttempt, dossier.RecordTalkAttempt, dossier.AddFiles:
		return true
	case dossier.File: // a complaint is not turned away at the door (R6)
		return true
	}
	return false
}

// gathered is a command with its facts from outside, and what they were based on.
type gathered struct {
	command dossier.Command
	viewer  Viewer // whom the act is recorded as
	count   int    // records of the dossier when the facts were gathered
	read    bool   // whether the dossier was read for it at all
}

// gather reads what the act needs before its transaction: the codes that the register and the accounts know, and the facts of
// the act's own file.
func (o *Office) gather(ctx context.Context, v Viewer, order Order) (gathered, error) {
	g := gathered{command: order.Command, viewer: v}
	if err := o.checkCodes(ctx, order.Command); err != nil {
		return g, err
	}
	fill := acts[order.Command.Kind()].outside
	if fill == nil {
		return g, nil
	}
	var state dossier.State
	if order.Reference != "" {
		loaded, err := o.DB.Read().Dossier(ctx, v.keys(), order.Reference)
		if err != nil {
			return g, err
		}
		state, g.count, g.read = loaded.Whole, loaded.Whole.Count, true
	}
	if order.Reference == "" {
		g.viewer = v.newcomer()
	}
	var err error
	g.command, err = fill(ctx, o, v, state, order.Command)
	return g, err
}

// newcomer is whom a new dossier has as the one who began it: for it, who came by another dossier's link is a complainant like
// any other.
func (v Viewer) newcomer() Viewer {
	if v.bound() {
		return Public()
	}
	return v
}

// outside, inside and carrying fit a function for one command into the table.
func outside[C dossier.Command](f func(context.Context, *Office, Viewer, dossier.State, C) (C, error)) func(context.Context, *Office, Viewer, dossier.State, dossier.Command) (dossier.Command, error) {
	return func(ctx context.Context, o *Office, v Viewer, s dossier.State, c dossier.Command) (dossier.Command, error) {
		own, err := as[C](c)
		if err != nil {
			return nil, err
		}
		return f(ctx, o, v, s, own)
	}
}

func inside[C dossier.Command](f func(*work, *store.Dossier, C) (C, error)) func(*work, *store.Dossier, dossier.Command) (dossier.Command, error) {
	return func(w *work, d *store.Dossier, c dossier.Command) (dossier.Command, error) {
		own, err := as[C](c)
		if err != nil {
			return nil, err
		}
		return f(w, d, own)
	}
}

func carrying[C dossier.Command](f func(*work, *store.Dossier, C) error) func(*work, *store.Dossier, dossier.Command) error {
	return func(w *work, d *store.Dossier, c dossier.Command) error {
		own, err := as[C](c)
		if err != nil {
			return err
		}
		return f(w, d, own)
	}
}

func as[C dossier.Command](c dossier.Command) (C, error) {
	own, ok := c.(C)
	if !ok {
		return own, fmt.Errorf("casework: %s came as a %T", c.Kind(), c)
	}
	return own, nil
}
