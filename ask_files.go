package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/wederhoor/wederhoor/casework"
)

// askTime is what the place of files and the scanner get to answer at the start.
const askTime = 5 * time.Second

// where says in the log where files go, what looks at them, and where tombstones are kept.
func (s serveCommand) where(office *casework.Office) []any {
	scanner, stones := "none: files are not scanned", "none"
	if office.Files.Scanner != nil {
		scanner = office.Files.Scanner.String()
	}
	if s.Tombstones != "" {
		stones = s.Tombstones
	}
	return []any{"files", fmt.Sprint(office.Files.Store), "scanner", scanner, "tombstones", stones}
}

// answers is what can be asked whether it is there.
type answers interface {
	Answers(ctx context.Context) error
}

// askFiles asks once whether a bucket and a scanner answer, and warns when one does not. It keeps nobody from being served: each may be away for a while.
func askFiles(ctx context.Context, kept *casework.Keeping, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	var asking sync.WaitGroup
	if store, ok := kept.Store.(answers); ok {
		asking.Go(func() {
			if err := store.Answers(ctx); err != nil && !stopping(ctx) {
				log.Warn("the place for files does not answer: until it does, no file comes in or is shown", "files", fmt.Sprint(store), "error", err)
			}
		})
	}
	if kept.Scanner != nil {
		asking.Go(func() {
			if err := kept.Scanner.Answers(ctx); err != nil && !stopping(ctx) {
				log.Warn("the virus scanner does not answer: until it does, files are kept and nobody gets them", "scanner", kept.Scanner.String(), "error", err)
			}
		})
	}
	asking.Wait()
}

// stopping reports whether nobody waits for the answer any more, as opposed to its time being over.
func stopping(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }
