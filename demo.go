package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"text/tabwriter"

	"modernc.org/sqlite"

	"github.com/wederhoor/wederhoor/demo"
	"github.com/wederhoor/wederhoor/policy"
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
	listener, err := net.Listen("tcp", d.Listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	defer func() { _ = listener.Close() }() // closed by the server already, when it got that far
	folder, done, err := d.folder()
	if err != nil {
		return err
	}
	defer done()
	url := "sqlite:" + filepath.Join(folder, "wederhoor.db")
	base := "http://" + listener.Addr().String()
	if err := d.make(ctx, url, base, log); err != nil {
		return err
	}
	db, err := openMigrated(ctx, url)
	if err != nil {
		return err
	}
	world, err := demo.Open(ctx, db, policy.Default(), base, log)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	world.Clock.Start(c.now)
	if err := d.announce(c, base, world); err != nil {
		return errors.Join(err, db.Close())
	}
	pages := web.New(web.Config{Office: world.Office, Log: log, Base: base, Machine: c.now, Routes: world.Routes, Bar: world.Bar})
	err = site{pages, log}.serve(ctx, listener, world.Run)
	return errors.Join(err, db.Close())
}

// folder is where the demo is made, and what to do with it at the end.
func (d demoCommand) folder() (path string, done func(), err error) {
	if d.Data != "" {
		return d.Data, func() {}, os.MkdirAll(d.Data, 0o700)
	}
	path, err = os.MkdirTemp("", "wederhoor-demo-")
	return path, func() { _ = os.RemoveAll(path) }, err // what is left is in the folder for temporary files
}

// making is set while a demo is made.
var making atomic.Bool

// patience is how much more memory may fill up before it is tidied while a demo is made: there is little of it and a reader waits.
const patience = 400

// make makes the demo unless it is there already. A demo that a power cut spoils is made again, so its writes need not wait for the
// disk: while it is made, and only then, this is the only place of the program that says so to the database.
func (d demoCommand) make(ctx context.Context, url, base string, log *slog.Logger) error {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, source string) error {
		if !making.Load() || strings.Contains(source, "query_only") {
			return nil
		}
		_, err := conn.ExecContext(context.Background(), "pragma synchronous = off", nil)
		return err
	})
	making.Store(true)
	defer making.Store(false)
	defer debug.SetGCPercent(debug.SetGCPercent(patience))
	db, err := openMigrated(ctx, url)
	if err != nil {
		return err
	}
	made, err := demo.Made(ctx, db)
	if err == nil && !made {
		err = demo.Build(ctx, db, policy.Default(), d.Seed, base, log)
	}
	return errors.Join(err, db.Close())
}

// announce prints where the demo is and who can sign in.
func (d demoCommand) announce(c console, base string, world *demo.World) error {
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
