package files

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

// childName is the first argument of a process that cleans one file: the program starts itself again with it. It stands in no --help.
const childName = "clean-file"

// verdict is the first line of what the child answers; body and preview follow it, one right after the other.
type verdict struct {
	Why     Why   `json:"why,omitempty"`
	Media   Media `json:"media,omitempty"`
	Body    int64 `json:"body,omitempty"` // bytes; 0 when the file stays as it was sent
	Preview int64 `json:"preview,omitempty"`
}

// task is what the child is told on its command line: numbers and a media type, nothing that came from outside.
type task struct {
	media  Media
	size   int64 // bytes that are read at most
	pixels int64
	memory int64 // bytes
	time   time.Duration
}

func (t task) arguments() []string {
	return []string{
		childName, string(t.media), strconv.FormatInt(t.size, 10), strconv.FormatInt(t.pixels, 10),
		strconv.FormatInt(t.memory, 10), strconv.FormatInt(int64(t.time/time.Second), 10),
	}
}

func parseTask(args []string) (task, error) {
	const count = 5
	if len(args) != count {
		return task{}, fmt.Errorf("files: %d arguments", len(args))
	}
	var numbers [count]int64
	for i, arg := range args[1:] {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n < 1 {
			return task{}, fmt.Errorf("files: argument %d is no limit", i+1)
		}
		numbers[i] = n
	}
	return task{Media(args[0]), numbers[0], numbers[1], numbers[2], time.Duration(numbers[3]) * time.Second}, nil
}

// BeChild is called before anything else by main, and by TestMain of packages that clean files. In a process that was started to clean one it
// does that and ends the process; in any other it does nothing.
func BeChild() {
	if len(os.Args) > 1 && os.Args[1] == childName {
		os.Exit(beChild(os.Args[2:], os.Stdin, os.Stdout))
	}
}

// beChild sets the limits before it reads a byte. What breaks through them ends the process, which its parent takes for an answer too.
func beChild(args []string, in io.Reader, out io.Writer) int {
	t, err := parseTask(args)
	if err == nil {
		err = confine(t)
	}
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return 1
	}
	debug.SetMemoryLimit(t.memory / 4 * 3)        // collects garbage in time; the limit of the system is a wall
	time.AfterFunc(t.time, func() { os.Exit(2) }) // should nobody be left who kills it
	if err := clean(t, in, out); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func clean(t task, in io.Reader, out io.Writer) error {
	data, err := io.ReadAll(io.LimitReader(in, t.size+1))
	if err != nil {
		return err
	}
	answer, made := examine(t, data)
	line, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	to := bufio.NewWriter(out)
	for _, part := range [][]byte{line, {'\n'}, made.body, made.preview} {
		_, _ = to.Write(part) // an error stays, and Flush tells it
	}
	return to.Flush()
}

// examine is what a child does with a file. A decoder that panics has met a broken file, or the end of its memory.
func examine(t task, data []byte) (answer verdict, made picture) {
	defer func() {
		switch panicked := recover().(type) {
		case nil:
		case error:
			answer, made = verdict{Why: whyPanicked(panicked)}, picture{}
		default:
			answer, made = verdict{Why: WhyBroken}, picture{}
		}
	}()
	if int64(len(data)) > t.size {
		return verdict{Why: WhyLarge}, made
	}
	if t.media == PDF {
		if err := checkPDF(data); err != nil {
			return verdict{Why: WhyOf(err)}, made
		}
		return verdict{Media: PDF}, made
	}
	made, err := rewritePicture(t.media, data, t.pixels)
	if err != nil {
		return verdict{Why: WhyOf(err)}, picture{}
	}
	return verdict{Media: made.media, Body: int64(len(made.body)), Preview: int64(len(made.preview))}, made
}

func whyPanicked(err error) Why {
	if errors.Is(err, syscall.ENOMEM) {
		return WhyHeavy
	}
	return WhyBroken
}
