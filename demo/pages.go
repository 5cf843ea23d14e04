package demo

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// Routes adds the demo's own pages: the clock, the mailbox and who can sign in. They exist in the demo alone.
func (w *World) Routes(mux *kit.Mux, app *kit.App) {
	p := pages{w, app}
	mux.Handle("GET /demo/{$}", app.Handle(p.index))
	mux.Handle("GET /demo/mailbox", app.Handle(p.mailbox))
	mux.Handle("POST /demo/clock", app.Handle(p.moveClock))
}

type pages struct {
	world *World
	app   *kit.App
}

// text in both languages; what the demo says of itself is no part of the product's own words.
type text struct{ nl, en string }

func (t text) in(lang words.Lang) string {
	if lang == words.EN {
		return t.en
	}
	return t.nl
}

var (
	textTitle    = text{"Proefomgeving", "Demonstration"}
	textIntro    = text{"Deze keten, haar klanten en hun klachten zijn verzonnen. Alles wat u ziet, is gemaakt door de gewone handelingen van het programma.", "This chain, its clients and their complaints are made up. All you see was made by the ordinary acts of the program."}
	textAccounts = text{"Accounts", "Accounts"}
	textGuests   = text{"Klanten", "Clients"}
	textBeOne    = text{"Wilt u zelf een gesprek vragen of een klacht indienen? Neem de naam en het e-mailadres van een van deze klanten over: het klantensysteem kent hen en hun behandeling. De link naar de eigen pagina van de klant staat daarna in de postbus.", "Do you want to ask for a talk or file a complaint yourself? Take the name and the e-mail address of one of these clients: the register knows them and their treatment. The link to the client's own page is in the mailbox after that."}
	textVisit    = text{"Behandeling", "Treatment"}
	textForms    = text{"Formulieren", "Forms"}
	textPassword = text{"Alle accounts hebben hetzelfde wachtwoord:", "All accounts have the same password:"}
	textFactors  = text{"In een echte keten vraagt het programma eigenaar, assistenten en beheerder na hun wachtwoord ook een code van hun telefoon. In deze proefomgeving hoeft dat niet; onder Mijn account kunt u het proberen.", "In a real chain the program asks owner, assistants and administrator for a code from their phone after their password. In this demonstration it does not; under My account you can try it."}
	textSignIn   = text{"Naar het bureau", "To the desk"}
	textMailbox  = text{"Postbus", "Mailbox"}
	textOwn      = text{"Herinneringen en overzichten voor medewerkers staan bij hun eigen adres: kies er een bij de accounts.", "Reminders and overviews for staff stand at their own address: choose one among the accounts."}
	textMail     = text{"Alle berichten die het programma maakt, met de persoonlijke link erin. Zo volgt u een klager of een andere klant.", "All messages that the program makes, with the private link in them. Follow a complainant or a fellow client from here."}
	textTo       = text{"E-mailadres van de ontvanger", "E-mail address of the recipient"}
	textShow     = text{"Toon", "Show"}
	textAll      = text{"Alle ontvangers", "All recipients"}
	textNone     = text{"Er zijn geen berichten voor deze ontvanger.", "There are no messages for this recipient."}
	textClock    = text{"Het is nu", "It is now"}
	textHour     = text{"+ 1 uur", "+ 1 hour"}
	textDay      = text{"+ 1 dag", "+ 1 day"}
	textWeek     = text{"+ 1 week", "+ 1 week"}
	textLatest   = text{"De nieuwste berichten", "The latest messages"}
	textBadStep  = text{"De klok kan alleen vooruit, hooguit 400 dagen per keer. Vul een duur in zoals 26h.", "The clock only goes forward, at most 400 days at a time. Give a duration such as 26h."}
	textMaking   = text{"De voorgeschiedenis wordt nog gemaakt:", "The past is still being made:"}
	textName     = text{"Naam", "Name"}
	textRole     = text{"Rol", "Role"}
	textEmail    = text{"E-mailadres", "E-mail address"}
)

var roleNames = map[string]text{
	"owner": {"eigenaar", "owner"}, "assistant": {"assistent", "assistant"}, "receptionist": {"telefonist", "receptionist"},
	"specialist": {"specialist", "specialist"}, "outside": {"persoon van buiten", "outside person"},
	"auditor": {"auditor", "auditor"}, "administrator": {"beheerder", "administrator"},
}

// roles in the language of the reader.
func roles(lang words.Lang, list string) string {
	names := strings.Split(list, ", ")
	for n, name := range names {
		names[n] = roleNames[name].in(lang)
	}
	return strings.Join(names, ", ")
}

// Bar is what stands above every page of the demo: its clock, and how to move it on.
func (w *World) Bar(r *http.Request) templ.Component {
	back := "/"
	if r.Method == http.MethodGet {
		back = r.URL.RequestURI()
	}
	return bar(words.Moment(kit.Lang(r.Context()), w.Clock.Now(), w.Office.Calendar().Zone()), back, w.Progress())
}

func (p pages) index(w http.ResponseWriter, r *http.Request) error {
	guests, err := p.world.guests(r.Context())
	if err != nil {
		return err
	}
	return kit.Render(w, r, http.StatusOK, indexPage(p.world.Accounts, guests))
}

// mailboxSize is how many messages the page shows, and mailboxLook through how many it looks for them.
const (
	mailboxSize = 100
	mailboxLook = 2000
)

func (p pages) mailbox(w http.ResponseWriter, r *http.Request) error {
	to := strings.TrimSpace(r.URL.Query().Get("to"))
	list, err := p.app.Office.DB.Read().Mailbox(r.Context(), to, mailboxLook)
	if err != nil {
		return err
	}
	if to == "" { // else what staff are told hides what clients get
		list = slices.DeleteFunc(list, func(m store.Message) bool { return casework.AmongStaff(m.To) })
	}
	list = list[:min(len(list), mailboxSize)]
	letters := make([]letter, len(list))
	for n, m := range list {
		if path, ok := p.app.Porter.LinkOf(m); ok {
			letters[n] = p.world.withLink(m, path)
			letters[n].when = words.Moment(kit.Lang(r.Context()), m.At, p.app.Zone())
			continue
		}
		if letters[n], err = p.world.letter(r.Context(), m, words.Moment(kit.Lang(r.Context()), m.At, p.app.Zone())); err != nil {
			return err
		}
	}
	kit.Private(w)
	return kit.Render(w, r, http.StatusOK, mailboxPage(to, letters))
}

// letter is a message as its recipient would get it.
type letter struct {
	store.Message
	when          string
	before, after string // of the body, around the link
	link          string
}

// letter puts the private link and the code in, as delivery would.
func (w *World) letter(ctx context.Context, m store.Message, when string) (letter, error) {
	l := letter{Message: m, when: when, before: w.Office.Delivered(m)}
	if m.Link == "" {
		return l, nil
	}
	way, err := w.way(ctx, m)
	l = w.withLink(m, way)
	l.when = when
	return l, err
}

// withLink is a message with the link in it that leads to a path.
func (w *World) withLink(m store.Message, path string) letter {
	l := letter{Message: m, link: w.Office.Base + path}
	l.before, l.after, _ = strings.Cut(w.Office.Delivered(m), casework.LinkPlaceholder)
	return l
}

// way is the path of the link that belongs in a message. In one to an address that is the complainant's no more it opens nothing.
func (w *World) way(ctx context.Context, m store.Message) (string, error) {
	path, err := w.Office.WayIn(ctx, m)
	if err == nil && path == "" {
		path = casework.StatusPath
	}
	return path, err
}

// moveClock answers POST /demo/clock with advance=26h.
func (p pages) moveClock(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.ReadForm(w, r)
	if err != nil {
		return err
	}
	by, err := time.ParseDuration(form.Line("advance"))
	if err == nil {
		err = p.world.Advance(kit.Background(r), by)
	}
	switch {
	case err == nil:
		return kit.SeeOther(w, r, localPath(form.Line("back")))
	case by == 0, errors.Is(err, ErrBackwards), errors.Is(err, ErrTooFar):
		return kit.Render(w, r, http.StatusUnprocessableEntity, refusedPage())
	}
	return err
}

// localPath is where to go back to: a page of this site, whatever the form asks for.
func localPath(path string) string {
	if !kit.OwnPath(path) {
		return "/"
	}
	return path
}

// shown are the accounts that are worth trying first: everybody but most of the specialists.
func shown(accounts []Account) []Account {
	specialists := 0
	return slices.DeleteFunc(slices.Clone(accounts), func(a Account) bool {
		if a.Role != "specialist" {
			return false
		}
		specialists++
		return specialists > 6
	})
}

// Shown are the accounts to print for people; scripts get all of them.
func (w *World) Shown() []Account { return shown(w.Accounts) }

func mailboxOf(address string) templ.SafeURL {
	return templ.SafeURL("/demo/mailbox?" + url.Values{"to": {address}}.Encode())
}
