package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/store"
)

const (
	givenUpLook = 5 * time.Second // between two looks at what was given up
	givenUpMost = 1000            // jobs that are looked at, the newest
)

// givenUp tells the log of jobs that were given up. Each is told once, and once more when it was tried again in vain; those of before the
// start are told together.
type givenUp struct {
	reader *store.Reader
	log    *slog.Logger
	told   map[int64]int64 // the token under which a job was given up
}

// before tells how many stood there already.
func (g *givenUp) before(ctx context.Context) error {
	jobs, err := g.reader.FailedJobs(ctx, givenUpMost)
	if err != nil {
		return err
	}
	g.told = make(map[int64]int64, len(jobs))
	for _, job := range jobs {
		g.told[job.ID] = job.Token
	}
	if len(jobs) > 0 {
		g.log.Error("jobs were given up before this start", "jobs", len(jobs), "kinds", kindsOf(jobs))
	}
	return nil
}

// look tells those that were given up since.
func (g *givenUp) look(ctx context.Context) {
	jobs, err := g.reader.FailedJobs(ctx, givenUpMost)
	if err != nil {
		if ctx.Err() == nil {
			g.log.Error("jobs that were given up cannot be read", "error", err)
		}
		return
	}
	for _, job := range jobs {
		if g.told[job.ID] != job.Token {
			g.told[job.ID] = job.Token
			g.log.Error("job given up", "job", job.Key, "kind", job.Kind, "attempts", job.Attempts, "error", job.Error)
		}
	}
}

// watch looks until the context ends.
func (g *givenUp) watch(ctx context.Context) {
	tick := time.NewTicker(givenUpLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			g.look(context.WithoutCancel(ctx)) // what was given up last
			return
		case <-tick.C:
			g.look(ctx)
		}
	}
}

// kindsOf counts jobs by kind: "match 1, notify 3".
func kindsOf(jobs []store.Job) string {
	count := map[string]int{}
	for _, job := range jobs {
		count[job.Kind]++
	}
	said := make([]string, 0, len(count))
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		said = append(said, fmt.Sprintf("%s %d", kind, count[kind]))
	}
	return strings.Join(said, ", ")
}
