package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// migration is one step of the schema, from a file NNNN_name.sql.
type migration struct {
	version  int
	name     string
	text     string
	checksum string
}

// Migrate brings the schema up to date, or says ErrNewer.
func (db *DB) Migrate(ctx context.Context) error {
	known, err := migrationsIn(db.dialect.migration)
	if err != nil {
		return err
	}
	return db.migrate(ctx, known)
}

// Ready reports whether the database answers and has this program's schema: ErrOlder or ErrNewer when it has another.
func (db *DB) Ready(ctx context.Context) error {
	known, err := migrationsIn(db.dialect.migration)
	if err != nil {
		return err
	}
	return db.Read().snapshot(ctx, func(s queries) error {
		n := 0
		if err := s.one([]any{&n}, db.dialect.tables, "migrations"); err != nil {
			return err
		}
		if n == 0 {
			return ErrOlder
		}
		missing, err := s.missing(known)
		if err == nil && len(missing) > 0 {
			err = ErrOlder
		}
		return err
	})
}

// migrate applies what is missing, each step in a transaction of its own. Two programs that migrate at the same time wait for
// each other, and the second finds nothing to do.
func (db *DB) migrate(ctx context.Context, known []migration) error {
	err := db.Write(ctx, func(tx *Tx) error {
		if err := tx.lockSchema(); err != nil {
			return err
		}
		return tx.put("create table if not exists migrations (version integer primary key, name text not null, checksum text not null, at bigint not null)")
	})
	for range known {
		if err != nil {
			return err
		}
		err = db.Write(ctx, func(tx *Tx) error { return tx.migrateOne(known) })
	}
	return err
}

// migrateOne applies the first migration that is missing, if any.
func (tx *Tx) migrateOne(known []migration) error {
	if err := tx.lockSchema(); err != nil {
		return err
	}
	missing, err := tx.missing(known)
	if err != nil || len(missing) == 0 {
		return err
	}
	m := missing[0]
	if err := tx.conn.script(m.text); err != nil {
		return tx.fail(fmt.Errorf("store: migration %s: %w", m.name, err))
	}
	return tx.put("insert into migrations (version, name, checksum, at) values ($1, $2, $3, "+tx.conn.dialect.now+")",
		m.version, m.name, m.checksum)
}

// schemaLock is the number by which those who migrate wait for each other.
const schemaLock = 0x77656465 // "wede"

// lockSchema waits for whoever migrates, which can take long where there is much data.
func (tx *Tx) lockSchema() error {
	if tx.conn.dialect.unhurried != "" {
		if err := tx.put(tx.conn.dialect.unhurried); err != nil {
			return err
		}
	}
	return tx.lockNumbers(schemaLock)
}

// missing lists the migrations that were not applied. ErrNewer when the database knows more of them than we do.
func (s queries) missing(known []migration) ([]migration, error) {
	missing := slices.Clone(known)
	err := s.each(func(row scanner) error {
		var applied migration
		if err := row.Scan(&applied.version, &applied.name, &applied.checksum); err != nil {
			return err
		}
		i := slices.IndexFunc(missing, func(m migration) bool { return m.version == applied.version })
		if i < 0 {
			return ErrNewer
		}
		if missing[i].checksum != applied.checksum {
			return fmt.Errorf("migration %s was applied with another text", applied.name)
		}
		missing = slices.Delete(missing, i, i+1)
		return nil
	}, "select version, name, checksum from migrations order by version")
	return missing, err
}

// migrationsIn reads the migrations of a folder, in order. A text that Git gave other line ends is the same text.
func migrationsIn(folder fs.FS) ([]migration, error) {
	names, err := fs.Glob(folder, "*.sql")
	if err != nil || len(names) == 0 {
		return nil, errors.Join(errors.New("store: no migrations"), err)
	}
	slices.Sort(names)
	list := make([]migration, len(names))
	for i, name := range names {
		body, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("store: migration %s is not number %d", name, i+1)
		}
		text := strings.ReplaceAll(string(body), "\r\n", "\n")
		sum := sha256.Sum256([]byte(text))
		list[i] = migration{version: version, name: name, text: text, checksum: hex.EncodeToString(sum[:])}
	}
	return list, nil
}
