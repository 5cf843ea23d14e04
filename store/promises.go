package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// PromiseCount is what became of one promise in the dossiers where it was due within some time.
type PromiseCount struct {
	Rule string // as in dossier.PromiseRules
	Kept int    // in time
	Late int    // kept too late, or not at all though its time is over
	Open int    // not kept, and its time is not over
}

// Promises counts what was due from a moment until before another, as it stands now, by rule in the order of the procedure;
// a rule of which nothing was due has zeros. What the holder of the keys may not see in lists is not counted (R1, R10, R13).
func (r *Reader) Promises(ctx context.Context, keys []string, from, to, now time.Time) ([]PromiseCount, error) {
	q := newListQuery(keys, Filter{})
	found, err := all(r.each(ctx), readPromiseCount, q.promises(from, to, now), q.args.list...)
	if err != nil {
		return nil, err
	}
	rules := dossier.PromiseRules()
	counts := make([]PromiseCount, len(rules))
	for i, rule := range rules {
		counts[i].Rule = rule
		if at := slices.IndexFunc(found, func(c PromiseCount) bool { return c.Rule == rule }); at >= 0 {
			counts[i] = found[at]
		}
	}
	return counts, nil
}

func readPromiseCount(row scanner) (PromiseCount, error) {
	var c PromiseCount
	err := row.Scan(&c.Rule, &c.Kept, &c.Late, &c.Open)
	return c, err
}

// promises is the query that counts. The last moment of a term still counts.
func (q *listQuery) promises(from, to, now time.Time) string {
	q.and("p.due >= " + q.args.add(ms(from)))
	q.and("p.due < " + q.args.add(ms(to)))
	q.and(q.sees("list_rank", "p.dossier"))
	over := "p.due < " + q.args.add(ms(now))
	return "select p.rule, " +
		"sum(case when p.kept > 0 and p.kept <= p.due then 1 else 0 end), " +
		"sum(case when p.kept > p.due or p.kept = 0 and " + over + " then 1 else 0 end), " +
		"sum(case when p.kept = 0 and not " + over + " then 1 else 0 end) " +
		"from promises p where " + strings.Join(q.where, " and ") + " group by p.rule"
}

func promiseRows(promises []dossier.Promise) [][]any {
	rows := make([][]any, 0, len(promises))
	for _, p := range promises {
		rows = append(rows, []any{p.Rule, ms(p.Due), ms(p.Kept)})
	}
	slices.SortFunc(rows, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	return rows
}
