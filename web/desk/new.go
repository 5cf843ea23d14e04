package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// newPath is where staff take something down on a client's behalf (R1, R5).
const newPath = "/desk/new"

// taken are the acts that open a dossier at the desk.
var taken = []dossier.Kind{"file", "request_talk"}

// newData is the page on which a complaint or the wish to talk is taken down.
type newData struct {
	scene
	Nav       []kit.NavItem
	Kind      dossier.Kind
	Kinds     []kit.Option
	Branch    string
	Branches  []kit.Option
	Title     string
	Help      string
	Key       string
	Ready     bool // kind and branch are chosen: the form itself is shown
	Questions []kit.Question
	Problems  []kit.Problem
	Kept      bool
}

func (d *desk) newPage(w http.ResponseWriter, r *http.Request, s scene) error {
	query := r.URL.Query()
	typed := url.Values{"branch": {query.Get("branch")}, "channel": {string(dossier.ByPhone)}, "language": {string(s.lang)}}
	return d.showNew(w, r, s, http.StatusOK, attempt{Kind: dossier.Kind(query.Get("kind")), Typed: typed})
}

// showNew first asks what it is and about which branch, then shows the form with that branch's specialists.
func (d *desk) showNew(w http.ResponseWriter, r *http.Request, s scene, status int, try attempt) error {
	if !s.viewer.Is(dossier.RoleOwner, dossier.RoleAssistant, dossier.RoleReceptionist) {
		return kit.ErrNotFound
	}
	data := newData{
		scene: s, Nav: s.nav("new"), Kind: try.Kind, Branch: try.Typed.Get("branch"), Branches: s.branchOptions(),
		Key: d.app.NewKey(), Kept: try.Kept,
	}
	for _, kind := range taken {
		data.Kinds = append(data.Kinds, kit.Option{Value: string(kind), Label: words.Act(s.lang, kind), Hint: s.say("desk.new." + string(kind))})
	}
	branchKnown := slices.ContainsFunc(data.Branches, func(o kit.Option) bool { return o.Value == data.Branch })
	data.Ready = slices.Contains(taken, try.Kind) && branchKnown
	if data.Ready {
		data.Title, data.Help = words.Act(s.lang, try.Kind), words.ActHelp(s.lang, try.Kind)
		asking := kit.Asking{Lang: s.lang, Typed: try.Typed, Errors: try.Errors, Leave: []string{"branch"}, Options: s.newOptions(data.Branch)}
		data.Questions = asking.Questions(try.Kind)
	}
	for _, text := range try.General {
		data.Problems = append(data.Problems, kit.Problem{Text: text})
	}
	for _, q := range data.Questions {
		if problem, bad := q.Problem(); bad {
			data.Problems = append(data.Problems, problem)
		}
	}
	return kit.Render(w, r, status, newTemplate(data))
}

// newOptions are the possibilities on the form of a new dossier.
func (s scene) newOptions(branch string) func(list string) []kit.Option {
	return func(list string) []kit.Option {
		switch list {
		case "specialist":
			return s.ofBranch(branch)
		case "relation":
			return s.relationOptions()
		case "language":
			return s.languageOptions()
		case "channel":
			return s.channelOptions()
		}
		codes, _ := dossier.Choices(dossier.State{}, s.policy.Terms, list)
		var options []kit.Option
		for _, code := range codes {
			options = append(options, kit.Option{Value: code, Label: s.label(casework.View{Terms: s.policy.Terms}, list, code)})
		}
		return options
	}
}

func (s scene) ofBranch(branch string) []kit.Option {
	var options []kit.Option
	for _, one := range s.dir.inBranch(dossier.BranchID(branch)) {
		options = append(options, kit.Option{Value: one.ID, Label: one.Name})
	}
	return options
}

// channels are the ways in which something reaches the desk; what comes by the others comes in by itself.
var channels = []dossier.Channel{dossier.ByPhone, dossier.ByCounter, dossier.ByLetter, dossier.ByMail}

func (s scene) channelOptions() []kit.Option {
	var options []kit.Option
	for _, c := range channels {
		options = append(options, kit.Option{Value: string(c), Label: words.Code(s.lang, "channel", c)})
	}
	return options
}

// create takes it down, and leads to the dossier: for a talk, with the booking as the first thing to do.
func (d *desk) create(w http.ResponseWriter, r *http.Request, s scene) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	kind := dossier.Kind(form.Get("kind"))
	if !slices.Contains(taken, kind) {
		return kit.ErrNotFound
	}
	try := attempt{Kind: kind, Typed: form.Values}
	command, faults := d.read(s, kind, form)
	if len(faults) > 0 {
		try.Errors = kit.FaultTexts(s.lang, kind, faults)
		return d.showNew(w, r, s, http.StatusUnprocessableEntity, try)
	}
	result, err := d.app.Office.Do(r.Context(), s.viewer, casework.Order{Command: command, Key: kit.FormID(d.app.KeyOf(form))})
	if refusal := kit.RefusalOf(err); refusal != nil {
		try.Errors, try.General = kit.RefusalTexts(s.lang, kind, refusal)
		return d.showNew(w, r, s, http.StatusUnprocessableEntity, try)
	}
	if status, text, ok := d.app.NotDone(r, err); ok {
		try.General = []string{text}
		return d.showNew(w, r, s, status, try)
	}
	if err != nil {
		return err
	}
	return d.afterTaking(w, r, s, result.Reference, kind)
}
