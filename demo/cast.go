package demo

import (
	"fmt"
	"strconv"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// newPlots casts every playing of every scenario, from one source of chance and in a fixed order.
func (w *world) newPlots() ([]*plot, error) {
	r := stream(w.seed, "plots")
	taken := map[string]bool{}
	var all []*plot
	for _, sc := range scenarios() {
		for n := range sc.share {
			p := &plot{w: w, r: stream(w.seed, sc.name+strconv.Itoa(n)), number: len(all), scenario: &sc, steps: sc.steps}
			p.theme = themes[sc.themes[n%len(sc.themes)]]
			p.language = "nl"
			if sc.cast.english || p.r.IntN(20) == 0 {
				p.language = "en"
			}
			p.due = p.start()
			if err := p.assign(r.IntN(len(branches)), taken); err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	return all, nil
}

// start is when the first step is taken, so that the last one is as long ago as the scenario wants.
func (p *plot) start() time.Time {
	age := p.scenario.age
	// Months back, most scenarios are as likely as last week.
	target := p.w.start.Add(-hours(age.from) - time.Duration(p.r.Int64N(int64(hours(age.to-age.from)+1))))
	begin := target
	for range 30 {
		over := p.end(begin).Sub(target)
		if over <= 0 {
			break
		}
		begin = begin.Add(-max(over, 20*time.Minute))
	}
	return p.snap(begin.Truncate(time.Second), p.steps[0].by, true)
}

// end is when the last step would be taken.
func (p *plot) end(begin time.Time) time.Time {
	at := p.snap(begin, p.steps[0].by, false)
	for _, s := range p.steps[1:] {
		at = p.snap(at.Add(s.after+25*time.Minute), s.by, false)
	}
	return at
}

// snap moves a moment on to when people are at work, or awake. At a start it moves back, so that no time is lost.
func (p *plot) snap(at time.Time, by voice, back bool) time.Time {
	step := 30 * time.Minute
	if back {
		step = -step
	}
	for !p.awake(at, by) {
		at = at.Add(step)
	}
	return at
}

func (p *plot) awake(at time.Time, by voice) bool {
	local := p.w.cal.Local(at)
	hour := local.Hour()
	switch by {
	case client, visitor, fellow:
		return hour >= 7 && hour < 23
	default: // staff
	}
	return hour >= 9 && hour < 17 && p.w.cal.WorkingDay(p.w.cal.Day(at))
}

// assign finds a treatment that fits the scenario, and the people around it.
func (p *plot) assign(branch int, taken map[string]bool) error {
	for try := range 4000 {
		b := branches[(branch+try)%len(branches)].ID
		if p.scenario.cast.accused == theOwner {
			b = branches[0].ID
		} else if p.scenario.cast.accused == theAssistant {
			b = branches[2].ID
		}
		day := calendar.AddDays(p.w.cal.Day(p.due), -p.daysAgo())
		visits := p.w.book.byDay[dayKey{b, day}]
		if len(visits) == 0 {
			continue
		}
		visit := p.w.book.treatments[pick(p.r, visits)]
		person := p.w.book.clients[p.w.book.client[visit.Client]]
		if !taken[person.ID] && p.fits(visit, person) {
			taken[person.ID] = true
			p.take(visit, person)
			return nil
		}
	}
	return fmt.Errorf("demo: nobody fits %q", p.scenario.name)
}

// daysAgo is how long before the first step the treatment was. A date that is remembered wrongly still lies within the term.
func (p *plot) daysAgo() int {
	switch {
	case p.scenario.cast.late:
		return 12 + p.r.IntN(20)
	case p.scenario.cast.unknown == vague:
		return 2 + p.r.IntN(4)
	case p.scenario.cast.unknown == elsewhere:
		return 6
	}
	return 1 + p.r.IntN(5)
}

func (p *plot) fits(visit register.Treatment, person register.Client) bool {
	cast := p.scenario.cast
	ordinary := visit.Specialist != ownersNumber && visit.Specialist != assistantsNumber
	switch {
	case cast.accused == theOwner && visit.Specialist != ownersNumber,
		cast.accused == theAssistant && visit.Specialist != assistantsNumber,
		cast.accused != theOwner && cast.accused != theAssistant && !ordinary,
		!p.w.specialist(visit.Specialist).Active,
		person.Email == "" && !cast.noEmail,
		visit.ShadesAdvertised == 0,
		cast.shadesMet && visit.ShadesAchieved < visit.ShadesAdvertised,
		cast.unknown != known && p.w.book.bearers[person.Name] > 1: // a namesake would be a candidate too
		return false
	case cast.accused == theOwner:
		return true // there are few of those, and nobody is asked about them
	}
	return p.alone(visit, person)
}

// alone reports whether the register cannot take the visit for another, and an inquiry finds others to ask.
func (p *plot) alone(visit register.Treatment, person register.Client) bool {
	return p.w.book.visitsNear(person.ID, visit) == 0 && p.w.book.company(visit) > 1
}

// company counts the other clients of that specialist on that day: whoever narrows an inquiry finds some.
func (b *book) company(visit register.Treatment) int {
	count := 0
	for _, i := range b.byDay[dayKey{visit.Branch, dossier.Date(visit.Date)}] {
		if t := b.treatments[i]; t.Specialist == visit.Specialist && t.ID != visit.ID {
			count++
		}
	}
	return count
}

// visitsNear counts other visits of a client close to one: the register could not tell them apart.
func (b *book) visitsNear(client string, visit register.Treatment) int {
	count := 0
	for n := -8; n <= 8; n++ {
		day := calendar.AddDays(dossier.Date(visit.Date), n)
		for _, i := range b.byDay[dayKey{visit.Branch, day}] {
			if t := b.treatments[i]; t.Client == client && t.ID != visit.ID {
				count++
			}
		}
	}
	return count
}

func (p *plot) take(visit register.Treatment, person register.Client) {
	p.visit, p.client = visit, person
	p.specialist = p.w.specialist(visit.Specialist)
	p.colleague = p.w.colleagueOf(p.specialist)
	p.contact = dossier.Contact{Name: person.Name, Email: person.Email, Phone: person.Phone, Address: person.Address}
	p.claimed = dossier.Date(visit.Date)
	cast := p.scenario.cast
	switch cast.unknown {
	case vague:
		p.claimed = calendar.AddDays(p.claimed, 1)
	case elsewhere:
		p.claimed = calendar.AddDays(p.claimed, 5)
	case stranger:
		p.contact = p.stranger()
	case known:
	}
	if cast.noEmail {
		p.contact.Email = ""
	}
	if cast.represented != "" {
		p.contact.Name, p.contact.Email = p.relative(), "familie"+strconv.Itoa(p.number)+"@post.example"
	}
	p.chooseHandlers()
}

// stranger is somebody whom the register has never heard of.
func (p *plot) stranger() dossier.Contact {
	name := pick(p.r, []string{"Ferdinand", "Walburga", "Zacharias", "Philomena"}) + " " + pick(p.r, []string{"Quispel", "Oudshoorn-Pauw", "Xhofleer", "Ruigrok"})
	return dossier.Contact{
		Name: name, Email: fmt.Sprintf("%s.%d@elders.example", mailName(name), p.number), Phone: fmt.Sprintf("+316990%05d", 100+p.number),
	}
}

func (p *plot) relative() string {
	return pick(p.r, givenNames) + " " + register.Surname(p.client.Name)
}

// chooseHandlers gives the matter to two handlers without a conflict (R14). Where falseness is to be established, the owner keeps out of
// it, to be the one who can undo it.
func (p *plot) chooseHandlers() {
	var free []*person
	for _, h := range p.w.staff.handlers {
		mine := string(h.account.Specialist)
		if mine == p.specialist.ID || mine != "" && mine == p.colleague.ID || p.theme.name == "never" && h == p.w.staff.owner {
			continue
		}
		free = append(free, h)
	}
	n := p.r.IntN(len(free))
	p.handler, p.second = free[n], free[(n+1)%len(free)]
}

func (w *world) specialist(id string) register.Specialist {
	n, err := strconv.Atoi(id[1:])
	if err != nil || n < 1 || n > len(w.book.specialists) {
		return register.Specialist{}
	}
	return w.book.specialists[n-1]
}

// colleagueOf is another specialist of the same branch, who has no other part in complaints.
func (w *world) colleagueOf(s register.Specialist) register.Specialist {
	for _, other := range w.book.at(s.Branch) {
		if other.ID != s.ID && other.Active && other.ID != ownersNumber && other.ID != assistantsNumber {
			return other
		}
	}
	return register.Specialist{}
}

func city(branch string) string {
	for _, b := range branches {
		if b.ID == branch {
			return b.City
		}
	}
	return ""
}
