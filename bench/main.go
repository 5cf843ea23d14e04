// Command bench measures what the figures in README.md say: how many complaints a second can be filed and are durable, beside what the
// database can do at all; how long the queue takes with 100,000 dossiers; how many mails
// a second are delivered; what it costs to record who looked at one, and to make checkpoints over all; how long it takes to move those to the other engine; how much
// memory the program takes at rest.
//
// It writes to a temporary folder and talks to the loopback address alone. `make bench` runs it; it takes a few minutes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"time"
)

// settings of a run. The defaults are those of the figures in README.md.
type settings struct {
	seconds  int // of filing, for each number of clients
	dossiers int // in the queue
	pages    int // of the queue that are asked for
	folder   string
	only     string // one measurement alone
}

func main() {
	var s settings
	flag.IntVar(&s.seconds, "seconds", 6, "how long to file, for each number of clients")
	flag.IntVar(&s.dossiers, "dossiers", 100_000, "how many dossiers the queue has")
	flag.IntVar(&s.pages, "pages", 200, "how many pages of the queue to ask for")
	flag.StringVar(&s.folder, "dir", "", "folder for the databases, on the disk that is to be measured; a temporary one when empty")
	flag.StringVar(&s.only, "only", "", "filings, queue, mails, record or copy: nothing else is measured")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, s); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, s settings) (err error) {
	folder, err := os.MkdirTemp(s.folder, "wederhoor-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	_, _ = fmt.Fprintf(out, "%s/%s, %d processors, %s, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), time.Now().Format(time.DateOnly))
	for _, m := range []struct {
		name    string
		measure func() error
	}{
		{"filings", func() error { return benchEngines(ctx, out, folder, s) }},
		{"queue", func() error { return benchQueue(ctx, out, folder, s) }},
		{"mails", func() error { return errors.Join(benchMails(ctx, out, folder), benchMailsIn(ctx, out, folder)) }},
		{"record", func() error { return benchRecord(ctx, out, folder, s) }},
		{"copy", func() error { return benchCopy(ctx, out, folder, s.dossiers) }},
		{"rest", func() error { return benchRest(ctx, out, folder) }},
	} {
		if s.only != "" && s.only != m.name {
			continue
		}
		if err := m.measure(); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

func benchEngines(ctx context.Context, out io.Writer, folder string, s settings) error {
	if err := benchFilings(ctx, out, onSQLite(folder), s); err != nil {
		return err
	}
	postgres, end, err := onPostgres()
	if err != nil {
		return err
	}
	defer end()
	return benchFilings(ctx, out, postgres, s)
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

// percentile of durations that are sorted, in hundredths.
func percentile(sorted []time.Duration, hundredths int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*hundredths/100)]
}

// times is what was measured of one thing done many times.
type times struct {
	each []time.Duration
	took time.Duration
}

func (t times) perSecond() float64 { return float64(len(t.each)) / t.took.Seconds() }

func (t times) at(hundredths int) string {
	slices.Sort(t.each)
	return fmt.Sprintf("%.1f ms", float64(percentile(t.each, hundredths).Microseconds())/1000)
}
