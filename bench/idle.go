package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"
)

// idleTime is how long is watched whether the program writes, and idleLook how often.
const (
	idleTime = time.Minute
	idleLook = 5 * time.Millisecond
)

// benchIdle counts how often the program writes in a minute in which there is nothing to do.
func benchIdle(ctx context.Context, out io.Writer, program, database string) error {
	return atRest(ctx, program, database, func(int) error {
		writes, err := writesOf(ctx, database)
		if err == nil {
			_, err = fmt.Fprintf(out, "writes in a minute at rest: %d\n", writes)
		}
		return err
	})
}

// writesOf counts the commits of others: their number changes for whoever keeps a connection open. Two within one look count once.
func writesOf(ctx context.Context, database string) (writes int, err error) {
	db, err := sql.Open("sqlite", "file:"+database+"?_pragma=query_only(1)")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	var last, now int
	if err := db.QueryRowContext(ctx, "pragma data_version").Scan(&last); err != nil {
		return 0, err
	}
	for began := time.Now(); time.Since(began) < idleTime; time.Sleep(idleLook) {
		if err := db.QueryRowContext(ctx, "pragma data_version").Scan(&now); err != nil {
			return 0, err
		}
		if now != last {
			writes, last = writes+1, now
		}
	}
	return writes, nil
}
