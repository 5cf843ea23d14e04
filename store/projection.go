package store

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// projectionVersion is raised when rows come out differently for the same events. Rebuild then makes them anew.
const projectionVersion = 4

// never is when something is due that has no deadline: after all that has.
const never = math.MaxInt64 >> 1

// projection is what a table has to hold about one dossier.
type projection struct {
	*table
	id   int64
	rows [][]any // int64 and string, in the table's order
}

// table is a table of projections. Its first column is the dossier, which rows leave out.
type table struct {
	name    string
	columns []string // in the order of the rows
	single  bool     // one row at most, kept in place
	into    *insertion
	query   string // of the rows of a dossier ($1), in their order
}

// many is a table with any number of rows of a dossier, and one is a table with one at most.
func many(name, columns, order string) *table {
	return &table{
		name: name, columns: strings.Fields(columns), into: insert(name, "dossier "+columns, ""),
		query: "select " + strings.Join(strings.Fields(columns), ", ") + " from " + name + " where dossier = $1 order by " + order,
	}
}

func one(name, columns string) *table {
	t := many(name, columns, "dossier")
	t.single, t.into = true, upsert(name, "dossier", "dossier "+columns)
	return t
}

var (
	listTable = one("list", "version phase ending branch specialists handler severity flags received closed todo next_kind "+
		"next_due next_who count treatment granted treatment_date talk_asked talk_ended calendar")
	complainantsTable = one("complainants", "name email phone client_name client")
	wordsTable        = many("words", "word contact", "word")
	accessTable       = many("access", "viewer narrows list_rank contact_rank classes", "viewer, narrows")
	deadlinesTable    = many("deadlines", "position kind subject due who reached fires", "position")
	bansTable         = many("bans", "specialist", "specialist")
	slotsTable        = one("slots", "specialist start")
	appointmentsTable = many("appointments", "specialist", "specialist")
	promisesTable     = many("promises", "rule due kept", "rule")
)

func (t *table) of(id int64, rows ...[]any) projection { return projection{t, id, rows} }

// projectionsOf is everything that is projected of a dossier.
func projectionsOf(id int64, s dossier.State, c contact, terms dossier.Terms, cal dossier.Calendar) []projection {
	due := dossier.Deadlines(s, terms, cal)
	return append(contactProjections(id, s, c),
		listTable.of(id, listRow(s, due, fingerprint(cal))),
		accessTable.of(id, accessRows(dossier.Access(s))...),
		deadlinesTable.of(id, deadlineRows(due)...),
		bansTable.of(id, banRows(s)...),
		slotsTable.of(id, slotRows(s)...),
		appointmentsTable.of(id, appointmentRows(s)...),
		promisesTable.of(id, promiseRows(dossier.Promises(s, terms, cal))...),
	)
}

// contactProjections are those in which personal data stand.
func contactProjections(id int64, s dossier.State, c contact) []projection {
	client := ""
	if t := s.Match.Treatment; t != nil && s.ErasedAt.IsZero() {
		client = string(t.Client)
	}
	var found [][]any
	for _, w := range searchWords(s.Reference, c) {
		found = append(found, []any{w.word, bit(w.contact)})
	}
	slices.SortFunc(found, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	return []projection{
		complainantsTable.of(id, []any{c.name, c.email, c.phone, c.client, client}),
		wordsTable.of(id, found...),
	}
}

func listRow(s dossier.State, due []dossier.Deadline, calendar string) []any {
	next := nextDeadline(due)
	received := s.ReceivedAt
	if !s.Filed {
		received = s.Opened
	}
	var closed time.Time
	if s.Phase == dossier.PhaseClosed {
		closed = s.EndedAt
	}
	treatment := ""
	if t := s.Match.Treatment; t != nil {
		treatment = string(t.ID)
	}
	nextDue := int64(never)
	if !next.Due.IsZero() {
		nextDue = ms(next.Due)
	}
	return []any{
		int64(projectionVersion), string(s.Phase), string(s.Ending), string(s.Desk()), joined(specialistsOf(s)),
		string(s.Handler), s.Severity, flagColumn(flagsOf(s)), ms(received), ms(closed), bit(toDo(s, due)),
		string(next.Kind), nextDue, string(next.Who), int64(s.Count), treatment, int64(s.Granted()),
		string(s.TreatmentDate), ms(s.Talk.Asked), ms(s.Talk.Ended), calendar,
	}
}

// nextDeadline is what a list shows of a dossier and is ordered by: the soonest, so that one that came and is still to be
// done stands before all that are to come.
func nextDeadline(due []dossier.Deadline) dossier.Deadline {
	if len(due) == 0 {
		return dossier.Deadline{}
	}
	return due[0]
}

// toDo tells whether somebody has to look after the dossier: while it is open, and after that as long as something is
// left that is not for the complainant to do (what an undoing asks for).
func toDo(s dossier.State, due []dossier.Deadline) bool {
	return s.Open() || s.Phase == dossier.PhaseClosed &&
		slices.ContainsFunc(due, func(d dossier.Deadline) bool { return d.Who != dossier.RoleComplainant })
}

// specialistsOf are those whom the dossier is about: the accused, or before filing the one of the talk.
func specialistsOf(s dossier.State) []dossier.SpecialistID {
	if !s.Filed && s.Talk.Specialist != "" {
		return []dossier.SpecialistID{s.Talk.Specialist}
	}
	return s.Accused()
}

// The flags of a list row, each with the class that a viewer must hold to know it.
var flagClasses = map[string]dossier.Class{
	"late": dossier.ClassSummary, "untold": dossier.ClassSummary, "not_found": dossier.ClassSummary, "candidates": dossier.ClassSummary,
	"represented": dossier.ClassSummary, "withdrawing": dossier.ClassSummary, "erased": dossier.ClassSummary, "ban": dossier.ClassBan,
	"harm": dossier.ClassHandling, "suspected": dossier.ClassHandling, "held": dossier.ClassHandling, // as dossier.Cut has it
}

func flagsOf(s dossier.State) []string {
	var flags []string
	add := func(is bool, flag string) {
		if is {
			flags = append(flags, flag)
		}
	}
	add(s.Late, "late")
	day, branch := s.Visit()
	add(s.Filed && s.Open() && (day == "" || branch == ""), "untold")
	add(s.Match.Outcome == dossier.MatchNoVisit || s.Match.Outcome == dossier.MatchNobody, "not_found")
	add(s.Match.Outcome == dossier.MatchCandidates, "candidates")
	add(s.Harm, "harm")
	add(len(s.Banned()) > 0, "ban")
	add(s.Represented, "represented")
	add(s.Suspected, "suspected")
	add(s.Withdrawing, "withdrawing")
	add(s.Hold != "", "held") // until when stands on the dossier
	add(!s.ErasedAt.IsZero(), "erased")
	return flags
}

// flagColumn puts every flag between spaces, so that one can be looked for.
func flagColumn(flags []string) string {
	if len(flags) == 0 {
		return ""
	}
	return " " + strings.Join(flags, " ") + " "
}

// accessRows has a row per viewer, and one more where something takes away what the viewer's other keys give.
func accessRows(grants []dossier.Grant) [][]any {
	type key struct {
		viewer string
		only   bool
	}
	classes := map[key][]string{}
	var keys []key
	for _, g := range grants {
		k := key{g.Viewer, g.Only}
		if _, known := classes[k]; !known {
			keys = append(keys, k)
			classes[k] = nil
		}
		classes[k] = append(classes[k], g.Classes...)
	}
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.viewer+" "+digit(a.only), b.viewer+" "+digit(b.only)) })
	rows := make([][]any, 0, len(keys))
	for _, k := range keys {
		list := classes[k]
		slices.Sort(list)
		list = slices.Compact(list)
		rows = append(rows, []any{
			k.viewer, bit(k.only), rank(k.only, list, dossier.ClassSummary), rank(k.only, list, dossier.ClassContact), joined(list),
		})
	}
	return rows
}

func digit(b bool) string { return strconv.FormatInt(bit(b), 10) }

// rank orders what the keys of a viewer say of a class: the highest counts, as in dossier.Seen, and gives it when it is odd.
func rank(only bool, classes []string, class dossier.Class) int64 {
	return 2*bit(only) + bit(dossier.Sees(classes, class, ""))
}

func deadlineRows(due []dossier.Deadline) [][]any {
	rows := make([][]any, len(due))
	for i, d := range due {
		rows[i] = []any{int64(i), string(d.Kind), d.Subject, ms(d.Due), string(d.Who), bit(d.Reached), ms(d.Fires)}
	}
	return rows
}

func banRows(s dossier.State) [][]any {
	running := s.Banned()
	slices.Sort(running)
	rows := make([][]any, 0, len(running))
	for _, id := range slices.Compact(running) {
		rows = append(rows, []any{string(id)})
	}
	return rows
}

// appointmentRows are those with whom the client has something on the calendar: what a ban elsewhere cancels (R23).
func appointmentRows(s dossier.State) [][]any {
	ids := dossier.Appointments(s)
	slices.Sort(ids)
	var rows [][]any
	for _, id := range ids {
		rows = append(rows, []any{string(id)})
	}
	return rows
}

// slotRows holds the slot of a talk as long as the talk is planned.
func slotRows(s dossier.State) [][]any {
	if s.Talk.Status != dossier.TalkPlanned {
		return nil
	}
	return [][]any{{string(s.Talk.Specialist), ms(s.Talk.Start)}}
}

// project makes the stored rows as they have to be, and tells whether any were not.
func (tx *Tx) project(projections []projection) (changed bool, err error) {
	for _, p := range projections {
		stored, err := p.stored(tx.queries)
		if err != nil {
			return changed, err
		}
		if p.holds(stored) {
			continue
		}
		if err := tx.replace(p, len(stored) > 0); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}

// projectFirst writes the rows of a dossier that has none yet.
func (tx *Tx) projectFirst(projections []projection) error {
	for _, p := range projections {
		if err := tx.replace(p, false); err != nil {
			return err
		}
	}
	return nil
}

// replace puts the rows in place of those that are there.
func (tx *Tx) replace(p projection, there bool) error {
	if there && (!p.single || len(p.rows) == 0) {
		if err := tx.put("delete from "+p.name+" where dossier = $1", p.id); err != nil {
			return err
		}
	}
	rows := make([][]any, len(p.rows))
	for i, row := range p.rows {
		rows[i] = append([]any{p.id}, row...)
	}
	if err := tx.insert(p.into, rows...); err != nil {
		return fmt.Errorf("%s of dossier %d: %w", p.name, p.id, err)
	}
	return nil
}

// stored reads the rows that stand in the table now.
func (p projection) stored(s queries) ([][]any, error) {
	return all(s, func(row scanner) ([]any, error) {
		values := make([]any, len(p.columns))
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		err := row.Scan(into...)
		return values, err
	}, p.query, p.id)
}

// holds reports whether the stored rows are as they have to be.
func (p projection) holds(stored [][]any) bool {
	return slices.EqualFunc(p.rows, stored, func(a, b []any) bool { return slices.Equal(a, b) })
}
