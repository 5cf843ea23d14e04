package public

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// statusView is the complainant's page: everything they may see of their dossier, and what they may do.
type statusView struct {
	casework.View
	guest
	site  site
	lang  words.Lang
	dir   directory
	now   time.Time
	done  string // path of the act that was just done
	tried *tried
	files []kit.DossierFile
	more  kit.FileInput // for more of them
	keep  string        // address of the link to keep, where it is told
}

func (s site) statusOf(r *http.Request, g guest, page casework.Page) (statusView, error) {
	view, err := s.Office.Fetch(r.Context(), g.Viewer, g.Only, page)
	if err != nil {
		return statusView{}, err
	}
	dir, err := s.directory(r)
	if err != nil {
		return statusView{}, err
	}
	list, err := s.DossierFiles(r.Context(), view, g.path, s.Guests.Token(r.Context()), s.us)
	return statusView{View: view, guest: g, site: s, lang: kit.Lang(r.Context()), dir: dir, now: s.Now(), files: list}, err
}

// received are the files that came, without a way to open them: the confirmation tells that they did, and so does the page to whoever is not proven.
func (sv statusView) received() []kit.DossierFile {
	var list []kit.DossierFile
	for _, f := range sv.Sent {
		list = append(list, kit.DossierFile{Name: f.Name, Note: words.Size(sv.lang, f.Size)})
	}
	for _, f := range sv.files {
		list = append(list, kit.DossierFile{Name: f.Name, Note: f.Note})
	}
	return list
}

// us is how the complainant is told who took a file out: as everywhere on this page it is the chain that acts.
func (s site) us(string) string { return s.Office.Policy.Organisation.Name }

// file is one that stands in the complainant's dossier, or its preview.
func (s site) file(preview bool) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		g, err := s.complainant(r)
		if err != nil {
			return err
		}
		err = s.SendFile(w, r, g.Viewer, g.Only, g.path, s.Guests.Token(r.Context()), preview)
		if errors.Is(err, kit.ErrNotFound) || kit.KindOf(err) == casework.NotFound {
			return errShut
		}
		return err
	}
}

func (s site) status(w http.ResponseWriter, r *http.Request) error {
	g, err := s.complainant(r)
	if err != nil {
		return err
	}
	sv, err := s.statusOf(r, g, casework.PageStatus)
	if err != nil {
		return err
	}
	sv.done = r.URL.Query().Get("done")
	return kit.Render(w, r, http.StatusOK, statusPage(sv))
}

// confirmation is what follows filing (R7). It can be opened again.
func (s site) confirmation(w http.ResponseWriter, r *http.Request) error {
	g, err := s.complainant(r)
	if err != nil {
		return err
	}
	sv, err := s.statusOf(r, g, casework.PageConfirmation)
	if err != nil {
		return err
	}
	if g.how == byFiling {
		link, err := s.Office.LinkTo(r.Context(), g.Only, g.link.Purpose, 0)
		if err != nil {
			return err
		}
		sv.keep = s.Base + link
	}
	return kit.Render(w, r, http.StatusOK, confirmationPage(sv))
}

// withdrawalForm asks once more, and says what withdrawing means.
func (s site) withdrawalForm(w http.ResponseWriter, r *http.Request) error {
	g, err := s.complainant(r)
	if err != nil {
		return err
	}
	sv, err := s.statusOf(r, g, casework.PageWithdrawal)
	if err != nil {
		return err
	}
	if !sv.may(dossier.Withdraw{}.Kind()) {
		return kit.SeeOther(w, r, sv.path)
	}
	return kit.Render(w, r, http.StatusOK, withdrawalPage(sv))
}

// calendarFile is a planned appointment, to put into the reader's own calendar (R1, R12).
func (s site) calendarFile(which casework.Appointment) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		g, err := s.complainant(r)
		if err != nil {
			return err
		}
		file, err := s.Office.CalendarFile(r.Context(), g.Viewer, g.Only, which, kit.Lang(r.Context()))
		if err != nil {
			return err
		}
		kit.SendCalendar(w, file)
		return nil
	}
}

// calendars are the paths of the calendar files there are now.
func (sv statusView) calendars() []string {
	var paths []string
	if sv.HasCalendarFile(sv.Viewer, casework.TalkAppointment, sv.now) {
		paths = append(paths, sv.path+"/gesprek.ics")
	}
	if sv.HasCalendarFile(sv.Viewer, casework.ExplanationAppointment, sv.now) {
		paths = append(paths, sv.path+"/toelichting.ics")
	}
	return paths
}

// backToStatus is for who loads the address of a form's answer again.
func (s site) backToStatus(w http.ResponseWriter, r *http.Request) error {
	if !slices.ContainsFunc(acts, func(a act) bool { return a.path == r.PathValue("act") }) {
		return errShut
	}
	g, err := s.complainant(r)
	if err != nil {
		return err
	}
	return kit.SeeOther(w, r, g.path)
}

func (sv statusView) say(key string, args ...any) string { return words.Say(sv.lang, key, args...) }

// may reports whether an act can be done now. Files are added where there is a place for them.
func (sv statusView) may(kind dossier.Kind) bool {
	return slices.Contains(sv.Acts, kind) && (kind != dossier.AddFiles{}.Kind() || sv.site.TakesFiles())
}

// address of the page. It opens it for this browser alone.
func (sv statusView) address() string { return sv.site.Base + sv.path }

func (sv statusView) page(title string) kit.Page {
	p := kit.Page{Title: title, Nav: nav(sv.lang, ""), Stay: sv.path}
	if sv.tried != nil {
		for _, problem := range sv.tried.problems {
			if problem.Field != "" {
				problem.Field = sv.tried.act.path + "-" + problem.Field
			}
			p.Problems = append(p.Problems, problem)
		}
	}
	return p
}

func (sv statusView) moment(at time.Time) string { return words.Moment(sv.lang, at, sv.site.Zone()) }

// dueText is the end of a term as people read it: a day, or a moment where the term counts in hours.
func (sv statusView) dueText(at time.Time) string {
	if at.Equal(sv.site.Calendar.EndOf(sv.site.Calendar.Day(at))) {
		return words.Day(sv.lang, at, sv.site.Zone())
	}
	return sv.moment(at)
}

func (sv statusView) specialist(id dossier.SpecialistID) string {
	if name := sv.dir.specialist(id); name != "" {
		return name
	}
	return sv.say("you.the_specialist")
}

// email is the address that was given; empty when there is none.
func (sv statusView) email() string {
	who, _ := store.Contact(sv.Entries)
	return who.Email
}

// history is what happened, newest first.
func (sv statusView) history() []kit.TimelineItem {
	items := sv.items(sv.Entries)
	slices.Reverse(items)
	return items
}

func (sv statusView) items(entries []store.Entry) []kit.TimelineItem {
	var items []kit.TimelineItem
	for _, entry := range entries {
		if dossier.OfTime(entry.Event) {
			continue // the term itself stands under what comes next
		}
		items = append(items, kit.TimelineItem{
			At: entry.At, When: sv.moment(entry.At), What: sv.sentence(entry.Event), Said: sv.said(entry.Parts),
		})
	}
	return items
}

// sentence is what happened, told to the complainant where that differs from how the desk is told.
func (sv statusView) sentence(e dossier.Event) string {
	base, _, _ := strings.Cut(e.Name(), ".")
	key := "you.event." + base
	if !words.Has(key) {
		key = "event." + base
	}
	detail := sv.whenAndWho(e)
	if detail == "" {
		detail = sv.judgement(e)
	}
	switch {
	case detail == "":
		return sv.say(key)
	case words.Has(key + ".of"):
		return sv.say(key+".of", detail)
	}
	return sv.say(key) + ": " + detail
}

// whenAndWho is the date or the person of an event, where it has one.
func (sv statusView) whenAndWho(e dossier.Event) string {
	switch e := e.(type) {
	case dossier.TalkBooked:
		return sv.moment(e.Start)
	case dossier.ExplanationPlanned:
		return words.Code(sv.lang, "how", e.How) + ", " + sv.moment(e.Start)
	case dossier.TermExtended:
		return words.Date(sv.lang, e.Until)
	case dossier.RemedyBooked:
		return words.Date(sv.lang, e.On)
	case dossier.ActBooked:
		return words.Date(sv.lang, e.On)
	case dossier.ClaimSent:
		return words.Amount(sv.lang, e.Base+e.Hours+e.Costs)
	case dossier.BanStarted:
		return sv.specialist(e.Specialist)
	case dossier.BanEnded:
		return sv.specialist(e.Specialist)
	}
	return ""
}

// judgement is what was judged in an event, where something was.
func (sv statusView) judgement(e dossier.Event) string {
	switch e := e.(type) {
	case dossier.SubjectFound:
		return sv.subject(e.Subject) + ": " + strings.ToLower(words.Code(sv.lang, "outcome", e.Outcome))
	case dossier.Offered:
		return sv.remedies(e.Remedies)
	case dossier.Decided:
		return sv.decided(e)
	case dossier.Judged:
		return sv.ground(e.Ground)
	case dossier.Ended:
		return sv.ended(e)
	case dossier.ReviewAnswered:
		if e.Maintained {
			return sv.say("you.review.maintained")
		}
		return sv.say("you.review.taken_up")
	}
	return ""
}

// ended is how it ended, and why where no other record says so.
func (sv statusView) ended(e dossier.Ended) string {
	text := words.Code(sv.lang, "ending", e.Ending)
	if e.Ending == dossier.Discontinued {
		text += " (" + policy.LabelOf(sv.Terms.Discontinue, e.Reason, string(sv.lang)) + ")"
	}
	return text
}

// subject is what a finding is about.
func (sv statusView) subject(subject dossier.FindingSubject) string {
	if subject.Specialist != "" {
		return sv.specialist(subject.Specialist)
	}
	return strings.ToLower(words.Code(sv.lang, "about", subject.About))
}

func (sv statusView) remedies(list []dossier.OfferedRemedy) string {
	texts := make([]string, 0, len(list))
	for _, remedy := range list {
		texts = append(texts, sv.offered(remedy))
	}
	return words.List(sv.lang, texts)
}

func (sv statusView) decided(e dossier.Decided) string {
	if e.Upheld {
		return words.Code(sv.lang, "decision", "upheld")
	}
	text := words.Code(sv.lang, "decision", "rejected")
	if ground := sv.ground(e.Ground); ground != "" {
		text += " (" + ground + ")"
	}
	return text
}

func (sv statusView) ground(code string) string {
	for _, ground := range sv.Terms.Grounds {
		if ground.Code == code {
			return kit.Pick(sv.lang, ground.Label)
		}
	}
	return ""
}

// rank puts words after those they follow from; all others stay as they come.
var rank = map[string]int{"wish": 1, "measure": 1, "how": 1, "act": 2}

// said is the words of an event. Who the complainant is need not be told to them again and again.
func (sv statusView) said(parts []dossier.Part) []kit.Fact {
	var facts []kit.Fact
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b dossier.Part) int { return cmp.Compare(rank[a.Name], rank[b.Name]) })
	for _, part := range parts {
		if part.Class == dossier.ClassContact || part.Text == "" || part.Name == "client_name" {
			continue
		}
		label := ""
		if key := "you.part." + part.Name; words.Has(key) {
			label = sv.say(key)
		}
		facts = append(facts, kit.Fact{Label: label, Value: part.Text})
	}
	return facts
}

// letters are the messages that went to the complainant, newest first. Where the link stood is the address of this page: a secret that was
// exchanged appears on none.
func (sv statusView) letters() []store.Message {
	letters := make([]store.Message, 0, len(sv.Messages))
	for _, m := range sv.Messages {
		if m.To != dossier.ToComplainant || m.Kind == casework.CodeMessage {
			continue // a code is of no use to who is in
		}
		m.Body = strings.ReplaceAll(m.Body, casework.LinkPlaceholder, sv.address())
		letters = append(letters, m)
	}
	slices.SortStableFunc(letters, func(a, b store.Message) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return letters
}

// offer is what lies on the table, with its words.
func (sv statusView) offer() (dossier.Offer, string, bool) {
	offer, ok := sv.State.OpenOffer(sv.now)
	if !ok {
		return offer, "", false
	}
	text := ""
	for _, entry := range sv.Entries {
		if e, ok := entry.Event.(dossier.Offered); ok && e.Offer == offer.Number {
			for _, part := range entry.Parts {
				text = part.Text
			}
		}
	}
	return offer, text, true
}

func (sv statusView) remedy(kind dossier.RemedyKind) string {
	for _, remedy := range sv.site.Office.Policy.RemedyLabels {
		if remedy.Code == kind {
			return kit.Pick(sv.lang, remedy.Label)
		}
	}
	return words.Code(sv.lang, "remedy", kind) // an older offer may hold what is no longer offered
}

// offered is a remedy with its amount, where it has one.
func (sv statusView) offered(remedy dossier.OfferedRemedy) string {
	if remedy.Amount == 0 {
		return sv.remedy(remedy.Kind)
	}
	return sv.remedy(remedy.Kind) + " (" + words.Amount(sv.lang, remedy.Amount) + ")"
}

// treats reports whether an offer holds a treatment, for which a specialist can be chosen (R19).
func treats(offer dossier.Offer) bool {
	return slices.ContainsFunc(offer.Remedies, func(r dossier.OfferedRemedy) bool {
		return r.Kind == dossier.FreeTreatment || r.Kind == dossier.Discount
	})
}

// granted lists what was granted and how far it is (R21).
func (sv statusView) granted() []kit.Fact {
	var facts []kit.Fact
	for _, remedy := range sv.State.Remedies {
		text := sv.say("you.remedy.open")
		switch {
		case remedy.Done:
			text = sv.say("you.remedy.done", words.Date(sv.lang, remedy.On))
		case remedy.BookedOn != "":
			text = sv.say("you.remedy.booked", words.Date(sv.lang, remedy.BookedOn), sv.specialist(remedy.Specialist))
		}
		facts = append(facts, kit.Fact{Label: sv.offered(dossier.OfferedRemedy{Kind: remedy.Kind, Amount: remedy.Amount}), Value: text})
	}
	return facts
}

// agreed is the act that was agreed in the talk, in its own words.
func (sv statusView) agreed() string {
	text := ""
	for _, entry := range sv.Entries {
		for _, part := range entry.Parts {
			if part.Name == "act" {
				text = part.Text
			}
		}
	}
	return text
}

// proofs are what representatives may show, each for their relation (R5).
func (sv statusView) proofs() []kit.Fact {
	var facts []kit.Fact
	for _, relation := range sv.site.Office.Policy.Relations {
		facts = append(facts, kit.Fact{Label: kit.Pick(sv.lang, relation.Label), Value: kit.Pick(sv.lang, relation.Proof)})
	}
	return facts
}

// needsAuthority reports whether a representative has yet to show that they may act.
func (sv statusView) needsAuthority() bool {
	return sv.State.Filed && sv.State.Represented && !sv.State.AuthorityShown
}

// key of an act's form: the one that was sent, or a new one.
func (sv statusView) key(path string) string {
	if sv.tried != nil && sv.tried.act.path == path && sv.tried.key != "" {
		return sv.tried.key
	}
	return sv.site.NewKey()
}

// open reports whether an act's form came back and must be seen.
func (sv statusView) open(path string) bool { return sv.tried != nil && sv.tried.act.path == path }

// input is a field of an act's form. Several forms share the page, so its id begins with the act.
func (sv statusView) input(path, name string) kit.Input {
	in := kit.Input{ID: path + "-" + name, Name: name, Label: sv.say("you." + path + "." + name)}
	if key := "you." + path + "." + name + ".hint"; words.Has(key) {
		in.Hint = sv.say(key)
	}
	if !sv.open(path) {
		return in
	}
	in.Value, in.Values = sv.tried.form.Get(name), sv.tried.form.Values[name]
	for _, problem := range sv.tried.problems {
		if problem.Field == name {
			in.Error = problem.Text
		}
	}
	return in
}

// contactInput is a field of the correction, filled with what is known.
func (sv statusView) contactInput(name, complete, kind string) kit.Input {
	in := sv.input("contact", name)
	in.Label, in.Complete, in.Type = sv.say("public.field."+name), complete, kind
	if !sv.open("contact") {
		who, _ := store.Contact(sv.Entries)
		in.Value = contactValues(who)[name]
	}
	return in
}

// choice makes a field of a few answers.
func (sv statusView) choice(path, name string, codes ...string) kit.Input {
	in := sv.input(path, name)
	in.Required = true
	for _, code := range codes {
		in.Options = append(in.Options, kit.Option{Value: code, Label: sv.say("you." + path + "." + name + "." + code)})
	}
	return in
}

// visitInput is a question about the visit, as the form of a complaint asks it.
func (sv statusView) visitInput(name string) kit.Input {
	in := sv.input(visitAct, name)
	in.Required = true
	return in
}

func (sv statusView) visitBranch() kit.Input {
	in := sv.visitInput("branch")
	in.Options, in.Empty = sv.dir.branchOptions(), sv.say("public.choose")
	return in
}

func (sv statusView) visitDay() kit.Input {
	in := sv.visitInput("treatment_date")
	in.Short, in.Complete = true, "off"
	return in
}

func (sv statusView) visitAbout() kit.Input {
	in := sv.visitInput("about")
	for _, subject := range subjects {
		in.Options = append(in.Options, kit.Option{Value: string(subject), Label: words.Code(sv.lang, "about", subject)})
	}
	return in
}

// banned are the specialists with whom there is no contact now (R22).
func (sv statusView) banned() kit.Input {
	in := sv.input("breach", "specialist")
	in.Plain = true
	for _, id := range sv.State.Banned() {
		in.Options = append(in.Options, kit.Option{Value: string(id), Label: sv.specialist(id)})
	}
	return in
}

func (sv statusView) waiting() []act { return sv.possible(true) }
func (sv statusView) others() []act  { return sv.possible(false) }

func (sv statusView) possible(urgent bool) []act {
	var list []act
	for _, a := range acts {
		if a.urgent == urgent && sv.may(a.kind) {
			list = append(list, a)
		}
	}
	return list
}

// lost is what was typed into a form that is no longer on the page: it is shown, so that it is not lost.
func (sv statusView) lost() []kit.Fact {
	if sv.tried == nil || sv.may(sv.tried.act.kind) {
		return nil
	}
	var facts []kit.Fact
	for _, name := range []string{"words", "why", "proof", "review", "breach", "account"} {
		facts = append(facts, kit.Fact{Label: sv.say("you.typed"), Value: sv.tried.form.Get(name)})
	}
	return facts
}

// moreFiles is the input for files, with those that came with a form that was not done.
func (sv statusView) moreFiles() kit.FileInput {
	in := sv.more
	in.Alone = true
	limits := sv.site.Office.Policy.Files
	in.ID, in.Hint = filesAct+"-"+kit.FilesField, sv.say("files.hint", limits.PerForm, limits.Megabytes)
	return in
}
