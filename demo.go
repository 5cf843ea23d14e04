package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"text/tabwriter"
	"time"

	"github.com/wederhoor/wederhoor/demo"
	"github.com/wederhoor/wederhoor/doors"
	"github.com/wederhoor/wederhoor/web"
)

type demoCommand struct {
	listenFlag
	Data string `placeholder:"DIR" help:"Keep the demo in this folder, and go on with it the next time; a temporary folder when empty."`
	Seed uint64 `default:"1" help:"What everything made up follows from: the same seed gives the same demo."`
	JSON bool   `name:"json" help:"Print one JSON object for scripts: url, and accounts with role, name, email and password."`
}

// Help is shown by `wederhoor demo --help`.
func (demoCommand) Help() string {
	return "Makes a chain of 12 branches and 40 specialists up, with two years of treatments and some 400 complaints in every state, and serves " +
		"it. A bar on every page moves the demo's clock on, so that deadlines pass; /demo/mailbox shows every message that somebody would " +
		"get, with their private link.\n\n" +
		"Nothing in it is real. It uses no policy file and no database of yours, and leaves nothing behind unless --data is given. Everybody's " +
		"password is printed: do not let others than yourself reach it."
}

func (d demoCommand) Run(ctx context.Context, c console) error {
	log := newLog(c.err)
	listener, err := listen(ctx, d.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // closed by the server already, when it got that far
	place, err := d.place()
	if err != nil {
		return err
	}
	defer place.leave()
	world, err := place.open(ctx, "http://"+listener.Addr().String(), log)
	if err != nil {
		return err
	}
	if err := (fileFlags{}).keep(world.Office, "sqlite:"+place.database()); err != nil {
		return err
	}
	world.Clock.Start(c.now)
	return d.serve(ctx, c, listener, world, place)
}

// patience is how long the addresses are kept back while the past is made: whoever reads them finds it there, unless the machine is busy.
const patience = 3500 * time.Millisecond

// serve serves from the start and makes the past beside it; the bar above every page says so meanwhile.
func (d demoCommand) serve(ctx context.Context, c console, listener net.Listener, world *demo.World, place *place) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	there := make(chan struct{})
	loop := func(ctx context.Context) {
		if err := place.make(ctx, world, d.Seed); err != nil {
			stop(err)
			return
		}
		close(there)
		world.Run(ctx)
	}
	go func() {
		select {
		case <-there:
		case <-ctx.Done():
			return
		case <-time.After(patience):
		}
		if err := d.announce(c, world); err != nil {
			stop(err)
		}
	}()
	// Phones make their codes by real time, whatever the clock of the demo says.
	porter := &doors.Porter{
		DB: world.Office.DB, Policy: world.Office.Policy, Clock: c.now, Dates: world.Clock.Now, Key: world.Office.Key, Log: world.Office.Log,
		Passkeys: passkeys(world.Office.Base, world.Office.Policy.Organisation.Name, c.now, world.Office.Log),
	}
	pages := web.New(web.Config{
		Office: world.Office, Porter: porter, Log: world.Office.Log, Base: world.Office.Base, Machine: c.now, Routes: world.Routes, Bar: world.Bar,
	})
	err := site{pages, world.Office.Log}.serve(ctx, listener, loop)
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		err = errors.Join(err, cause)
	}
	return errors.Join(err, place.remember(world.Clock), world.Office.DB.Close())
}

// announce prints where the demo is and who can sign in.
func (d demoCommand) announce(c console, world *demo.World) error {
	base := world.Office.Base
	if d.JSON {
		return json.NewEncoder(c.out).Encode(struct {
			URL      string         `json:"url"`
			Accounts []demo.Account `json:"accounts"`
		}{base, world.Accounts})
	}
	_, _ = fmt.Fprintf(c.out, "\nWederhoor demo\n\n  public pages   %s/\n  desk           %s/desk\n  mailbox        %s/demo/mailbox\n\n", base, base, base)
	_, _ = fmt.Fprintf(c.out, "Everybody's password: %s\n\n", demo.Password)
	table := tabwriter.NewWriter(c.out, 0, 4, 3, ' ', 0)
	for _, a := range world.Shown() {
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\n", a.Email, a.Role, a.Name)
	}
	_ = table.Flush()
	_, err := fmt.Fprintf(c.out, "\nAll accounts: %s/demo/   Stop with Ctrl-C.\n", base)
	return err
}
