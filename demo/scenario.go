package demo

import (
	"math/rand/v2"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// scenario is one course a matter can take. share is how many plots of the demo take it.
type scenario struct {
	name   string
	share  int
	themes []string
	cast   casting
	age    span // how long before the demo's present its last step lies
	steps  []step
}

// span is a stretch of hours, from and to included.
type span struct{ from, to int }

// The usual ages: what is over lies anywhere in the nine months before, what is open has just been touched.
var (
	over   = span{4 * 24, 200 * 24}
	recent = span{1, 20}
	lately = span{24, 96}
)

// casting is what a scenario needs of its people.
type casting struct {
	accused     voice      // theOwner, theAssistant: that person is the specialist; anyone otherwise
	unknown     acquainted // what the register knows of the complainant
	represented string     // relation of the representative
	late        bool       // filed after the term
	colleague   bool       // a second specialist is complained about
	shadesMet   bool       // the advertised shades were reached
	noEmail     bool       // the complainant has a telephone alone
	english     bool
}

// acquainted is what the register will say of the complaint (R9).
type acquainted int

const (
	known     acquainted = iota
	vague                // another date than the register's: candidates
	elsewhere            // a client, but not of that day: no visit
	stranger             // nobody of that name
)

// voice is who gives the command of a step.
type voice int

const (
	client       voice = iota // by the private link
	visitor                   // by the public form, before there is a link
	theOwner                  // who also treats clients, as S01
	theAssistant              // who also treats clients, as S03
	handler                   // whoever handles this matter
	second                    // another handler
	desk                      // a receptionist
	accused                   // the specialist complained about
	colleague                 // the second one
	outsider                  // the outside person of R14
	fellow                    // a fellow client of the inquiry, plot.fellow
)

// step is one command, some time after the step before it.
type step struct {
	after time.Duration
	by    voice
	other bool                            // in the second dossier of the plot
	at    func(p *plot) time.Time         // not before this moment, when it is known only by then
	do    func(p *plot) []dossier.Command // none: only time passes
}

// plot is one playing of a scenario: its people and where it stands.
type plot struct {
	w        *world
	r        *rand.Rand
	number   int
	scenario *scenario
	steps    []step
	next     int       // step to come
	due      time.Time // and its moment
	done     time.Time // moment of the step before
	waits    bool      // for the program to do what follows from the step before

	theme      theme
	language   string
	client     register.Client
	contact    dossier.Contact
	visit      register.Treatment
	claimed    dossier.Date // the date the complainant gives
	specialist register.Specialist
	colleague  register.Specialist
	handler    *person
	second     *person

	photos     []photo // that come with the next command
	references [2]string
	talkAt     time.Time
	asked      time.Time // when the inquiry began
	hearingAt  time.Time
	meetingAt  time.Time
	fellow     int
}

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }
func days(n int) time.Duration  { return hours(24 * n) }

// join puts the steps of several parts behind each other.
func join(parts ...[]step) []step {
	var all []step
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// act is a step of one command.
func act(after time.Duration, by voice, command func(p *plot) dossier.Command) []step {
	return []step{{after: after, by: by, do: func(p *plot) []dossier.Command { return []dossier.Command{command(p)} }}}
}

// plain is a step whose command depends on nothing.
func plain(after time.Duration, by voice, command dossier.Command) []step {
	return act(after, by, func(*plot) dossier.Command { return command })
}

// wait lets time pass, so that deadlines come.
func wait(after time.Duration) []step { return []step{{after: after, by: client}} }

// when puts off the first of the steps to a moment that the plot knows by then.
func when(at func(p *plot) time.Time, steps []step) []step {
	steps = append([]step(nil), steps...)
	steps[0].at = at
	return steps
}

// inOther moves steps to the second dossier of the plot.
func inOther(steps []step) []step {
	steps = append([]step(nil), steps...)
	for n := range steps {
		steps[n].other = true
	}
	return steps
}

// later puts off the first of the steps.
func later(more time.Duration, steps []step) []step {
	steps = append([]step(nil), steps...)
	steps[0].after += more
	return steps
}
