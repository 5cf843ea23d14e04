package files

import (
	"context"
	"errors"
	"io"
	"time"
)

// Store keeps files under names that this package made: a Folder, or a bucket of an S3 server. What Put was told about and did not end well is
// not there; what it ended well is there whole, also after the power went.
type Store interface {
	// Put keeps size bytes. It leaves nothing half: an error means that nothing is there, or everything.
	Put(ctx context.Context, name string, from io.ReadSeeker, size int64) error
	// Get opens what is kept; ErrGone when there is none of that name.
	Get(ctx context.Context, name string) (io.ReadCloser, error)
	// Delete removes it. That there is none is no error.
	Delete(ctx context.Context, name string) error
	// Each tells of all that is kept: its name, and when it was put there.
	Each(ctx context.Context, tell func(name string, put time.Time) error) error
}

// ErrGone is the error of a name under which nothing is kept.
var ErrGone = errors.New("files: nothing is kept under that name")
