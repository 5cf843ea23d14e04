package files

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

const (
	rlimitData     = syscall.RLIMIT_DATA
	childFiles     = 32 // descriptors: standard ones, and what Go opens for itself
	childNice      = 10 // requests come first
	largestWritten = 512 << 20
)

// confine limits this process by the system's own means (getrlimit(2)): memory that can be written to, processor time, files. Address space is no
// measure, because Go reserves far more of it than it uses.
func confine(t task) error {
	seconds := uint64(t.time/time.Second) + 1 //nolint:gosec // parseTask lets no number below 1 through
	for _, limit := range []struct {
		what  int
		value uint64
	}{
		{rlimitData, uint64(t.memory)}, //nolint:gosec // parseTask lets no number below 1 through
		{syscall.RLIMIT_CPU, 2 * seconds},
		{syscall.RLIMIT_CORE, 0},
		{syscall.RLIMIT_FSIZE, largestWritten},
		{syscall.RLIMIT_NOFILE, childFiles},
	} {
		if err := syscall.Setrlimit(limit.what, &syscall.Rlimit{Cur: limit.value, Max: limit.value}); err != nil {
			return fmt.Errorf("files: limit %d: %w", limit.what, err)
		}
	}
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, os.Getpid(), childNice) // a courtesy
	return nil
}

// ownProgram is this program, also when its file was replaced by a newer one meanwhile.
func ownProgram() (string, error) { return "/proc/self/exe", nil }
