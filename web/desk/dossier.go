package desk

import (
	"net/http"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// dossierData is the page of a dossier.
type dossierData struct {
	scene
	Nav      []kit.NavItem
	Title    string
	Who      string // the complainant, when the viewer may know
	Phone    string
	Dead     string // that the complainant's address does not work, and what to do
	Sub      string
	Flags    []mark
	Done     string     // what was just done
	Story    []kit.Fact // the complainant's own words: what happened, what they wish
	First    *actForm   // what the next deadline asks for
	Next     []actForm  // what else is likely now
	Groups   []actGroup
	WhyNot   []refused
	Files    filesData
	Dues     []due
	History  []item
	Sides    []side
	Messages []message
	Problems []kit.Problem
	Since    []item
	News     newsData // nothing yet; the page asks for it by itself
	Kept     bool
	Back     string
	Explain  string // where the history is told rule by rule; empty for those it is not for
	Reads    string // where it is told who looked; empty for those it is not for
	Access   string // where a person is given what is kept of them; empty for those it is not for
}

type actGroup struct {
	Title string
	Forms []actForm
}

// open reports whether one of its forms is unfolded.
func (g actGroup) open() bool {
	return slices.ContainsFunc(g.Forms, func(f actForm) bool { return f.Open })
}

// refused is an act that cannot be done now, and why.
type refused struct{ Title, Why string }

// message is one that went out, to read.
type message struct {
	When, To, Subject, Body string
	Delivery                delivery
}

// heading names the complainant where the viewer may know who that is, and the dossier otherwise.
func (p dossierData) heading() string {
	if p.Who != "" {
		return p.Who
	}
	return p.say("desk.dossier")
}

func (d *desk) dossier(w http.ResponseWriter, r *http.Request, s scene) error {
	return d.showDossier(w, r, s, r.PathValue("ref"), http.StatusOK, attempt{})
}

// showDossier shows a dossier as the viewer may see it, with a form that could not be carried out still filled in.
func (d *desk) showDossier(w http.ResponseWriter, r *http.Request, s scene, reference string, status int, try attempt) error {
	v, err := d.app.Office.Fetch(r.Context(), s.viewer, reference, casework.PageDossier)
	if err != nil {
		return err
	}
	asked := r.URL.Query().Get("specialist")
	if try.of(bookTalk) {
		asked = try.Typed.Get("specialist")
	}
	id, slots, err := d.slotsFor(r.Context(), v, asked)
	if err != nil {
		return err
	}
	drawn := drawing{scene: s, view: v, try: try, slotsOf: id, slots: slots, key: d.app.NewKey, mails: d.app.Office.Post != nil}
	if drawn.wouldGo, err = d.app.Office.WouldErase(r.Context(), v); err != nil {
		return err
	}
	data := drawn.page()
	if data.Files, err = d.filesOf(r.Context(), s, v, try); err != nil {
		return err
	}
	data.Problems = append(data.Problems, kit.FileInput{ID: filesInputID, Wrong: try.Wrong}.Problems()...)
	data.Done = s.done(v, r.URL.Query().Get("done"))
	if r.URL.Query().Has("specialist") {
		data.unfold(bookTalk)
	}
	return kit.Render(w, r, status, dossierTemplate(data))
}

// done says what was just done, when the address names an act.
func (s scene) done(v casework.View, kind string) string {
	if kind == "" || !words.Has("act."+kind) {
		return ""
	}
	if e, ok := s.lastAct(v); ok {
		return s.say("desk.done.what", words.Event(s.lang, e.Event.Name()))
	}
	return s.say("desk.done")
}

// lastAct is the first record of the viewer's latest act. ok is false when records that the viewer may not see came after it:
// then it is not known which act that was.
func (s scene) lastAct(v casework.View) (first store.Entry, ok bool) {
	number := v.State.Count
	for _, e := range slices.Backward(v.Entries) {
		mine := e.By == s.viewer.Actor.Name()
		if e.Number != number || ok && (!mine || !e.At.Equal(first.At)) {
			return first, ok
		}
		if mine {
			first, ok = e, true
		}
		number--
	}
	return first, ok
}

func (d drawing) page() dossierData {
	v := d.view
	c, _ := store.Contact(v.Entries)
	data := dossierData{
		scene: d.scene, Nav: d.nav(""), Title: v.State.Reference, Who: c.Name, Phone: c.Phone,
		Sub: plain(" · ", d.dir.branch(v.State.Branch), d.stepOf(v.State)), Flags: d.flags(v),
		Dues: d.deadlines(v.Due), History: d.history(v), Sides: d.sides(v), Messages: d.messages(v.Messages, d.mails),
		Kept: d.try.Kept, Back: homeOf(d.viewer.Actor), Explain: d.pageOf(v, casework.PageExplain), Reads: d.pageOf(v, casework.PageReads),
		Access: d.pageOf(v, casework.PageAccess),
		Dead:   d.deadAddress(c.Email, v.Messages),
		News:   d.newsOf(v.State.Reference, v.State.Count, v.State.Count),
	}
	for _, e := range d.try.Since {
		data.Since = append(data.Since, d.item(v, e))
	}
	data.Story = d.story(v)
	d.acts(&data)
	d.problems(&data)
	return data
}

// story is what the complaint began with, as far as the viewer may read it.
func (s scene) story(v casework.View) []kit.Fact {
	var story []kit.Fact
	for _, e := range v.Entries {
		if _, filed := e.Event.(dossier.Filed); !filed {
			continue
		}
		for _, p := range e.Parts {
			if p.Class == dossier.ClassComplaint && p.Text != "" {
				story = append(story, kit.Fact{Label: s.partLabel(p.Name), Value: p.Text})
			}
		}
	}
	return story
}

// stepOf is where the dossier stands, for those who may know.
func (s scene) stepOf(st dossier.State) string {
	if st.Phase == dossier.PhaseNone {
		return ""
	}
	return s.step(st.Phase, st.Ending)
}

// acts puts what can be done on the page: one first, the others under their headings, and why the rest cannot.
func (d drawing) acts(data *dossierData) {
	v := d.view
	possible := slices.DeleteFunc(slices.Clone(v.Acts), func(k dossier.Kind) bool { return slices.Contains(hidden, k) })
	if k := d.try.Kind; k != "" && !slices.Contains(possible, k) && d.known(k) {
		possible = append(possible, k) // what was typed stays, though the act has become impossible
	}
	first := foremost(v.Due, v.State, possible)
	if slices.Contains(possible, d.try.Kind) {
		first = append([]dossier.Kind{d.try.Kind}, slices.DeleteFunc(first, func(k dossier.Kind) bool { return k == d.try.Kind })...)
	}
	for i, kind := range first {
		f := d.form(kind)
		if i == 0 {
			data.First = &f
		} else {
			data.Next = append(data.Next, f)
		}
	}
	rest := slices.DeleteFunc(slices.Clone(possible), func(k dossier.Kind) bool { return slices.Contains(first, k) })
	for _, g := range grouped(rest) {
		one := actGroup{Title: d.say("desk.group." + g.Name)}
		for _, kind := range g.Kinds {
			one.Forms = append(one.Forms, d.form(kind))
		}
		data.Groups = append(data.Groups, one)
	}
	d.whyNot(data, possible)
}

// whyNot lists the acts that cannot be done now, with the reason.
func (d drawing) whyNot(data *dossierData, possible []dossier.Kind) {
	for _, g := range groups {
		for _, kind := range g.Kinds {
			if why := d.view.Why[kind]; why != nil && !slices.Contains(possible, kind) {
				data.WhyNot = append(data.WhyNot, refused{words.Act(d.lang, kind), kit.RefusalText(d.lang, why)})
			}
		}
	}
}

func (d drawing) known(kind dossier.Kind) bool {
	_, ok := kit.Zero(kind)
	return ok && !slices.Contains(hidden, kind)
}

func (data *dossierData) unfold(kind dossier.Kind) {
	for i := range data.Next {
		data.Next[i].Open = data.Next[i].Open || data.Next[i].Kind == kind
	}
	for i := range data.Groups {
		for j := range data.Groups[i].Forms {
			if data.Groups[i].Forms[j].Kind == kind {
				data.Groups[i].Forms[j].Open = true
			}
		}
	}
}

// problems lists what was wrong with the form that came back.
func (d drawing) problems(data *dossierData) {
	for _, text := range d.try.General {
		data.Problems = append(data.Problems, kit.Problem{Text: text})
	}
	if data.First == nil || !d.try.of(data.First.Kind) {
		return
	}
	for _, q := range data.First.Questions {
		if problem, bad := q.Problem(); bad {
			data.Problems = append(data.Problems, problem)
		}
	}
}

// flags of the dossier, of what the viewer may know.
func (s scene) flags(v casework.View) []mark {
	st := v.State
	is := map[string]bool{
		"harm": st.Harm, "ban": len(st.Banned()) > 0, "late": st.Late, "represented": st.Represented, "suspected": st.Suspected,
		"candidates": st.Match.Outcome == dossier.MatchCandidates, "withdrawing": st.Withdrawing,
		"untold": untold(st),
		"held":   st.Hold != "", "erased": !st.ErasedAt.IsZero(),
		"not_found": slices.Contains([]dossier.MatchOutcome{dossier.MatchNoVisit, dossier.MatchNobody}, st.Match.Outcome),
	}
	var marks []mark
	for _, one := range flags {
		if is[one.name] {
			marks = append(marks, mark{s.say("flag." + one.name), one.style})
		}
	}
	return marks
}

// withoutLink is what staff read of a message: a private link or a code is its receiver's alone, and their own link leads here.
func (s scene) withoutLink(m store.Message) string {
	link := s.say("desk.message.link")
	if casework.AmongStaff(m.To) {
		link = dossierPath(m.Reference)
	}
	return strings.NewReplacer(casework.LinkPlaceholder, link, casework.CodePlaceholder, s.say("desk.message.code")).Replace(m.Body)
}

func (s scene) messages(list []store.Message, mails bool) []message {
	out := make([]message, 0, len(list))
	for _, m := range list {
		out = append(out, message{When: s.moment(m.At), To: plain(" ", m.Name, m.Address), Subject: m.Subject, Body: s.withoutLink(m), Delivery: s.delivery(m, mails)})
	}
	slices.Reverse(out)
	return out
}
