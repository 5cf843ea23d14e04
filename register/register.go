// Package register looks a complaint up in the client register (R8, R9).
//
// It is pure: whoever calls it hands in the clients and treatments that may fit, and it says
// how well they do. It reads no clock, no database and no network, and it never says "fraud":
// that a client or a visit is not found is a fact about the register alone, and what follows
// from it is for people to judge (R25).
//
// A match starts a contact ban and tells a specialist about it (R22), so being wrong costs two
// people something. That is why Match answers Found only when everything that was stated
// agrees, and leaves every doubt to staff as Candidates.
package register

// Branch is one clinic of the chain.
type Branch struct {
	ID   string
	Name string
	City string
}

// Specialist is who treats clients, at one branch. Active is false for who has left.
type Specialist struct {
	ID     string
	Name   string
	Branch string
	Active bool
}

// Client is a client as the register has them. Birth is yyyy-mm-dd, Phone is E.164
// ("+31612345678"); what is unknown is empty.
type Client struct {
	ID       string
	Name     string
	Birth    string
	Email    string
	Phone    string
	Address  string
	Postcode string
}

// Treatment is one visit. Client, Branch and Specialist are IDs, Date is yyyy-mm-dd in the
// chain's own zone, the prices are euro cents. The shades are the numbers advertised and
// achieved, 0 when unknown (R20).
type Treatment struct {
	ID               string
	Client           string
	Branch           string
	Specialist       string
	Date             string
	Kind             string
	PriceCents       int64
	PaidCents        int64
	ShadesAdvertised int
	ShadesAchieved   int
}

// OtherClientsOfDay names the clients to be asked about their visit (R15): everyone treated at
// the branch of about on its date, but its own client. With sameSpecialist the list is narrowed
// to those whom the same specialist treated. Each client is named once, in the order of the
// treatments handed in; those of other days or branches are passed over.
func OtherClientsOfDay(treatments []Treatment, about Treatment, sameSpecialist bool) []string {
	var others []string
	asked := map[string]bool{about.Client: true}
	for _, t := range treatments {
		if t.Date != about.Date || t.Branch != about.Branch || asked[t.Client] {
			continue
		}
		if sameSpecialist && t.Specialist != about.Specialist {
			continue
		}
		asked[t.Client] = true
		others = append(others, t.Client)
	}
	return others
}
