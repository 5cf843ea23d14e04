package mail

import (
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// Example is a made-up notice that takes a text, for whoever looks at it before it is used. The organisation is the chain's own.
func Example(s Sheet, organisation, phone string, zone *time.Location) Notice {
	if zone == nil {
		zone = time.UTC
	}
	n := Notice{Kind: s.Kind, To: exampleParty(s.Sort), Language: string(s.Language), Name: "J. Jansen"}
	if s.Kind == unspecific { // the one for all that has none of its own
		n.Kind = "judged_serious"
	}
	pick := func(nl, en string) string { return nameIn(s.Language, [2]string{nl, en}) }
	end := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 23, 59, 59, 999e6, zone) }
	n.Data = Data{
		Reference: "WH-2026-00123-K", Organisation: organisation, Phone: phone, Branch: pick("Vestiging Voorbeeld", "Example branch"),
		Specialist: "S. Voorbeeld", At: time.Date(2026, 3, 5, 14, 0, 0, 0, zone), Due: end(3, 19), Date: "2026-03-12", Amount: 11_495,
		Lines:  []Line{{Label: pick("Vast bedrag", "Fixed amount"), Amount: 6_995}, {Label: pick("Uren van medewerkers", "Hours of staff"), Amount: 4_500}},
		Ground: pick("Te laat ingediend", "Filed too late"), Reason: pick("Er zijn nieuwe feiten", "There are new facts"), Other: "WH-2026-00099-B",
		OutsideBody: pick("Geschillencommissie", "Complaints board"), OutsideURL: "https://commissie.example", IBAN: "NL91 ABNA 0417 1643 00",
		Deadline: exampleDeadlines[s.Sort], Moved: []dossier.MovedDeadline{{Deadline: dossier.DueCall, From: end(3, 18), To: end(3, 19)}},
		Day: Day{
			Date: "2026-03-12", Next: "2026-03-13",
			Late: Listing{Count: 1, Items: []Item{{"WH-2026-00123-K", dossier.DueTriage, time.Date(2026, 3, 11, 10, 0, 0, 0, zone)}}},
			Due:  Listing{Count: 3, Items: []Item{{"WH-2026-00124-L", dossier.DueCall, end(3, 13)}}},
			New:  Listing{Count: 1, Items: []Item{{Reference: "WH-2026-00126-N"}}},
		},
		How: "visit", Outcome: "founded", Cause: "discontinued", Number: 2, Minutes: 15,
		Tips:      []string{pick("Schrijf vooraf op wat u wilt zeggen.", "Write down beforehand what you want to say.")},
		Authority: s.Sort != representative, Zone: zone,
		Terms: dossier.Terms{Attempts: 3, Invitations: 2, Triage: dossier.Term{N: 24, Unit: dossier.Hours}, Review: dossier.Term{N: 42, Unit: dossier.Days}},
	}
	return n
}

func exampleParty(sort string) dossier.Party {
	switch sort {
	case specialist:
		return dossier.ToSpecialist("S0")
	case fellow:
		return dossier.ToFellow(1)
	case handlers:
		return dossier.ToHandlers
	case desk:
		return dossier.ToDesk
	case former:
		return ToFormer
	case ToAccount:
		return "account:example"
	}
	return dossier.ToComplainant
}

// exampleDeadlines are what each sort of receiver is reminded of in an example.
var exampleDeadlines = map[string]dossier.DeadlineKind{
	complainant: dossier.DueOfferReply, representative: dossier.DueAuthority, specialist: dossier.DueMinutes, handlers: dossier.DueTriage, desk: dossier.DueTalkBooking,
}

// sparse is an example in which nothing is known that the program's text can do without.
func sparse(s Sheet) Notice {
	full := Example(s, "O", "0", nil)
	n := full
	n.Name, n.Data = "", Data{Reference: full.Data.Reference, Organisation: "O", Phone: "0", Authority: full.Data.Authority}
	for range fieldNames {
		_, err := Render(n)
		lack, ok := err.(*LackError) //nolint:errorlint // Render gives it as it is
		if !ok {
			break
		}
		n.Data.take(full.Data, lack.Datum)
	}
	return n
}

// take copies what a text calls by a name.
func (d *Data) take(from Data, name string) {
	switch name {
	case "At":
		d.At = from.At
	case "Date":
		d.Date, d.Day.Next = from.Date, from.Day.Next
	case "Ground":
		d.Ground = from.Ground
	case "OutsideBody":
		d.OutsideBody = from.OutsideBody
	case "Lines":
		d.Lines = from.Lines
	case "Amount":
		d.Amount = from.Amount
	case "What":
		d.Deadline = from.Deadline
	case "Moved":
		d.Moved = from.Moved
	case "Minutes":
		d.Minutes = from.Minutes
	}
}
