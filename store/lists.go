package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

const (
	defaultLimit = 50
	maxLimit     = 200
	countLimit   = 1000
	// narrow is up to how many dossiers a viewer may see for them to be gone through one by one; who may see more finds them
	// quicker along the list's own order.
	narrow = 1000
	// lastRune comes after every word that goes on.
	lastRune = "\U0010FFFF"
)

// Row is a dossier in a list. What the viewer may not know is empty.
type Row struct {
	Reference   string
	Phase       dossier.Phase
	Ending      dossier.Ending
	Branch      dossier.BranchID
	Complainant string // name; empty when the viewer may not see it
	Specialists []dossier.SpecialistID
	Handler     dossier.AccountID
	Severity    string
	Flags       []string // late, not_found, candidates, harm, ban, represented, suspected, withdrawing
	Received    time.Time
	Closed      time.Time
	NextKind    dossier.DeadlineKind
	NextDue     time.Time
	NextWho     dossier.Role
	Count       int
}

// Filter of a list. Empty fields do not filter.
type Filter struct {
	// Queue is todo (open, or closed with something left for staff; what is due first comes first), mine (todo of the viewer as
	// handler), talks (step 1, due first), over (talks of which nothing is to come but the complainant's own step, due first), closed (the last
	// closed first), kept (the first closed first) or all (the newest first; as when it is empty).
	Queue   string
	Who     []dossier.Role // whose turn it is
	Phase   dossier.Phase
	Ending  dossier.Ending
	Branch  dossier.BranchID
	Handler dossier.AccountID
	Flag    string
	Without string // flag that is not there
	Search  string // reference, name, e-mail or phone, each word by its beginning; the newest come first
	After   string // cursor of the page before; one that cannot be read is as none
	Limit   int    // 50 by default, 200 at most
}

// Page of a list; Next is the cursor of the page after, empty at the end.
type Page struct {
	Rows []Row
	Next string
}

// listed is a row before it is cut to what its viewer may know.
type listed struct {
	Row
	id    int64
	due   int64
	since int64
}

// Queue lists the dossiers that the holder of the keys may see in lists. The key of complainants opens none: a private link
// opens the one dossier it is for.
func (r *Reader) Queue(ctx context.Context, keys []string, f Filter) (Page, error) {
	var page Page
	limit := f.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit = min(limit, maxLimit)
	err := r.snapshot(ctx, func(s queries) error {
		q := newListQuery(keys, f)
		if err := errors.Join(q.narrowDown(s), q.search(s)); err != nil {
			return err
		}
		rows, err := all(s, readListed, q.page(limit+1), q.args.list...)
		if err != nil {
			return err
		}
		if len(rows) > limit {
			rows = rows[:limit]
			page.Next = q.cursor(rows[limit-1])
		}
		page.Rows, err = cutRows(s, keys, f, rows)
		return err
	})
	return page, err
}

// Counts per queue name for the same viewer, stopping at 1000.
func (r *Reader) Counts(ctx context.Context, keys []string, account dossier.AccountID) (map[string]int, error) {
	counts := map[string]int{}
	err := r.snapshot(ctx, func(s queries) error {
		for _, queue := range []string{"todo", "mine", "talks", "closed", "all"} {
			q := newListQuery(keys, Filter{Queue: queue})
			if queue == "mine" {
				q = newListQuery(append(slices.Clone(keys), dossier.ViewAccount(account)), Filter{Queue: queue})
			}
			n, err := q.counted(s)
			if err != nil {
				return err
			}
			counts[queue] = n
		}
		return nil
	})
	return counts, err
}

// Count says how many dossiers Queue lists under a filter, stopping at 1000.
func (r *Reader) Count(ctx context.Context, keys []string, f Filter) (int, error) {
	n := 0
	err := r.snapshot(ctx, func(s queries) error {
		q := newListQuery(keys, f)
		err := q.search(s)
		if err == nil {
			n, err = q.counted(s)
		}
		return err
	})
	return n, err
}

func (q *listQuery) counted(s queries) (int, error) {
	if err := q.narrowDown(s); err != nil {
		return 0, err
	}
	n := 0
	err := s.one([]any{&n}, q.count(countLimit), q.args.list...)
	return n, err
}

// listQuery puts one query over list together.
type listQuery struct {
	keys  []string
	order string // of the rows; see the orders
	where []string
	args  arguments
	after string
	typed string         // to be searched for
	who   []dossier.Role // whose turn it is
}

// The orders of a list. Each has an index.
const (
	byDue    = "due"
	byClosed = "closed"
	byKept   = "kept"
	byNewest = "newest"
)

func newListQuery(keys []string, f Filter) *listQuery {
	keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return key == dossier.ViewComplainant })
	q := &listQuery{keys: keys, order: byNewest, after: f.After, typed: f.Search}
	switch f.Queue {
	case "todo":
		q.order = byDue
		q.and("l.todo = 1")
	case "mine":
		q.order = byDue
		q.and("l.todo = 1 and l.handler <> '' and l.handler in " + in(&q.args, accountsIn(keys)))
	case "talks":
		q.order = byDue
		q.and("l.phase = 'talk'")
	case "over":
		q.order = byDue
		q.and("l.phase = 'talk' and l.next_kind in ('', '" + string(dossier.DueStepTwo) + "')")
	case "closed", "kept":
		q.order = map[string]string{"closed": byClosed, "kept": byKept}[f.Queue]
		q.and("l.closed > 0")
	}
	q.filter(f)
	return q
}

func accountsIn(keys []string) []string {
	var ids []string
	for _, key := range keys {
		if id, ok := strings.CutPrefix(key, dossier.ViewAccount("")); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func (q *listQuery) and(condition string) { q.where = append(q.where, condition) }

func (q *listQuery) filter(f Filter) {
	q.who = f.Who
	for column, value := range map[string]string{
		"l.phase": string(f.Phase), "l.ending": string(f.Ending), "l.branch": string(f.Branch), "l.handler": string(f.Handler),
	} {
		if value != "" {
			q.and(column + " = " + q.args.add(value))
		}
	}
	if f.Flag != "" {
		q.flagged("like", f.Flag)
	}
	if f.Without != "" {
		q.flagged("not like", f.Without)
	}
}

// flagged keeps the dossiers with a flag, or without it, where the viewer may know of it. Were others left out of the page afterwards alone, the cursor
// of the next page would tell which they are.
func (q *listQuery) flagged(like, flag string) {
	class, known := flagClasses[flag]
	if !known {
		q.and("1 = 0")
		return
	}
	q.and("l.flags " + like + " " + q.args.add("% "+flag+" %"))
	q.and("exists (select 1 from access a where a.dossier = l.dossier and a.viewer in " + in(&q.args, q.keys) +
		" and ' ' || a.classes || ' ' like " + q.args.add("% "+string(class)+" %") + ")")
}

// search narrows down to dossiers that have a word beginning with each term: any word of the reference, and words of
// contact data where the viewer may see those.
func (q *listQuery) search(s queries) error {
	if q.typed == "" {
		return nil
	}
	q.order = byNewest
	terms := searchTerms(q.typed)
	if len(terms) == 0 {
		q.and("1 = 0")
		return nil
	}
	wide, err := s.wide(terms)
	if err != nil {
		return err
	}
	var open []string // the terms as words that whoever sees the dossier may find it by
	for _, term := range terms {
		between := "w.word >= " + q.args.add(term) + " and w.word < " + q.args.add(term+lastRune)
		open = append(open, "exists (select 1 from words w where w.dossier = l.dossier and "+between+" and w.contact = 0)")
		if wide {
			q.and("exists (select 1 from words w where w.dossier = l.dossier and " + between + ")")
		} else {
			q.and("l.dossier in (select w.dossier from words w where " + between + ")")
		}
	}
	q.and("(" + q.sees("contact_rank", "l.dossier") + " or " + strings.Join(open, " and ") + ")")
	return nil
}

// wide tells whether so many dossiers fit a single term that the newest of them are found quicker by going through the newest
// dossiers than by collecting all that fit.
func (s queries) wide(terms []string) (bool, error) {
	if len(terms) > 1 {
		return false, nil
	}
	return s.has("select 1 from words where word >= $1 and word < $2 limit 1 offset $3", terms[0], terms[0]+lastRune, narrow)
}

// sees is a condition: the viewer may see that class of the dossier. See the ranks of the access rows.
func (q *listQuery) sees(rank, dossier string) string {
	return "coalesce((select max(a." + rank + ") from access a where a.dossier = " + dossier + " and a.viewer in " + in(&q.args, q.keys) + "), 0) in (1, 3)"
}

// narrowDown names the dossiers when the viewer may see few.
func (q *listQuery) narrowDown(s queries) error {
	var a arguments
	ids, err := all(s, column[int64], "select dossier from access where viewer in "+in(&a, q.keys)+
		" and list_rank in (1, 3) limit "+strconv.Itoa(narrow+1), a.list...)
	if err != nil || len(ids) > narrow {
		return err
	}
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.FormatInt(id, 10)
	}
	if len(list) == 0 {
		list = []string{"null"}
	}
	q.and("l.dossier in (" + strings.Join(list, ", ") + ")")
	return nil
}

const listColumns = `select l.dossier, d.reference, l.phase, l.ending, l.branch, coalesce(c.name, ''), l.specialists, l.handler, l.severity,
	l.flags, l.received, l.closed, l.next_kind, l.next_due, l.next_who, l.count
	from list l join dossiers d on d.id = l.dossier left join complainants c on c.dossier = l.dossier`

func readListed(row scanner) (listed, error) {
	var l listed
	var specialists, flags string
	var received int64
	err := row.Scan(&l.id, &l.Reference, &l.Phase, &l.Ending, &l.Branch, &l.Complainant, &specialists, &l.Handler, &l.Severity,
		&flags, &received, &l.since, &l.NextKind, &l.due, &l.NextWho, &l.Count)
	l.Specialists, l.Flags = split[dossier.SpecialistID](specialists), strings.Fields(flags)
	l.Received, l.Closed = moment(received), moment(l.since)
	if l.due != never {
		l.NextDue = moment(l.due)
	}
	return l, err
}

// ofTurn keeps the dossiers in which it is the turn of those asked for. A page of several turns goes through all that is due in its order and
// leaves out the others (what is put together is not looked up in the index by turn): it would have to sort every one of them otherwise.
func (q *listQuery) ofTurn(ordered bool) {
	switch {
	case len(q.who) == 1:
		q.and("l.next_who = " + q.args.add(string(q.who[0])))
	case len(q.who) > 1 && ordered:
		q.and("l.next_who || '' in " + in(&q.args, q.who))
	case len(q.who) > 1:
		q.and("l.next_who in " + in(&q.args, q.who))
	}
}

func (q *listQuery) page(limit int) string {
	q.ofTurn(true)
	q.and(q.sees("list_rank", "l.dossier"))
	q.seek()
	order := map[string]string{
		byDue: "l.next_due, l.dossier", byClosed: "l.closed desc, l.dossier desc", byKept: "l.closed, l.dossier", byNewest: "l.dossier desc",
	}[q.order]
	return listColumns + " where " + strings.Join(q.where, " and ") + " order by " + order + " limit " + strconv.Itoa(limit)
}

func (q *listQuery) count(limit int) string {
	q.ofTurn(false)
	q.and(q.sees("list_rank", "l.dossier"))
	return "select count(*) from (select 1 from list l where " + strings.Join(q.where, " and ") + " limit " + strconv.Itoa(limit) + ") counted"
}

// cursor is where the page after a row begins.
func (q *listQuery) cursor(last listed) string {
	at := map[string]int64{byDue: last.due, byClosed: last.since, byKept: last.since}[q.order]
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s %d %d", q.order, at, last.id))
}

// seek goes on after the page before. A cursor of another order begins anew.
func (q *listQuery) seek() {
	text, err := base64.RawURLEncoding.DecodeString(q.after)
	if err != nil {
		return
	}
	var order string
	var at, id int64
	if _, err := fmt.Sscanf(string(text), "%s %d %d", &order, &at, &id); err != nil || order != q.order {
		return
	}
	switch order {
	case byDue:
		q.and("(l.next_due, l.dossier) > (" + q.args.add(at) + ", " + q.args.add(id) + ")")
	case byClosed:
		q.and("(l.closed, l.dossier) < (" + q.args.add(at) + ", " + q.args.add(id) + ")")
	case byKept:
		q.and("(l.closed, l.dossier) > (" + q.args.add(at) + ", " + q.args.add(id) + ")")
	case byNewest:
		q.and("l.dossier < " + q.args.add(id))
	}
}

// cutRows leaves out of each row what its viewer may not know there, and rows that a filter found by such a thing.
func cutRows(s queries, keys []string, f Filter, rows []listed) ([]Row, error) {
	ids := make([]int64, len(rows))
	for i, l := range rows {
		ids[i] = l.id
	}
	grants, err := s.grants(keys, ids)
	if err != nil {
		return nil, err
	}
	var shown []Row
	for _, l := range rows {
		row := l.cut(dossier.Seen(grants[l.id], keys))
		if f.Flag == "" || slices.Contains(row.Flags, f.Flag) {
			shown = append(shown, row)
		}
	}
	return shown, nil
}

func (l listed) cut(classes []string) Row {
	row := l.Row
	sees := func(c dossier.Class) bool { return dossier.Sees(classes, c, "") }
	if !sees(dossier.ClassContact) {
		row.Complainant = ""
	}
	row.Flags = slices.DeleteFunc(row.Flags, func(flag string) bool { return !sees(flagClasses[flag]) })
	return row
}

// grants reads the access rows of some dossiers that are about the keys.
func (s queries) grants(keys []string, ids []int64) (map[int64][]dossier.Grant, error) {
	var a arguments
	grants := map[int64][]dossier.Grant{}
	err := s.each(func(row scanner) error {
		var id int64
		var g dossier.Grant
		var classes string
		err := row.Scan(&id, &g.Viewer, &g.Only, &classes)
		g.Classes = split[string](classes)
		grants[id] = append(grants[id], g)
		return err
	}, "select dossier, viewer, narrows, classes from access where dossier in "+in(&a, ids)+" and viewer in "+in(&a, keys), a.list...)
	return grants, err
}
