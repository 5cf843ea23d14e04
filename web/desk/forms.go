package desk

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// actForm is one act as a form on the page of a dossier.
type actForm struct {
	Kind      dossier.Kind
	Title     string
	Help      string
	Action    string
	Key       string
	Seen      int
	Open      bool // unfolded
	Bad       bool // takes something away or ends it: the button says so by its colour
	Questions []kit.Question
	Notices   []string // what the one who does it should know
	Slots     *slotPicker
	Police    string // where the dossier is that goes with it to the police (R27)
}

// slotPicker lets one choose whose free slots are shown.
type slotPicker struct {
	Path    string
	Chosen  string
	Options []kit.Option
	None    bool // whoever was chosen has no free slot in time
}

// attempt is a form that was sent and not carried out: what was typed, and why not.
type attempt struct {
	Kind    dossier.Kind
	Typed   url.Values
	Errors  map[string]string // by field key
	General []string
	Since   []store.Entry // what others did in the meantime
	Kept    bool          // sent after the session had ended; not done yet
	Token   string        // of a form for files that came back
	Wrong   []kit.WrongFile
}

func (a attempt) of(kind dossier.Kind) bool { return a.Kind == kind && kind != "" }

// drawing is what it takes to draw the forms of one dossier.
type drawing struct {
	scene
	view    casework.View
	try     attempt
	slotsOf dossier.SpecialistID // whose slots are shown
	slots   []time.Time
	key     func() string
	wouldGo map[dossier.Party]store.Erasure // by an erasure; empty where none is possible now
	mails   bool                            // whether messages are delivered by mail
}

// ready reports whether the form itself can be shown: for a talk only once it is known with whom.
func (f actForm) ready() bool { return f.Slots == nil || f.Slots.Chosen != "" && !f.Slots.None }

// bookTalk is the one act that asks one thing after the other.
var bookTalk = dossier.BookTalk{}.Kind()

// ending are acts whose button warns.
var ending = []dossier.Kind{"cancel_talk", "lapse_talk", "cancel_explanation", "cancel_hearing", "withdraw", "discontinue", "establish_false", "withdraw_claim", "write_off_claim", "refuse_offer", "unlink", "declare_conflict"}

func (d drawing) form(kind dossier.Kind) actForm {
	f := actForm{
		Kind: kind, Title: words.Act(d.lang, kind), Help: words.ActHelp(d.lang, kind),
		Action: dossierPath(d.view.State.Reference) + "/acts/" + string(kind),
		Key:    d.key(), Seen: d.view.State.Count, Bad: slices.Contains(ending, kind), Open: d.try.of(kind),
	}
	asking := kit.Asking{Lang: d.lang, Options: d.options, Typed: d.presets(kind)}
	if d.try.of(kind) {
		asking.Typed, asking.Errors = d.try.Typed, d.try.Errors
	}
	asking.Leave = d.leaves(kind)
	f.Questions = asking.Questions(kind)
	soleChoice(f.Questions)
	switch kind {
	case "file":
		d.ofThisBranch(f.Questions)
	case "choose_match":
		d.candidates(f.Questions)
	case bookTalk:
		f.Slots = d.slotPicker()
	case "report_to_police":
		f.Police = d.pageOf(d.view, casework.PagePolice)
	}
	f.Notices = d.notices(kind)
	return f
}

// leaves are the fields that a form does not ask.
func (d drawing) leaves(kind dossier.Kind) []string {
	switch {
	case kind == bookTalk:
		return []string{"specialist"} // chosen first, as the free slots depend on it
	case kind == "choose_match" && len(d.view.State.About) > 0:
		return []string{"about"} // the complainant said it
	}
	return nil
}

// notices stand above a form: what whoever fills it in should know.
func (d drawing) notices(kind dossier.Kind) []string {
	switch kind {
	case "choose_match":
		if untold(d.view.State) {
			return []string{d.say("desk.untold.choose")}
		}
	case "tell_visit":
		return []string{d.say("desk.untold")}
	case "take_decision", "judge":
		return d.shadesReached()
	case "make_offer":
		return d.ceiling()
	case "erase":
		return d.erasureCounts()
	case "place_hold":
		return d.holdCounts()
	}
	return nil
}

// soleChoice answers what must be answered and has one possible answer.
func soleChoice(questions []kit.Question) {
	for i := range questions {
		q := &questions[i]
		if q.Required && q.Sort == kit.SortChoice && len(q.Input.Options) == 1 {
			q.Input.Value = q.Input.Options[0].Value
		}
	}
}

// shadesReached says so when the record shows that the advertised number of shades was reached (R20).
func (d drawing) shadesReached() []string {
	if !dossier.ShadesReached(d.view.State) {
		return nil
	}
	t := d.view.State.Match.Treatment
	return []string{d.say("desk.shades.reached", t.ShadesAdvertised, t.ShadesAchieved)}
}

// ceiling reminds of the price, which all remedies together do not exceed (R19).
func (d drawing) ceiling() []string {
	t := d.view.State.Match.Treatment
	if t == nil {
		return nil
	}
	return []string{d.say("desk.ceiling", d.amount(t.Price), d.amount(d.view.State.Granted()))}
}

// presets are what a form holds before anything was typed.
func (d drawing) presets(kind dossier.Kind) url.Values {
	st, today := d.view.State, kit.TypedDate(d.day(d.now))
	switch kind {
	case "correct_contact":
		c, _ := store.Contact(d.view.Entries)
		return url.Values{"name": {c.Name}, "email": {c.Email}, "phone": {c.Phone}, "address": {c.Address}, "language": {st.Language}}
	case "file":
		return d.filePresets()
	case "report_harm", "complete_act", "carry_out":
		return url.Values{"on": {today}}
	case "mark_harm":
		return url.Values{"harm": {onlyIf(st.Harm)}}
	}
	return nil
}

func (d drawing) filePresets() url.Values {
	st := d.view.State
	c, _ := store.Contact(d.view.Entries)
	preset := url.Values{
		"name": {c.Name}, "email": {c.Email}, "phone": {c.Phone}, "address": {c.Address}, "language": {st.Language},
		"branch": {string(st.Branch)}, "treatment_date": {kit.TypedDate(st.TreatmentDate)}, "channel": {string(dossier.ByPhone)},
	}
	if st.Talk.Specialist != "" {
		preset["specialists"] = []string{string(st.Talk.Specialist)}
	}
	return preset
}

// ofThisBranch offers the specialists of the dossier's branch, and whoever the talk was with, as when a complaint is taken down.
func (d drawing) ofThisBranch(questions []kit.Question) {
	options := d.ofBranch(string(d.view.State.Branch))
	with := string(d.view.State.Talk.Specialist)
	if with != "" && !slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value == with }) {
		options = append(options, kit.Option{Value: with, Label: d.dir.specialist(dossier.SpecialistID(with))})
	}
	for i := range questions {
		if questions[i].List == "specialist" && len(options) > 0 {
			questions[i].Input.Options = options
		}
	}
}

func onlyIf(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// candidates turns the question for a treatment's number into a choice, when the register offers several (R9).
func (d drawing) candidates(questions []kit.Question) {
	list := d.view.State.Match.Candidates
	for i := range questions {
		q := &questions[i]
		if q.Key != "treatment_id" || len(list) == 0 {
			continue
		}
		q.Sort = kit.SortChoice
		for _, t := range list {
			q.Input.Options = append(q.Input.Options, kit.Option{Value: string(t.ID), Label: d.treatment(t)})
		}
	}
}

func (d drawing) slotPicker() *slotPicker {
	return &slotPicker{
		Path: dossierPath(d.view.State.Reference), Chosen: string(d.slotsOf), Options: d.specialistOptions(d.view.State.Branch),
		None: d.slotsOf != "" && len(d.slots) == 0,
	}
}

// options are the possibilities of a list, with their labels.
func (d drawing) options(list string) []kit.Option {
	switch list {
	case "branch":
		return d.branchOptions()
	case "specialist":
		return d.specialistOptions("")
	case "handler", "staff":
		return d.staffOptions(list == "handler")
	case "language":
		return d.languageOptions()
	case "relation":
		return d.relationOptions()
	case "channel":
		return d.channelOptions()
	case "slot":
		return d.slotOptions(d.slots)
	case "skip":
		return d.skipOptions(d.view.Terms)
	}
	codes := d.codes(list)
	options := make([]kit.Option, 0, len(codes))
	for _, code := range codes {
		options = append(options, kit.Option{Value: code, Label: d.label(d.view, list, code)})
	}
	return options
}

// codes are those that follow from the dossier. Whoever does not know the whole of it is offered no specialist but themselves.
func (d drawing) codes(list string) []string {
	codes, _ := dossier.Choices(d.view.Whole, d.view.Terms, list)
	if list == "linked" {
		return d.view.State.Links // those alone that the viewer may see
	}
	specialists := slices.Contains([]string{"accused", "invited", "banned"}, list)
	if !specialists || dossier.Sees(d.view.Classes, dossier.ClassSummary, "") {
		return codes
	}
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return code != string(d.viewer.Specialist) })
}

func (s scene) branchOptions() []kit.Option {
	var options []kit.Option
	for _, b := range s.dir.branches {
		options = append(options, kit.Option{Value: b.ID, Label: b.Name})
	}
	return options
}

// specialistOptions lists those of the branch first without a heading, or all of them under their branches.
func (s scene) specialistOptions(first dossier.BranchID) []kit.Option {
	var own, others []kit.Option
	for _, one := range s.dir.inBranch("") {
		o := kit.Option{Value: one.ID, Label: one.Name, Group: s.dir.branch(dossier.BranchID(one.Branch))}
		if first != "" && one.Branch == string(first) {
			own = append(own, o)
		} else {
			others = append(others, o)
		}
	}
	return append(own, others...)
}

func (s scene) staffOptions(handlersOnly bool) []kit.Option {
	var options []kit.Option
	for _, a := range s.dir.accounts {
		handles := slices.Contains(a.Roles, dossier.RoleOwner) || slices.Contains(a.Roles, dossier.RoleAssistant)
		if a.Disabled || handlersOnly && !handles {
			continue
		}
		options = append(options, kit.Option{Value: string(a.ID), Label: a.Name + " (" + s.roles(a.Roles) + ")"})
	}
	return options
}

func (s scene) roles(roles []dossier.Role) string {
	var names []string
	for _, role := range roles {
		names = append(names, words.Code(s.lang, "role", role))
	}
	return words.List(s.lang, names)
}

func (s scene) languageOptions() []kit.Option {
	var options []kit.Option
	for _, code := range s.policy.Languages {
		label, _ := words.Choice(s.lang, "language", code)
		options = append(options, kit.Option{Value: code, Label: label})
	}
	return options
}

func (s scene) relationOptions() []kit.Option {
	var options []kit.Option
	for _, r := range s.policy.Relations {
		options = append(options, kit.Option{Value: r.Code, Label: kit.Pick(s.lang, r.Label)})
	}
	return options
}

func (s scene) skipOptions(t dossier.Terms) []kit.Option {
	var options []kit.Option
	for _, r := range t.Skips {
		options = append(options, kit.Option{Value: r.Code, Label: kit.Pick(s.lang, r.Label), Group: words.Code(s.lang, "part", r.Part)})
	}
	return options
}

func (s scene) slotOptions(slots []time.Time) []kit.Option {
	var options []kit.Option
	for _, at := range slots {
		options = append(options, kit.Option{
			Value: at.UTC().Format(time.RFC3339), Label: words.Clock(s.lang, at, s.zone), Group: words.Day(s.lang, at, s.zone),
		})
	}
	return options
}

// slotsFor are the free slots of whoever was asked for, or else of the specialist the talk is with.
func (d *desk) slotsFor(ctx context.Context, v casework.View, asked string) (dossier.SpecialistID, []time.Time, error) {
	id := dossier.SpecialistID(asked)
	if id == "" {
		id = v.State.Talk.Specialist
	}
	if id == "" || !slices.Contains(v.Acts, bookTalk) {
		return id, nil, nil
	}
	slots, err := d.app.Office.Slots(ctx, v, id)
	if kit.KindOf(err) == casework.NotFound {
		return "", nil, nil
	}
	return id, slots, err
}

func dossierPath(reference string) string { return "/desk/dossiers/" + url.PathEscape(reference) }
