package store

import (
	"context"
	"errors"
)

// Setting is what the program remembers of itself under a name, empty when it is nothing.
func (r *Reader) Setting(ctx context.Context, name string) (string, error) {
	return r.each(ctx).setting(name)
}

// Setting is the same within a transaction.
func (tx *Tx) Setting(name string) (string, error) { return tx.setting(name) }

func (s queries) setting(name string) (string, error) {
	value, err := first(s, column[string], "select value from settings where name = $1", name)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return value, err
}

// SaveSetting remembers something under a name, in place of what was there.
func (tx *Tx) SaveSetting(name, value string) error {
	return tx.put("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value", name, value)
}
