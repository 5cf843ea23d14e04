package store

import "time"

// Purge removes up to n of each of what is kept for a time only, and reports whether any is left of it: answers to forms and done jobs
// of before a moment, links of fellow clients that expired before it, and sessions that have expired. Histories, messages and jobs that were
// given up stay: how long a dossier is kept is no matter of this. So do a complainant's links: what is renewed has to be of a generation
// that never was.
func (tx *Tx) Purge(before time.Time, n int) (left bool, err error) {
	for _, query := range []string{
		"delete from receipts where key in (select key from receipts where at < $1 limit $2)",
		"delete from jobs where id in (select id from jobs where status = 'done' and ended < $1 limit $2)",
		"delete from links where hash in (select hash from links where expires > 0 and expires < $1 and fellow > 0 limit $2)",
	} {
		removed, err := tx.change(query, ms(before), n)
		if err != nil {
			return false, err
		}
		left = left || removed == int64(n)
	}
	if err := tx.withoutOldCodes(before); err != nil {
		return false, err
	}
	return left, tx.put("delete from sessions where expires <= " + tx.conn.dialect.now)
}
