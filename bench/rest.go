package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// settle is how long the program is left alone before its memory is read.
const settle = 5 * time.Second

// benchRest starts the program, over the database with many dossiers, and reads its memory when it has nothing to do.
func benchRest(ctx context.Context, out io.Writer, folder string) error {
	program, err := built(ctx, folder)
	if err != nil {
		return err
	}
	size, err := os.Stat(program)
	if err != nil {
		return err
	}
	for _, database := range []string{"empty.db", queueFile} {
		kilobytes, err := restOf(ctx, program, filepath.Join(folder, database))
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "memory at rest, %s: %.0f MB\n", map[string]string{"empty.db": "empty database", queueFile: "many dossiers"}[database], float64(kilobytes)/1000)
	}
	_, _ = fmt.Fprintf(out, "program: %.0f MB\n", float64(size.Size())/1e6)
	return benchIdle(ctx, out, program, filepath.Join(folder, queueFile))
}

func restOf(ctx context.Context, program, database string) (kilobytes int, err error) {
	err = atRest(ctx, program, database, func(pid int) (err error) {
		kilobytes, err = resident(pid)
		return err
	})
	return kilobytes, err
}

// atRest starts the program and looks at it when it has nothing to do any more.
func atRest(ctx context.Context, program, database string, look func(pid int) error, settings ...string) error {
	const address = "127.0.0.1:18089"
	c := exec.CommandContext(ctx, program, append([]string{"serve", "--listen", address, "--database", "sqlite:" + database}, settings...)...) //nolint:gosec // built just now
	if len(settings) > 0 {
		c.Env = append(os.Environ(), "WEDERHOOR_IMAP_PASSWORD="+mailboxPassword)
	}
	if err := c.Start(); err != nil {
		return err
	}
	defer func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait() // how it ends is tested elsewhere
	}()
	if err := awake(ctx, "http://"+address+"/readyz"); err != nil {
		return err
	}
	time.Sleep(settle)
	return look(c.Process.Pid)
}

func awake(ctx context.Context, url string) error {
	for range 200 {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = answer.Body.Close()
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the program does not answer")
}

// resident reads the memory of a process, in kB, where the system tells.
func resident(pid int) (int, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("memory can be read on Linux alone: %w", err)
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			var kilobytes int
			_, err := fmt.Sscan(text, &kilobytes)
			return kilobytes, err
		}
	}
	return 0, errors.New("the system does not tell the memory of a process")
}
