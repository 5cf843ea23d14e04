package register

import (
	"slices"
	"strings"
	"time"
)

// NearDays is how far the date that a client remembers may be from the one in the register for
// the visit to be a candidate. Only the exact date can be Found.
const NearDays = 3

// MostUndated is how many visits are candidates for a claim without a date.
const MostUndated = 12

// Claim is what a complaint says about the client and the visit. Name, Birth, Email, Phone and
// Postcode are those of who was treated, not of a representative (R5). Branch and Specialist
// are IDs. Whatever was not said is empty.
type Claim struct {
	Name       string
	Birth      string // yyyy-mm-dd
	Email      string
	Phone      string // as typed
	Postcode   string
	Date       string // of the treatment, yyyy-mm-dd
	Since      string // without a date: the first day that a visit may have been on, yyyy-mm-dd
	Branch     string
	Specialist string
}

// Outcome is what looking a complaint up gave (R9).
type Outcome string

// The outcomes of R9. The last two raise the flag "not found".
const (
	Found       Outcome = "found"        // one client, one visit, nothing disagrees
	Candidates  Outcome = "candidates"   // visits that may be meant; staff choose
	NoTreatment Outcome = "no_treatment" // a client, without that treatment
	Nobody      Outcome = "nobody"       // no client of that description
)

// Result is the answer of Match. Treatments has one visit for Found, one or more for
// Candidates (the likeliest first), none for the others. Clients are the IDs of the clients it
// rests on: one for Found, those known for certain for NoTreatment, and for Nobody those who
// bear some likeness but not enough.
type Result struct {
	Outcome    Outcome
	Treatments []Treatment
	Clients    []string
}

// NotFound reports whether the complainant is to be asked for proof of the visit (R9).
func (r Result) NotFound() bool { return r.Outcome == NoTreatment || r.Outcome == Nobody }

// certainty is how sure it is that a client of the register is the one meant.
type certainty int

const (
	unlike  certainty = iota
	likely            // some of it agrees
	certain           // the name and something that only this client has agree
)

// Match looks a complaint up among the clients and treatments handed in (R9), which may be more
// than fit. It gives the same answer in whatever order they come.
func Match(claim Claim, clients []Client, treatments []Treatment) Result {
	sure := map[string]certainty{}
	var known, alike []string
	claim.Phone = E164(claim.Phone)
	for _, c := range clients {
		sure[c.ID] = compare(claim, c)
		if sure[c.ID] == certain {
			known = append(known, c.ID)
		} else if sure[c.ID] == likely {
			alike = append(alike, c.ID)
		}
	}
	known = sorted(known)
	visits := fitting(claim, treatments, sure)
	switch {
	case len(known) == 1 && len(exact(claim, visits, sure)) == 1:
		return Result{Found, exact(claim, visits, sure), known}
	case len(visits) > 0:
		return Result{Candidates, visits, clientsOf(visits)}
	case len(known) > 0:
		return Result{NoTreatment, nil, known}
	}
	return Result{Nobody, nil, sorted(alike)}
}

// compare judges one client. A birth date that differs outweighs everything else: father and
// son share a name, an address and often a phone.
func compare(claim Claim, c Client) certainty {
	name := CompareNames(claim.Name, c.Name)
	home := agree(claim.Postcode, c.Postcode, FoldPostcode)
	reachable := reachable(claim, c)
	born := agree(claim.Birth, c.Birth, strings.TrimSpace)
	if known := claim.Birth != "" && c.Birth != ""; known && !born {
		return atMostLikely(name != Different && (reachable || home))
	}
	if name != Different && (born || reachable) {
		return certain
	}
	return atMostLikely(reachable || byName(claim, name, home))
}

// byName reports whether a name makes a client likely. A claim without a date must not bring the visits of everybody of that name: then it takes their e-mail
// address or phone.
func byName(claim Claim, name Likeness, home bool) bool {
	return claim.Date != "" && (name == Same || name == Alike && home)
}

func reachable(claim Claim, c Client) bool {
	return agree(claim.Email, c.Email, FoldEmail) || agree(claim.Phone, c.Phone, E164)
}

func atMostLikely(something bool) certainty {
	if something {
		return likely
	}
	return unlike
}

// agree reports whether both are known and fold to the same.
func agree(a, b string, fold func(string) string) bool {
	a, b = fold(a), fold(b)
	return a != "" && a == b
}

// fitting lists the visits that may be meant, the likeliest first: those of clients known for
// certain before others, then the nearest date, then the branch and specialist named.
func fitting(claim Claim, treatments []Treatment, sure map[string]certainty) []Treatment {
	var visits []Treatment
	for _, t := range treatments {
		if sure[t.Client] != unlike && near(claim.Date, t.Date) && t.Date >= claim.Since {
			visits = append(visits, t)
		}
	}
	slices.SortFunc(visits, func(a, b Treatment) int {
		if d := distance(claim, a, sure) - distance(claim, b, sure); d != 0 {
			return d
		}
		return strings.Compare(b.Date+b.ID, a.Date+a.ID) // the latest first
	})
	visits = slices.CompactFunc(visits, func(a, b Treatment) bool { return a.ID == b.ID })
	if claim.Date == "" {
		visits = visits[:min(len(visits), MostUndated)]
	}
	return visits
}

// distance orders candidates; its size means nothing beyond that.
func distance(claim Claim, t Treatment, sure map[string]certainty) int {
	d := 0
	if sure[t.Client] != certain {
		d += 100
	}
	if days, ok := daysBetween(claim.Date, t.Date); ok {
		d += 10 * days
	}
	if claim.Branch != "" && claim.Branch != t.Branch {
		d += 5
	}
	if claim.Specialist != "" && claim.Specialist != t.Specialist {
		d += 3
	}
	return d
}

// exact keeps the visits of a client known for certain with which nothing stated disagrees. A
// complaint without a date has none: which visit it means is for a person to say.
func exact(claim Claim, visits []Treatment, sure map[string]certainty) []Treatment {
	var all []Treatment
	for _, t := range visits {
		named := (claim.Branch == "" || claim.Branch == t.Branch) &&
			(claim.Specialist == "" || claim.Specialist == t.Specialist)
		if named && claim.Date == t.Date && sure[t.Client] == certain {
			all = append(all, t)
		}
	}
	return all
}

// near reports whether a visit on date may be the one claimed; without a claimed date, or with
// one that cannot be read, every visit may be.
func near(claimed, date string) bool {
	days, ok := daysBetween(claimed, date)
	return !ok || days <= NearDays
}

// daysBetween is the number of days from one date to the other, never negative.
func daysBetween(a, b string) (int, bool) {
	x, err := time.Parse(time.DateOnly, a)
	if err != nil {
		return 0, false
	}
	y, err := time.Parse(time.DateOnly, b)
	if err != nil {
		return 0, false
	}
	days := int(y.Sub(x) / (24 * time.Hour))
	return max(days, -days), true
}

func clientsOf(treatments []Treatment) []string {
	var ids []string
	for _, t := range treatments {
		ids = append(ids, t.Client)
	}
	return sorted(ids)
}

func sorted(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
