package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
)

// weeks of treatments in the register: two years.
const weeks = 104

// book is the client register of the made-up chain, and indexes of it for whoever casts a scenario.
type book struct {
	specialists []register.Specialist
	clients     []register.Client
	treatments  []register.Treatment
	byDay       map[dayKey][]int // numbers in treatments
	client      map[string]int   // number in clients
	mailNames   map[string]string
	bearers     map[string]int // how many clients have a name
}

type dayKey struct {
	branch string
	date   dossier.Date
}

// stream gives a source of chance of its own to each use, so that a change in one does not shift the others.
func stream(seed uint64, use string) *rand.Rand {
	h := uint64(14695981039346656037)
	for _, b := range []byte(use) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed, h)) //nolint:gosec // what is made up has to be the same each time
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// newBook makes the register for the weeks before a moment.
func newBook(seed uint64, cal *calendar.Calendar, now time.Time) *book {
	b := &book{byDay: map[dayKey][]int{}, client: map[string]int{}, mailNames: map[string]string{}, bearers: map[string]int{}, specialists: newSpecialists()}
	today := cal.Day(now)
	for n, branch := range branches {
		b.fillBranch(stream(seed, "register "+branch.ID), n, today)
	}
	return b
}

// newSpecialists spreads the forty over the branches: three each, four in the first four. Two of them have left.
func newSpecialists() []register.Specialist {
	var all []register.Specialist
	for n, name := range specialistNames {
		all = append(all, register.Specialist{
			ID: fmt.Sprintf("S%02d", n+1), Name: name, Branch: branches[n%len(branches)].ID, Active: n != 37 && n != 38,
		})
	}
	return all
}

// at lists the specialists of a branch.
func (b *book) at(branch string) []register.Specialist {
	var all []register.Specialist
	for _, s := range b.specialists {
		if s.Branch == branch {
			all = append(all, s)
		}
	}
	return all
}

// fillBranch gives one branch its weeks. Sundays are closed; about half of a day's clients were here before.
func (b *book) fillBranch(r *rand.Rand, number int, today dossier.Date) {
	branch := branches[number].ID
	staff := b.at(branch)
	var known []int
	first := calendar.AddDays(today, -7*weeks)
	for week := range weeks {
		days := openDays(calendar.AddDays(first, 7*week))
		for range 80 + r.IntN(41) {
			day := pick(r, days)
			returning := len(known) > 400 && r.IntN(100) < 48
			var client int
			if returning {
				client = known[r.IntN(len(known)-200)] // the latest come back later
			} else {
				client = b.addClient(r, number)
				known = append(known, client)
			}
			b.addTreatment(r, branch, staff, client, day)
		}
	}
}

// openDays lists the days from Monday to Saturday of the week that begins at start.
func openDays(start dossier.Date) []dossier.Date {
	var days []dossier.Date
	for n := range 7 {
		day := calendar.AddDays(start, n)
		if t, err := time.Parse(time.DateOnly, string(day)); err == nil && t.Weekday() != time.Sunday {
			days = append(days, day)
		}
	}
	return days
}

// letters of postcodes.
var letters = []rune("ABCDEGHJKLMNPRSTVWXZ")

func (b *book) addClient(r *rand.Rand, branch int) int {
	n := len(b.clients)
	given, family := pick(r, givenNames), familyName(r)
	c := register.Client{
		ID:       fmt.Sprintf("K%06d", n+1),
		Name:     given + " " + family,
		Birth:    fmt.Sprintf("%04d-%02d-%02d", 1945+r.IntN(63), 1+r.IntN(12), 1+r.IntN(28)),
		Phone:    fmt.Sprintf("+316%08d", 10_000_000+n*7+r.IntN(7)),
		Address:  fmt.Sprintf("%s %d, %s", pick(r, streets), 1+r.IntN(180), branches[branch].City),
		Postcode: fmt.Sprintf("%04d%c%c", 1000+r.IntN(8999), pick(r, letters), pick(r, letters)),
	}
	if r.IntN(100) < 88 {
		c.Email = b.mailName(given) + "." + b.mailName(family) + fmt.Sprint(n+1) + "@post.example"
	}
	b.clients = append(b.clients, c)
	b.bearers[c.Name]++
	b.client[c.ID] = n
	return n
}

func familyName(r *rand.Rand) string {
	if r.IntN(10) == 0 {
		return pick(r, surnames)
	}
	return pick(r, surnameStems) + pick(r, surnameEndings)
}

func (b *book) mailName(name string) string {
	if known, ok := b.mailNames[name]; ok {
		return known
	}
	b.mailNames[name] = mailName(name)
	return b.mailNames[name]
}

func mailName(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' {
			return c
		}
		return -1
	}, register.Plain(name))
}

func (b *book) addTreatment(r *rand.Rand, branch string, staff []register.Specialist, client int, day dossier.Date) {
	kind := kindOf(r)
	t := register.Treatment{
		ID: fmt.Sprintf("B%06d", len(b.treatments)+1), Client: b.clients[client].ID, Branch: branch, Specialist: pick(r, staff).ID,
		Date: string(day), Kind: kind.name, PriceCents: kind.price, PaidCents: kind.price, ShadesAdvertised: kind.shades,
	}
	if r.IntN(10) == 0 {
		t.PaidCents = kind.price * 85 / 100 // with a voucher
	}
	if kind.shades > 0 {
		t.ShadesAchieved = max(0, kind.shades+shadeLuck[r.IntN(len(shadeLuck))])
	}
	key := dayKey{branch, day}
	b.byDay[key] = append(b.byDay[key], len(b.treatments))
	b.treatments = append(b.treatments, t)
}

// shadeLuck is how far the shades reached are from those advertised.
var shadeLuck = []int{0, 0, 0, 0, 0, 0, 1, 1, -1, -2}

func kindOf(r *rand.Rand) treatmentKind {
	n := r.IntN(100)
	for _, k := range treatmentKinds {
		if n -= k.weight; n < 0 {
			return k
		}
	}
	return treatmentKinds[0]
}
