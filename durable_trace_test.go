//go:build strace && !postgres

package main

import (
	"bufio"
	"bytes"
	endian "encoding/binary"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// kernelCall is one system call of a trace, with the lines on which it began and ended: strace writes them in the order in which it let
// the program go on.
type kernelCall struct {
	name          string
	file          string // path, or "TCP:[here->there]"
	data          []byte // what was written, the first 5000 bytes
	size          int64  // bytes written
	offset        int64  // of pwrite64
	result        int64  // -1 when it failed
	injected      bool   // strace answered instead of the kernel
	entered, left int
}

type trace []kernelCall

var (
	callBegun   = regexp.MustCompile(`^(\w+)\((?:\d+<((?:->|[^>"])*)>)?(.*)$`)
	callResumed = regexp.MustCompile(`^<\.\.\. (\w+) resumed>(.*)$`)
	callEnded   = regexp.MustCompile(`\) += (-?\d+)(.*)$`)
	callText    = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	callNumbers = regexp.MustCompile(`, (\d+), (\d+)$`)
)

// readTrace reads what strace wrote with -f -yy -xx.
func readTrace(r io.Reader) (trace, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	var all trace
	open := map[string]kernelCall{} // by thread
	for n := 1; lines.Scan(); n++ {
		thread, line, _ := strings.Cut(lines.Text(), " ")
		line = strings.TrimSpace(line)
		rest, unfinished := strings.CutSuffix(line, " <unfinished ...>")
		switch m := callResumed.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "---"):
		case m != nil:
			c, known := open[thread]
			if !known || c.name != m[1] {
				return nil, fmt.Errorf("line %d: the end of a call that never began: %s", n, line)
			}
			delete(open, thread)
			all = append(all, c.end(m[2], n))
		case unfinished:
			c, err := begin(rest, n)
			if err != nil {
				return nil, err
			}
			open[thread] = c
		default:
			c, err := begin(line, n)
			if err != nil {
				return nil, err
			}
			all = append(all, c.end(line, n))
		}
	}
	slices.SortStableFunc(all, func(a, b kernelCall) int { return a.entered - b.entered })
	return all, lines.Err()
}

// begin reads name, file and data of a call.
func begin(line string, n int) (kernelCall, error) {
	m := callBegun.FindStringSubmatch(line)
	if m == nil {
		return kernelCall{}, fmt.Errorf("line %d is no call: %.80s", n, line)
	}
	c := kernelCall{name: m[1], file: string(unhex(m[2])), entered: n, left: n, result: -1}
	arguments := m[3]
	if at := strings.LastIndex(arguments, ") "); at >= 0 {
		arguments = arguments[:at]
	}
	if m := callText.FindStringSubmatch(arguments); m != nil {
		c.data = unhex(m[1])
	}
	if m := callNumbers.FindStringSubmatch(arguments); m != nil && c.name == "pwrite64" {
		c.offset, _ = strconv.ParseInt(m[2], 10, 64)
	}
	return c, nil
}

// end reads the answer of the kernel.
func (c kernelCall) end(line string, n int) kernelCall {
	c.left = n
	if m := callEnded.FindStringSubmatch(line); m != nil {
		c.result, _ = strconv.ParseInt(m[1], 10, 64)
		c.injected = strings.Contains(m[2], "INJECTED")
	}
	if len(c.data) > 0 {
		c.size = c.result
	}
	return c
}

// unhex reads text in which some or all signs are written as \xNN.
func unhex(s string) []byte {
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x' {
			v, _ := strconv.ParseUint(s[i+2:i+4], 16, 8)
			b, i = append(b, byte(v)), i+3
			continue
		}
		b = append(b, s[i])
	}
	return b
}

// syncs reports whether the call brought the file to disk, for certain.
func (c kernelCall) syncs(file string) bool {
	return (c.name == "fsync" || c.name == "fdatasync") && c.file == file && c.result == 0 && !c.injected
}

// answers reports whether the call writes to the connection from that port.
func (c kernelCall) answers(port string) bool {
	return strings.HasPrefix(c.file, "TCP") && strings.HasSuffix(c.file, ":"+port+"]") && len(c.data) > 0
}

// frame is one page in the write-ahead log of SQLite.
type frame struct {
	page   []byte
	commit bool // the last of its transaction
	left   int  // when it was written
}

const (
	logHeader   = 32
	frameHeader = 24
)

// frames reads the pages that were written to a log, in order. A frame is a header of 24 bytes, whose second number is not zero in the
// last frame of a transaction, and a page.
func (t trace) frames(log string) []frame {
	var frames []frame
	pageSize := int64(0)
	for _, c := range t {
		if c.file != log || c.name != "pwrite64" || c.result < 0 {
			continue
		}
		at := c.offset - logHeader
		switch {
		case c.offset == 0 && len(c.data) >= logHeader:
			pageSize = int64(endian.BigEndian.Uint32(c.data[8:]))
		case pageSize == 0:
		case c.size == frameHeader && at%(frameHeader+pageSize) == 0:
			frames = append(frames, frame{commit: endian.BigEndian.Uint32(c.data[4:]) != 0, left: c.left})
		case len(frames) > 0:
			last := &frames[len(frames)-1]
			last.page, last.left = append(last.page, c.data...), max(last.left, c.left)
		}
	}
	return frames
}

// proof is what a trace shows.
type proof struct {
	faults  []string
	commits int // transactions that brought the filings
}

// What can be wrong.
const (
	unwritten = "never written"
	undurable = "not on disk in between"
)

// prove checks of every filing that its transaction was written to the log, that the log was then brought to disk, and that only after
// that had succeeded its answer began.
func (t trace) prove(db string, filed []filing) proof {
	var p proof
	log := db + "-wal"
	frames := t.frames(log)
	commits := map[int]bool{}
	for _, f := range filed {
		answer := slices.IndexFunc(t, func(c kernelCall) bool { return c.answers(f.port) })
		if answer < 0 {
			p.faults = append(p.faults, f.reference+": no answer was seen")
			continue
		}
		committed, found := commitOf(frames, f.reference)
		if !found {
			p.faults = append(p.faults, fmt.Sprintf("%s: answered on line %d and %s", f.reference, t[answer].entered, unwritten))
			continue
		}
		commits[committed] = true
		synced := slices.ContainsFunc(t, func(c kernelCall) bool {
			return c.syncs(log) && c.entered > committed && c.left < t[answer].entered
		})
		if !synced {
			p.faults = append(p.faults, fmt.Sprintf("%s: committed by line %d, answered on line %d, and %s",
				f.reference, committed, t[answer].entered, undurable))
		}
	}
	p.commits = len(commits)
	return p
}

// commitOf is when the transaction was written whole that first has the reference in a page.
func commitOf(frames []frame, reference string) (left int, found bool) {
	first := slices.IndexFunc(frames, func(f frame) bool { return bytes.Contains(f.page, []byte(reference)) })
	if first < 0 {
		return 0, false
	}
	last := slices.IndexFunc(frames[first:], func(f frame) bool { return f.commit })
	if last < 0 {
		return 0, false
	}
	for _, f := range frames[first : first+last+1] {
		left = max(left, f.left)
	}
	return left, true
}

// checkpoints checks every copying of the log into the database: the log was on disk before, and the database is on disk before the
// log is begun anew or removed.
func (t trace) checkpoints(db string) (faults []string, copies int) {
	log := db + "-wal"
	logged, copied := 0, 0 // the last write to each that is not known to be on disk
	copying := false
	for _, c := range t {
		writes := len(c.data) > 0 && c.result >= 0
		switch {
		case c.syncs(log):
			if c.entered > logged {
				logged = 0
			}
		case c.syncs(db):
			if c.entered > copied {
				copied, copying = 0, false
			}
		case writes && c.file == db:
			if !copying {
				copying, copies = true, copies+1
			}
			if logged > 0 {
				faults = append(faults, fmt.Sprintf("line %d copies what line %d logged, and that is not on disk", c.entered, logged))
			}
			copied = c.left
		case writes && c.file == log:
			if c.offset == 0 && copied > 0 {
				faults = append(faults, fmt.Sprintf("line %d begins the log anew, and line %d is not on disk", c.entered, copied))
			}
			logged = c.left
		case strings.HasPrefix(c.name, "unlink") && strings.Contains(string(c.data), "-wal") && copied > 0:
			faults = append(faults, fmt.Sprintf("line %d removes the log, and line %d is not on disk", c.entered, copied))
		}
	}
	return faults, copies
}
