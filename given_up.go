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
	blind  bool            // the last look was in vain
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
	if err != nil && ctx.Err() != nil {
		return
	}
	g.sees(err)
	if err != nil {
		return
	}
	for _, job := range jobs {
		if g.told[job.ID] != job.Token {
			g.told[job.ID] = job.Token
			g.log.Error("job given up", "job", job.Key, "kind", job.Kind, "attempts", job.Attempts, "error", job.Error)
		}
	}
}

// sees tells that nothing can be read, once when that begins and once when it is over.
func (g *givenUp) sees(err error) {
	switch {
	case err != nil && !g.blind:
		g.log.Error("jobs that were given up cannot be read", "error", err)
	case err == nil && g.blind:
		g.log.Info("jobs that were given up can be read again")
	}
	g.blind = err != nil
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
