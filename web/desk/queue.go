package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// The views of the list that depend on whose turn it is.
const (
	viewTurn  = "turn"  // the viewer's own turn: what they find first
	viewWaits = "waits" // somebody else's
)

// queues are the views of the list, in the order of their tabs.
var queues = []string{viewTurn, viewWaits, "todo", "mine", "talks", "all", "closed"}

// phases that can be filtered by.
var phases = []dossier.Phase{
	dossier.PhaseTalk, dossier.PhaseTriage, dossier.PhaseExplanation, dossier.PhaseInvestigation, dossier.PhaseDecision,
	dossier.PhaseOffer, dossier.PhaseRemedy, dossier.PhaseReview, dossier.PhaseClosed,
}

// The flag of a complaint whose client the register does not know, and what the list is filtered by for the others.
const (
	flagNotFound = "not_found"
	flagFound    = "found"
)

// flags that a list shows and can be filtered by, with the colour of their badge.
var flags = []struct{ name, style string }{
	{"harm", "bad"},
	{"ban", "warn"},
	{"late", "warn"},
	{flagNotFound, "warn"},
	{"candidates", "info"},
	{"untold", "info"},
	{"represented", "info"},
	{"suspected", "bad"},
	{"withdrawing", "warn"},
	{"held", "info"},
	{"erased", "info"},
}

// turns are those whose turn it can be.
var turns = []dossier.Role{dossier.RoleOwner, dossier.RoleReceptionist, dossier.RoleSpecialist, dossier.RoleComplainant}

// mark is a badge.
type mark struct{ Text, Style string }

// line is a dossier in the list.
type line struct {
	Reference   string
	Path        string
	Complainant string
	About       string // the specialists it is about
	Branch      string
	Step        string
	Received    string
	Handler     string
	HasDue      bool
	Due         due
	Flags       []mark
}

// tab is one view of the list with what it holds.
type tab struct {
	Label, Path, Count string
	Current            bool
}

// keeperData is the first page of who has nothing to do with dossiers.
type keeperData struct {
	scene
	Nav []kit.NavItem
}

// queueData is the page of the list.
type queueData struct {
	scene
	Nav      []kit.NavItem
	Name     string
	Tabs     []tab
	Lines    []line
	Empty    string // what stands there when there are none
	Search   string
	Hidden   []kept // filters that a search keeps
	Filters  []kit.Input
	Narrowed bool   // by a filter
	Filtered bool   // by a filter or a search
	Again    string // where the list alone is to be had anew
	Next     string
	First    string // address of the first page, when this is a later one
	Flood    bool   // more forms come in than usual
	Big      bool   // the search stands large on top: whoever answers the phone begins there
}

// limit of rows on one page.
const pageSize = 50

func (d *desk) queue(w http.ResponseWriter, r *http.Request, s scene) error {
	if !hasLists(s.viewer.Actor) {
		if home := homeOf(s.viewer.Actor); home != "/desk" {
			return kit.SeeOther(w, r, home)
		}
		return kit.Render(w, r, http.StatusOK, keeperTemplate(keeperData{scene: s, Nav: s.nav("queue")}))
	}
	data, err := d.listed(r, s)
	if err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, queueTemplate(data))
}

// list is the part of the queue that a page asks for anew by itself.
func (d *desk) list(w http.ResponseWriter, r *http.Request, s scene) error {
	if !hasLists(s.viewer.Actor) {
		return kit.ErrNotFound
	}
	data, err := d.listed(r, s)
	if err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, list(data))
}

// listed is what the address asks for of the queue.
func (d *desk) listed(r *http.Request, s scene) (queueData, error) {
	query := r.URL.Query()
	view, filter := asked(query, s.viewer.Actor)
	reader, keys := d.app.Office.DB.Read(), dossier.ViewerKeys(s.viewer.Actor)
	page, err := reader.Queue(r.Context(), keys, filter)
	if err != nil {
		return queueData{}, err
	}
	counts, err := reader.Counts(r.Context(), keys, s.viewer.Account)
	if err != nil {
		return queueData{}, err
	}
	for _, name := range viewsOf(s.viewer.Actor) {
		if !byTurn(name) {
			continue
		}
		f := store.Filter{Queue: "todo", Who: whoseTurn(name, s.viewer.Actor)}
		if counts[name], err = reader.Count(r.Context(), keys, f); err != nil {
			return queueData{}, err
		}
	}
	data := s.queueData(query, view, filter, page, counts)
	data.Flood, err = d.flooded(r, s)
	return data, err
}

// asked is the view and the filter that an address names.
func asked(query url.Values, viewer dossier.Actor) (string, store.Filter) {
	f := store.Filter{
		Phase: dossier.Phase(query.Get("step")), Branch: dossier.BranchID(query.Get("branch")),
		Flag: query.Get("flag"), Search: query.Get("q"), After: query.Get("after"), Limit: pageSize,
	}
	if f.Flag == flagFound {
		f.Flag, f.Without = "", flagNotFound
	}
	if who := dossier.Role(query.Get("turn")); slices.Contains(turns, who) {
		f.Who = []dossier.Role{who}
	}
	view := viewOf(query.Get("view"), f, viewer)
	f.Queue = view
	switch view {
	case viewTurn, viewWaits:
		f.Queue, f.Who = "todo", whoseTurn(view, viewer)
	case "mine":
		f.Handler = viewer.Account
	}
	return view, f
}

// viewsOf are the views that somebody has. Who only reads has none of their own.
func viewsOf(viewer dossier.Actor) []string {
	if hasTurns(viewer) {
		return queues
	}
	return slices.DeleteFunc(slices.Clone(queues), func(view string) bool { return byTurn(view) || view == "mine" })
}

// viewOf is the view that was named, or else the one that fits: who searches looks for a dossier wherever it is, who filters looks
// through all that is open, as does who only reads, and everybody else comes for what is theirs to do.
func viewOf(named string, f store.Filter, viewer dossier.Actor) string {
	switch {
	case slices.Contains(viewsOf(viewer), named) && (!byTurn(named) || len(f.Who) == 0):
		return named
	case f.Search != "":
		return "all"
	case narrowed("", f), !hasTurns(viewer):
		return "todo"
	}
	return viewTurn
}

// byTurn reports whether a view is about whose turn it is, so that no filter can be.
func byTurn(view string) bool { return view == viewTurn || view == viewWaits }

// narrowed reports whether less than the whole view is asked for.
func narrowed(view string, f store.Filter) bool {
	return f.Phase != "" || f.Branch != "" || f.Flag != "" || f.Without != "" || len(f.Who) > 0 && !byTurn(view)
}

// whoseTurn are those whose turn it is in a view: the viewer, or everybody else.
func whoseTurn(view string, viewer dossier.Actor) []dossier.Role {
	return slices.DeleteFunc(slices.Clone(turns), func(turn dossier.Role) bool { return takes(viewer, turn) != (view == viewTurn) })
}

// takes reports whether a turn is the viewer's; the owner stands for all handlers.
func takes(viewer dossier.Actor, turn dossier.Role) bool {
	if turn == dossier.RoleOwner {
		return viewer.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleOutside)
	}
	return viewer.Is(turn)
}

func (s scene) queueData(query url.Values, view string, f store.Filter, page store.Page, counts map[string]int) queueData {
	q := queueData{
		scene: s, Nav: s.nav("queue"), Name: s.say("desk.view." + view), Search: f.Search,
		Filters: s.filters(view, f), Narrowed: narrowed(view, f),
		Big: s.viewer.Is(dossier.RoleReceptionist), Again: address("/desk/list", query, "", ""),
	}
	if q.Empty = s.say("desk.empty"); view == viewTurn && !q.Narrowed && q.Search == "" {
		q.Empty = s.say("desk.empty.turn")
	}
	q.Filtered = q.Narrowed || q.Search != ""
	for _, name := range viewsOf(s.viewer.Actor) {
		q.Tabs = append(q.Tabs, tab{Label: s.say("desk.view." + name), Path: "/desk?view=" + name, Count: countText(counts, name), Current: name == view})
	}
	for _, row := range page.Rows {
		q.Lines = append(q.Lines, s.line(row))
	}
	if page.Next != "" {
		q.Next = address("/desk", query, "after", page.Next)
	}
	if f.After != "" {
		q.First = address("/desk", query, "after", "")
	}
	if query.Get("view") != "" {
		q.Hidden = append(q.Hidden, kept{"view", view})
	}
	return q
}

// countLimit is where counts stop.
const countLimit = 1000

func countText(counts map[string]int, name string) string {
	n, ok := counts[name]
	switch {
	case !ok:
		return ""
	case n >= countLimit:
		return strconv.Itoa(countLimit) + "+"
	}
	return strconv.Itoa(n)
}

// address is that of the list, or of a part of its page, with one part of what it asks for changed.
func address(path string, query url.Values, name, value string) string {
	changed := url.Values{}
	for key, values := range query {
		if key != name && key != "lang" {
			changed[key] = values
		}
	}
	if value != "" {
		changed.Set(name, value)
	}
	return path + "?" + changed.Encode()
}

func (s scene) filters(view string, f store.Filter) []kit.Input {
	all := s.say("desk.filter.any")
	step := kit.Input{ID: "step", Label: s.say("desk.step"), Value: string(f.Phase), Empty: all, Plain: true}
	for _, p := range phases {
		step.Options = append(step.Options, kit.Option{Value: string(p), Label: words.Code(s.lang, "phase", p)})
	}
	branch := kit.Input{ID: "branch", Label: s.say("field.branch"), Value: string(f.Branch), Empty: all, Options: s.branchOptions(), Plain: true}
	flag := kit.Input{ID: "flag", Label: s.say("desk.flag"), Value: f.Flag, Empty: all, Plain: true}
	for _, one := range flags {
		flag.Options = append(flag.Options, kit.Option{Value: one.name, Label: s.say("flag." + one.name)})
	}
	flag.Options = append(flag.Options, kit.Option{Value: flagFound, Label: s.say("flag." + flagFound)})
	if f.Without != "" {
		flag.Value = flagFound
	}
	turn := kit.Input{ID: "turn", Label: s.say("desk.turn"), Empty: all, Plain: true}
	for _, role := range turns {
		turn.Options = append(turn.Options, kit.Option{Value: string(role), Label: s.say("desk.turn." + string(role))})
	}
	if len(f.Who) > 0 && !byTurn(view) {
		turn.Value = string(f.Who[0])
	}
	if ofOneBranch(s.viewer.Actor) {
		return []kit.Input{step, flag, turn}
	}
	return []kit.Input{step, branch, flag, turn}
}

func (s scene) line(row store.Row) line {
	l := line{
		Reference: row.Reference, Path: dossierPath(row.Reference), Complainant: row.Complainant,
		About: words.List(s.lang, s.dir.specialistNames(row.Specialists)), Branch: s.orUnknown(s.dir.branch(row.Branch)),
		Step: s.step(row.Phase, row.Ending), Received: words.ShortMoment(s.lang, row.Received, s.zone),
	}
	if row.Handler != "" {
		l.Handler = s.dir.account(row.Handler)
	}
	if row.NextKind != "" {
		l.HasDue, l.Due = true, s.due(row.NextKind, "", row.NextDue, row.NextWho)
	}
	for _, one := range flags {
		if slices.Contains(row.Flags, one.name) {
			l.Flags = append(l.Flags, mark{s.say("flag.short." + one.name), one.style})
		}
	}
	return l
}

// step says where a dossier stands: its phase, or how it ended.
func (s scene) step(phase dossier.Phase, ending dossier.Ending) string {
	if phase == dossier.PhaseClosed && ending != "" {
		return words.Code(s.lang, "ending", ending)
	}
	return words.Code(s.lang, "phase", phase)
}

// nav is the navigation of the desk for whoever is signed in.
func (s scene) nav(current string) []kit.NavItem {
	var items []kit.NavItem
	add := func(name, path string, roles ...dossier.Role) {
		if s.viewer.Is(roles...) {
			items = append(items, kit.NavItem{Label: s.say("desk.nav." + name), Path: path, Current: name == current})
		}
	}
	add("queue", "/desk", dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleOutside, dossier.RoleAuditor)
	add("new", newPath, dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist)
	if s.mails {
		add("mail", mailPath, dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist, dossier.RoleOutside)
	}
	add("overview", "/desk/overview", dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleAuditor)
	add("kept", keptPath, dossier.RoleOwner, dossier.RoleAuditor)
	add("letters", lettersPath, dossier.RoleOwner)
	add("mine", "/desk/mine", dossier.RoleSpecialist)
	add("accounts", accountsPath, dossier.RoleAdministrator, dossier.RoleOwner, dossier.RoleAuditor)
	if s.failed != "" || current == "jobs" {
		items = append(items, kit.NavItem{Label: s.say("desk.nav.jobs"), Path: jobsPath, Count: s.failed, Current: current == "jobs"})
	}
	return items
}
