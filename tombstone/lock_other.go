//go:build !unix

package tombstone

import "os"

// lock does nothing where there is no flock(2): each node has its own file there.
func lock(*os.File) error { return nil }
