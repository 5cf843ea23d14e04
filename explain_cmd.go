package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/desk"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

type explainCommand struct {
	databaseFlag
	policyFlag
	Lang      string `enum:"nl,en" default:"nl" placeholder:"LANG" help:"Language to tell it in: ${enum}; ${default} when not given."`
	Reference string `arg:"" help:"The dossier, as WH-4F7Q-K2MA."`
}

// Help is shown by `wederhoor explain --help`.
func (explainCommand) Help() string {
	return "Tells the history of one dossier rule by rule: which promise of the procedure applied, by when, what became of it, and which records " +
		"show that. It is what can be shown to a judge. These are facts alone: nothing that somebody said or wrote is in it.\n\n" +
		"Nothing is written, and serve can run meanwhile. The policy is read for its calendar and labels: give the one that serve uses. The " +
		"exit code is 1 when there is no such dossier, and when its records are not as they were written."
}

func (e explainCommand) Run(ctx context.Context, c console) error {
	reference, ok := dossier.ParseReference(e.Reference)
	if !ok {
		return fmt.Errorf("%q is not a reference: a character in it is wrong or missing; it looks like WH-4F7Q-K2MA", e.Reference)
	}
	p, err := e.load()
	if err != nil {
		return err
	}
	db, err := openToRead(ctx, e.Database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it was only read
	t, err := e.tell(ctx, db, p, reference, c.now())
	var damaged *store.DamagedError
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("there is no dossier %s in this database", reference)
	case errors.As(err, &damaged):
		return fmt.Errorf("the records of %s cannot be followed; wederhoor verify says what is wrong with them", reference)
	case err != nil:
		return err
	}
	if _, err := io.WriteString(c.out, tellingText(words.Parse(e.Lang), t)); err != nil {
		return err
	}
	if !t.Whole {
		return fmt.Errorf("the records of %s are not as they were written; wederhoor verify says what differs", reference)
	}
	return nil
}

func (e explainCommand) tell(ctx context.Context, db *store.DB, p *policy.Policy, reference string, now time.Time) (desk.Telling, error) {
	// The program reads as a handler does: what is said in a talk stays shut to it as well (R3).
	facts, err := db.Read().Facts(ctx, []string{dossier.ViewHandlers}, reference)
	if err != nil {
		return desk.Telling{}, err
	}
	return desk.Tell(ctx, db.Read(), p, words.Parse(e.Lang), facts, now)
}

// openToRead opens a database that must be there: opening another would make an empty one.
func openToRead(ctx context.Context, url string) (*store.DB, error) {
	if path, file := strings.CutPrefix(url, "sqlite:"); file {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("there is no database to read: %w", err)
		}
	}
	db, err := store.Open(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := db.Ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("the database cannot be read: %w", err), db.Close())
	}
	return db, nil
}

// tellingWidth is how many characters a line of it has at most.
const tellingWidth = 100

// tellingText lays a telling out for a terminal or plain paper.
func tellingText(lang words.Lang, t desk.Telling) string {
	var b paper
	b.line(0, 0, words.Say(lang, "explain.title")+": "+words.Say(lang, "explain.dossier")+" "+t.Reference)
	b.gap()
	b.line(0, 0, words.Say(lang, "explain.lead"))
	b.gap()
	b.facts(0, t.Facts)
	b.gap()
	b.line(0, 0, words.Say(lang, "explain.sum"))
	b.facts(2, t.Sum)
	if len(t.Look) == 0 {
		b.line(2, 2, words.Say(lang, "explain.look.none"))
	} else {
		b.line(2, 2, words.Say(lang, "explain.look")+":")
	}
	for _, p := range t.Look {
		b.line(2, 4, "- "+p.Rule+" "+sentence(p)+" ["+p.State+"]")
	}
	for _, rule := range t.Rules {
		b.gap()
		b.line(0, 4, rule.Rule+" "+strings.ToUpper(rule.Title))
		for _, p := range rule.Promises {
			b.promise(lang, p)
		}
	}
	return b.String()
}

func sentence(p desk.ToldPromise) string {
	if p.Of == "" {
		return p.Says
	}
	return p.Says + " (" + p.Of + ")"
}

// paper is text of a fixed width.
type paper struct{ strings.Builder }

func (b *paper) gap() { b.WriteByte('\n') }

func (b *paper) promise(lang words.Lang, p desk.ToldPromise) {
	b.gap()
	b.line(2, 2, sentence(p))
	b.line(2, 4, "["+p.State+"]")
	b.facts(4, p.Facts)
	for _, r := range p.Records {
		b.line(4, 6, words.Say(lang, "explain.record", r.Number)+", "+r.When+", "+r.Who)
		what := r.What
		if r.As != "" {
			what = r.As + ": " + what
		}
		if r.Detail != "" {
			what += " (" + r.Detail + ")"
		}
		b.line(6, 6, what)
	}
}

func (b *paper) facts(indent int, facts []kit.Fact) {
	for _, f := range facts {
		b.line(indent, indent+2, f.Label+": "+f.Value)
	}
}

// line writes a text, its first line and those that follow set in so far, broken between words.
func (b *paper) line(first, rest int, text string) {
	b.WriteString(strings.Repeat(" ", first))
	at := first
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' }) { // a no-break space is none
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > tellingWidth:
			b.WriteString("\n" + strings.Repeat(" ", rest))
			at = rest
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	b.WriteByte('\n')
}
