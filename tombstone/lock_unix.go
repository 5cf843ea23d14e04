//go:build unix

package tombstone

import (
	"os"
	"syscall"
)

// lock keeps other programs from writing to the file until it is closed (flock(2)): nodes may share it.
func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX)
}
