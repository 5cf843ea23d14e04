package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// settingsOfWriters and settingsOfReaders are what a connection asks of the server, unless the address says otherwise. A node that stops
// in the middle of a transaction must not keep the others waiting: the server ends it after a while, and whoever waits for its locks
// waits longer than that. An answer is given when what it says is on disk, whatever the server does by default.
var (
	settingsOfWriters = map[string]string{
		"lock_timeout": "15s", "idle_in_transaction_session_timeout": "10s", "synchronous_commit": "on",
		"default_transaction_isolation": "read committed", "client_min_messages": "warning",
	}
	settingsOfReaders = map[string]string{
		"default_transaction_read_only": "on", "default_transaction_isolation": "repeatable read",
		"idle_in_transaction_session_timeout": "10s", "statement_timeout": "60s",
	}
)

// unanswered is how long the network may be silent.
const unanswered = 10 * time.Second

func postgresAt(address string) (dialect, error) {
	migrations, err := fs.Sub(migrationFiles, "migrations/postgres")
	if err != nil {
		return dialect{}, fmt.Errorf("store: %w", err)
	}
	u, err := url.Parse(address)
	if err != nil || strings.Contains(u.Path, "@") { // what is wrong with it may be the password, which is told to nobody
		return dialect{}, errors.New("store: the database address cannot be read: write the signs @ / : # ? of a password as %40 %2F %3A %23 %3F, " +
			"or leave it out and set PGPASSWORD")
	}
	writing := withSettings(u, settingsOfWriters)
	return dialect{
		connect:    connectPostgres,
		writing:    writing,
		reading:    withSettings(u, settingsOfReaders),
		begin:      "begin",
		script:     []any{pgx.QueryExecModeSimpleProtocol},
		now:        "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
		tables:     "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = $1",
		migration:  migrations,
		copying:    copyPostgres(writing),
		lockLogs:   "lock table reads, account_log in share mode",
		unhurried:  "set local lock_timeout = 0",
		lockRows:   " for no key update",
		skipLocked: " for update skip locked",
		lockNumber: "pg_advisory_xact_lock",
		pipeline:   pipelinePostgres,
		unfit:      func(text string) bool { return !utf8.ValidString(text) || strings.Contains(text, "\x00") },
		classify:   classifyPostgres,
		busy:       busyPostgres,
		crowded:    hasCode("53300"),
		crossed:    crossedPostgres,
		lost:       lostPostgres,
	}, nil
}

// withSettings adds what the address does not set itself.
func withSettings(u *url.URL, settings map[string]string) string {
	query := u.Query()
	for name, value := range settings {
		if !query.Has(name) {
			query.Set(name, value)
		}
	}
	if !query.Has("application_name") {
		query.Set("application_name", "wederhoor")
	}
	with := *u
	with.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20") // pgx takes a plus for a plus
	return with.String()
}

func connectPostgres(source string) (driver.Connector, error) {
	config, err := pgx.ParseConfig(source)
	if err != nil {
		return nil, err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = unanswered
	}
	// A server that vanishes without a word is noticed, also in the middle of a statement.
	config.DialFunc = (&net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: unanswered, Interval: unanswered / 4, Count: 4},
		Control:         giveUpAfter(unanswered),
	}).DialContext
	return stdlib.GetConnector(*config), nil
}

func pipelinePostgres(ctx context.Context, driver any, list []statement) error {
	conn, ok := driver.(*stdlib.Conn)
	if !ok {
		return errors.ErrUnsupported
	}
	var batch pgx.Batch
	for _, s := range list {
		batch.Queue(s.query, s.args...)
	}
	return conn.Conn().SendBatch(ctx, &batch).Close() // reads all answers; the first error is its own
}

func classifyPostgres(err error) error {
	switch code(err) {
	case "23505":
		return ErrTaken
	case "23503":
		return ErrNotFound
	}
	return nil
}

func code(err error) string {
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		return fault.Code
	}
	return ""
}

// busyPostgres knows lock_timeout, statement_timeout, and a database that has just been moved elsewhere
// (dialect_copy.go), whose program is about to stop.
func busyPostgres(err error) bool {
	switch code(err) {
	case "55P03", "57014":
		return true
	case "P0001":
		return strings.Contains(err.Error(), movedText)
	}
	return false
}

// crossedPostgres knows an act that could not be put in an order with another (40001), and a deadlock (40P01).
var crossedPostgres = hasCode("40001", "40P01")

func hasCode(codes ...string) func(error) bool {
	return func(err error) bool { return slices.Contains(codes, code(err)) }
}

// lostPostgres knows a server that stops, starts or went away (classes 08 and 57P), one that ended a transaction that stood still
// (25P03) or takes no writing any more because another has become the first (25006), and a network that says so.
func lostPostgres(err error) bool {
	if found := code(err); found != "" {
		return strings.HasPrefix(found, "08") || strings.HasPrefix(found, "57P") || found == "25P03" || found == "25006"
	}
	for _, sign := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, sign) {
			return true
		}
	}
	var connecting *pgconn.ConnectError
	var network *net.OpError // a time limit of the network's own is one; the caller's is not
	return errors.As(err, &connecting) || errors.As(err, &network) || err != nil && strings.HasSuffix(err.Error(), "conn closed")
}
