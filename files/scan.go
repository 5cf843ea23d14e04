package files

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Scanner asks ClamAV's daemon, over a socket of its own or over TCP, by the command INSTREAM (clamd(8)).
type Scanner struct {
	network, address string
	patience         time.Duration
}

const (
	scanTime  = 15 * time.Second // for one file
	scanChunk = 64 << 10         // bytes sent at a time
	maxReply  = 1 << 10
)

// ParseScanner reads where the daemon listens: unix:/run/clamav/clamd.ctl, or tcp:127.0.0.1:3310.
func ParseScanner(setting string) (*Scanner, error) {
	network, address, found := strings.Cut(setting, ":")
	switch {
	case found && network == "unix" && strings.HasPrefix(address, "/"):
		return &Scanner{network, address, scanTime}, nil
	case found && network == "tcp":
		if host, port, err := net.SplitHostPort(address); err == nil && host != "" && port != "" {
			return &Scanner{network, address, scanTime}, nil
		}
	}
	return nil, fmt.Errorf("files: %q is not an address such as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310", setting)
}

// Within sets how long one file may take.
func (s *Scanner) Within(patience time.Duration) *Scanner {
	return &Scanner{s.network, s.address, patience}
}

// String says where the daemon listens, as the setting does.
func (s *Scanner) String() string { return s.network + ":" + s.address }

// Answers asks the daemon whether it is there, by its command PING. Its error says why not.
func (s *Scanner) Answers(ctx context.Context) error {
	connection, err := (&net.Dialer{}).DialContext(ctx, s.network, s.address)
	if err != nil {
		return fmt.Errorf("files: scanner: %w", err)
	}
	defer func() { _ = connection.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = connection.Close() })
	defer stop()
	if _, err := io.WriteString(connection, "zPING\x00"); err != nil {
		return fmt.Errorf("files: scanner: %w", err)
	}
	if reply, err := readReply(connection); reply != "PONG" {
		return errors.Join(fmt.Errorf("files: scanner: what listens at %s is no scanner, or does not answer", s), err)
	}
	return nil
}

// Scan reports what the daemon says of a file: nil that it is clean, a *Refused that it is not. Any other error means that it is not known, and that
// the same file is to be asked about again: the daemon is away, slow, full, or takes no file of that size.
func (s *Scanner) Scan(ctx context.Context, file io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	connection, err := (&net.Dialer{}).DialContext(ctx, s.network, s.address)
	if err != nil {
		return fmt.Errorf("files: scan: %w", err)
	}
	defer func() { _ = connection.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = connection.Close() })
	defer stop()
	sent := send(connection, file)
	reply, err := readReply(connection) // when it stops listening it says why
	if verdict, known := judge(reply); known {
		return verdict
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("files: scan: %w", ctx.Err())
	case sent != nil:
		return fmt.Errorf("files: scan: %w", sent)
	case err != nil:
		return fmt.Errorf("files: scan: %w", err)
	}
	return errReply
}

var errReply = errors.New("files: scan: the scanner could not say")

// send writes the command, the file in pieces with their length before them, and an empty piece.
func send(to io.Writer, file io.Reader) error {
	if _, err := io.WriteString(to, "zINSTREAM\x00"); err != nil {
		return err
	}
	piece := make([]byte, 4+scanChunk)
	for {
		n, err := io.ReadFull(file, piece[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err // without an end: half a file is not judged
		}
		binary.BigEndian.PutUint32(piece, uint32(n)) //nolint:gosec // at most scanChunk
		if _, err := to.Write(piece[:4+n]); err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
	}
}

func readReply(from io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxReply))
	return strings.TrimRight(string(raw), "\x00\n"), err
}

// judge reads the daemon's answer: "stream: OK" or "stream: Name FOUND"; known is false for everything else.
func judge(reply string) (verdict error, known bool) {
	said, ok := strings.CutPrefix(reply, "stream: ")
	switch {
	case ok && said == "OK":
		return nil, true
	case ok && strings.HasSuffix(said, " FOUND"):
		return refuse(WhyInfected), true
	}
	return nil, false
}
