package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Folder is a Store on the disk. Files stand two folders deep, by the beginning of their names, so that no folder grows too large to be read.
type Folder struct{ root string }

// half is how the name of a file begins that is still being written.
const half = "half-"

// OpenFolder makes the folder if it is not there, for this user alone. What an earlier run left half written Each removes.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	root, err := filepath.EvalSymlinks(path) // a walk does not go through a link at its root
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Folder{root}, nil
}

// String is the path of the folder, from the root of the disk.
func (f *Folder) String() string {
	if path, err := filepath.Abs(f.root); err == nil {
		return path
	}
	return f.root
}

// Writable says why nothing can be kept there; nil when it can.
func (f *Folder) Writable() error {
	if _, err := f.diskTime(); err != nil {
		return fmt.Errorf("files: nothing can be written to the folder: %w", err)
	}
	return nil
}

// place is where a name stands. Only names that this package made have a place.
func (f *Folder) place(name string) (string, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	return filepath.Join(f.root, name[:2], name[2:4], name), nil
}

// Put writes beside the place, has the disk keep it, and gives it its name only then.
func (f *Folder) Put(ctx context.Context, name string, from io.ReadSeeker, size int64) error {
	place, err := f.place(name)
	if err != nil {
		return err
	}
	folder := filepath.Dir(place)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("files: put: %w", err)
	}
	temporary, err := os.CreateTemp(folder, half)
	if err != nil {
		return fmt.Errorf("files: put: %w", err)
	}
	if err := fill(ctx, temporary, from, size); err != nil {
		_ = os.Remove(temporary.Name())
		return fmt.Errorf("files: put: %w", err)
	}
	if err := os.Rename(temporary.Name(), place); err != nil {
		_ = os.Remove(temporary.Name())
		return fmt.Errorf("files: put: %w", err)
	}
	return syncFolders(folder, filepath.Dir(folder), f.root)
}

var errShort = errors.New("not as many bytes as were said")

// fill writes a file and closes it.
func fill(ctx context.Context, to *os.File, from io.Reader, size int64) error {
	n, err := io.Copy(to, contextReader{ctx, from})
	if err == nil && n != size {
		err = errShort
	}
	if err == nil {
		err = to.Sync()
	}
	return errors.Join(err, to.Close())
}

// contextReader stops reading when nobody waits any more.
type contextReader struct {
	ctx context.Context
	in  io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.in.Read(p)
}

// syncFolders has the disk keep the names in folders. Systems that cannot do that for a folder do it by themselves.
func syncFolders(folders ...string) error {
	for _, folder := range folders {
		d, err := os.Open(folder) //nolint:gosec // below the root
		if err != nil {
			return fmt.Errorf("files: put: %w", err)
		}
		_ = d.Sync()
		if err := d.Close(); err != nil {
			return fmt.Errorf("files: put: %w", err)
		}
	}
	return nil
}

// Get opens a file.
func (f *Folder) Get(_ context.Context, name string) (io.ReadCloser, error) {
	place, err := f.place(name)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(place) //nolint:gosec // place lets no path through
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrGone
	}
	if err != nil {
		return nil, fmt.Errorf("files: get: %w", err)
	}
	return file, nil
}

// Delete removes a file.
func (f *Folder) Delete(_ context.Context, name string) error {
	place, err := f.place(name)
	if err != nil {
		return err
	}
	if err := os.Remove(place); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("files: delete: %w", err)
	}
	return nil
}

// halfTime is how long a file that is being written is left alone: no upload takes that long.
const halfTime = time.Hour

// Each walks the folder. On its way it removes what was left half written by a program that was killed; other things are not its own and stay.
func (f *Folder) Each(ctx context.Context, tell func(string, time.Time) error) error {
	newest := time.Time{}
	err := filepath.WalkDir(f.root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir():
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.HasPrefix(d.Name(), half) {
			return f.clearHalf(path, info.ModTime(), &newest)
		}
		if place, err := f.place(d.Name()); err != nil || place != path {
			return nil //nolint:nilerr // not one of ours
		}
		return tell(d.Name(), info.ModTime())
	})
	if err != nil {
		return fmt.Errorf("files: list: %w", err)
	}
	return nil
}

// clearHalf removes a half file that is older than anything that is being written. How late it is the disk says itself: by the time of a file
// made just now.
func (f *Folder) clearHalf(path string, written time.Time, newest *time.Time) error {
	if newest.IsZero() {
		now, err := f.diskTime()
		if err != nil {
			return err
		}
		*newest = now
	}
	if newest.Sub(written) < halfTime {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (f *Folder) diskTime() (time.Time, error) {
	probe, err := os.CreateTemp(f.root, half)
	if err != nil {
		return time.Time{}, err
	}
	defer discard(probe)
	info, err := probe.Stat()
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}
