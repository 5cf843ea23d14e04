package files

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Limits are what one file may cost. Zero values stand for the defaults.
type Limits struct {
	Size   int64         // bytes as they are sent
	Pixels int64         // width times height
	Memory int64         // bytes the process that reads it may use
	Time   time.Duration // how long it may take
}

// The defaults: what a phone of today makes, with room. A HEIC of 24 megapixels takes 650 MB.
const (
	DefaultSize   = 20 << 20
	DefaultPixels = 50_000_000
	DefaultMemory = 1 << 30
	DefaultTime   = 20 * time.Second
)

func (l Limits) orDefault() Limits {
	if l.Size == 0 {
		l.Size = DefaultSize
	}
	if l.Pixels == 0 {
		l.Pixels = DefaultPixels
	}
	if l.Memory == 0 {
		l.Memory = DefaultMemory
	}
	if l.Time == 0 {
		l.Time = DefaultTime
	}
	return l
}

// maxWaiting is how many files may wait for the one that is being cleaned. More than that take longer than anybody waits for a page.
const maxWaiting = 16

// maxMade is how large the child's answer may be, in bytes: a PNG of all the pixels there may be.
const maxMade = 256 << 20

// Cleaner cleans files, one at a time, so that all of them together cost no more memory than one.
type Cleaner struct {
	limits  Limits
	folder  string
	queue   chan struct{}         // has room for those who wait and the one who does not
	running chan struct{}         // has room for one
	start   func(*exec.Cmd) error // as exec.Cmd.Start is
}

// NewCleaner is a Cleaner that puts what it works on in a folder, the system's own for such things when empty. No file there has a name for
// longer than it takes to open it.
func NewCleaner(limits Limits, folder string) *Cleaner {
	return &Cleaner{limits.orDefault(), folder, make(chan struct{}, maxWaiting+1), make(chan struct{}, 1), (*exec.Cmd).Start}
}

// Limits are those that files are held to.
func (c *Cleaner) Limits() Limits { return c.limits }

// Cleaned is a file as it is to be kept. Close gives its space back.
type Cleaned struct {
	Media   Media
	Size    int64    // bytes of Body
	SHA256  string   // of Body, in hexadecimal
	Body    *os.File // at its beginning
	Preview *os.File // a JPEG; nil when there is none
	// PreviewSize is in bytes.
	PreviewSize int64
}

// Close gives back what a Cleaned takes on the disk.
func (c *Cleaned) Close() {
	for _, f := range []*os.File{c.Body, c.Preview} {
		if f != nil {
			discard(f)
		}
	}
}

// Spool keeps what is sent on the disk while it is looked at, never in memory. It reads at most one byte more than a file may have, which is enough
// to be refused for it. Whoever called it hands the file to Clean, or else to Discard.
func (c *Cleaner) Spool(from io.Reader) (*os.File, error) {
	f, err := c.temporary()
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(f, io.LimitReader(from, c.limits.Size+1)); err != nil {
		discard(f)
		return nil, fmt.Errorf("files: spool: %w", err)
	}
	return f, nil
}

// Discard is for a spooled file that is not cleaned.
func Discard(f *os.File) { discard(f) }

func (c *Cleaner) temporary() (*os.File, error) { return temporary(c.folder) }

// temporary is a file without a name: whatever becomes of the program, it leaves nothing behind. Where a system does not let go of the name
// of an open file, discard does.
func temporary(folder string) (*os.File, error) {
	f, err := os.CreateTemp(folder, "wederhoor-")
	if err != nil {
		return nil, fmt.Errorf("files: spool: %w", err)
	}
	_ = os.Remove(f.Name())
	return f, nil
}

func discard(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

// Clean takes a spooled file over and answers with what is to be kept of it. Errors: a *Refused, ErrBusy, that of the context, or one of the system.
func (c *Cleaner) Clean(ctx context.Context, spooled *os.File) (_ *Cleaned, err error) {
	out := &Cleaned{}
	defer func() {
		if out.Body != spooled {
			discard(spooled)
		}
		if err != nil {
			out.Close()
		}
	}()
	media, err := c.look(spooled)
	if err != nil {
		return nil, err
	}
	leave, err := c.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	if err := c.run(ctx, media, spooled, out); err != nil {
		return nil, err
	}
	return out, out.settle(spooled)
}

// look judges size and beginning.
func (c *Cleaner) look(f *os.File) (Media, error) {
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if info.Size() > c.limits.Size {
		return "", refuse(WhyLarge)
	}
	head := make([]byte, min(headSize, info.Size()))
	if _, err := f.ReadAt(head, 0); err != nil && len(head) > 0 {
		return "", err
	}
	return Look(head)
}

// enter waits until no other file is being cleaned, unless too many wait already.
func (c *Cleaner) enter(ctx context.Context) (leave func(), err error) {
	select {
	case c.queue <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	select {
	case c.running <- struct{}{}:
		return func() { <-c.running; <-c.queue }, nil
	case <-ctx.Done():
		<-c.queue
		return nil, ctx.Err()
	}
}

// run has a child do it.
func (c *Cleaner) run(ctx context.Context, media Media, spooled *os.File, out *Cleaned) error {
	if _, err := spooled.Seek(0, io.SeekStart); err != nil {
		return err
	}
	program, err := ownProgram()
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, c.limits.Time)
	defer cancel()
	t := task{media, c.limits.Size, c.limits.Pixels, c.limits.Memory, c.limits.Time + time.Second}
	child := exec.CommandContext(limited, program, t.arguments()...) //nolint:gosec // this program itself, and limits
	child.Env = []string{"GOTRACEBACK=none"}                         // none of the server's secrets
	child.Dir = os.TempDir()
	child.Stdin = spooled
	child.WaitDelay = time.Second
	told := &firstBytes{most: 4 << 10}
	child.Stderr = told
	answer, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.start(child); err != nil {
		return notStarted(ctx, limited, err)
	}
	read := c.receive(answer, out)
	if read != nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(answer, maxMade)) // so that it can end
	}
	ended := child.Wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case WhyOf(read) != "":
		return read
	case ended != nil:
		return whyEnded(told.String())
	}
	return read
}

// notStarted is what it means that there is no child. One that was started is waited for, whatever became of the time meanwhile.
func notStarted(ctx, limited context.Context, err error) error {
	if limited.Err() != nil {
		return errors.Join(ctx.Err(), refuse(WhyHeavy))
	}
	return fmt.Errorf("files: child: %w", err)
}

// whyEnded is what it means that a child did not come to its end. What decoders fall over it catches itself, so what is left is a wall it ran
// into: memory, processor time or the clock. How Go dies of having no memory differs, down to a fault in its own runtime.
func whyEnded(told string) error {
	if strings.HasPrefix(told, "files: ") {
		return errors.New(strings.TrimSpace(told)) // its own words: it could not begin
	}
	return refuse(WhyHeavy)
}

// receive reads the child's answer. The child has read what a stranger sent: it is not believed more than the stranger.
func (c *Cleaner) receive(from io.Reader, out *Cleaned) error {
	in := bufio.NewReader(from)
	line, err := in.ReadSlice('\n')
	if err != nil {
		return fmt.Errorf("files: child: %w", err)
	}
	var v verdict
	if err := json.Unmarshal(line, &v); err != nil {
		return fmt.Errorf("files: child: %w", err)
	}
	if v.Why != "" {
		return refuse(v.Why)
	}
	if v.Body < 0 || v.Body > maxMade || v.Preview < 0 || v.Preview > maxMade || v.Media.Extension() == "" {
		return errAnswer
	}
	out.Media, out.Size, out.PreviewSize = v.Media, v.Body, v.Preview
	if out.Body, err = c.take(in, v.Body); err == nil {
		out.Preview, err = c.take(in, v.Preview)
	}
	return err
}

var errAnswer = errors.New("files: child: no answer")

// take puts so many bytes of an answer into a file; nil for none.
func (c *Cleaner) take(in io.Reader, size int64) (*os.File, error) {
	if size == 0 {
		return nil, nil //nolint:nilnil // there is none: a PDF stays as it is and has no preview
	}
	f, err := c.temporary()
	if err != nil {
		return nil, err
	}
	if _, err := io.CopyN(f, in, size); err != nil {
		discard(f)
		return nil, fmt.Errorf("files: child: %w", err)
	}
	return f, nil
}

// settle takes the file itself when the child made none, sums it up, and checks that a picture begins as what it is said to be.
func (out *Cleaned) settle(spooled *os.File) error {
	if out.Body == nil {
		out.Body = spooled
	}
	sum := sha256.New()
	if _, err := out.Body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	n, err := io.Copy(sum, out.Body)
	if err != nil {
		return err
	}
	out.Size, out.SHA256 = n, hex.EncodeToString(sum.Sum(nil))
	head := make([]byte, min(headSize, n))
	if _, err := out.Body.ReadAt(head, 0); err != nil {
		return err
	}
	if media, err := Look(head); err != nil || media != out.Media {
		return errAnswer
	}
	for _, f := range []*os.File{out.Body, out.Preview} {
		if f != nil {
			if _, err := f.Seek(0, io.SeekStart); err != nil {
				return err
			}
		}
	}
	return nil
}

// firstBytes keeps the beginning of what is written to it.
type firstBytes struct {
	bytes.Buffer
	most int
}

func (b *firstBytes) Write(p []byte) (int, error) {
	if left := b.most - b.Len(); left > 0 {
		b.Buffer.Write(p[:min(left, len(p))])
	}
	return len(p), nil
}
