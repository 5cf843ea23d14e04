package casework

import (
	"context"
	"errors"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// match has the register asked, after filing and outside the writer, so that no complaint waits for it (R6, R9).
func (o *Office) match(ctx context.Context, job store.Job) error {
	m, err := payloadOf[dossierJob](job)
	if err != nil {
		return err
	}
	done := func(tx *store.Tx) error { return tx.Done(job, o.now()) }
	also := func(tx *store.Tx, _ Result) error { return done(tx) }
	_, err = o.perform(ctx, program(), Order{Reference: m.Reference, Command: dossier.RecordMatch{}}, also)
	var own *Error
	if errors.As(err, &own) && own.Kind == Refused { // somebody chose meanwhile
		return o.DB.Write(ctx, done)
	}
	return err
}

// RecordMatch: the program alone. The register is asked again when the contact data were corrected meanwhile: an answer about
// somebody else would start a ban with the wrong specialist (R9, R22).
func recordMatchOutside(ctx context.Context, o *Office, v Viewer, s dossier.State, _ dossier.RecordMatch) (dossier.RecordMatch, error) {
	loaded, err := o.DB.Read().Dossier(ctx, v.keys(), s.Reference)
	if err != nil {
		return dossier.RecordMatch{}, err
	}
	return o.lookUp(ctx, o.claimOf(loaded))
}

// undatedMonths is how far back visits are candidates for a complaint that does not say when its visit was.
const undatedMonths = 12

// claimOf is what the complaint says about client and visit. Who was treated counts, not who files for them (R5).
func (o *Office) claimOf(loaded store.Loaded) register.Claim {
	s := loaded.Whole
	contact, client := store.Contact(loaded.Entries)
	claim := register.Claim{
		Name: contact.Name, Email: contact.Email, Phone: contact.Phone,
		Date: string(s.TreatmentDate), Branch: string(s.Branch),
	}
	if claim.Date == "" {
		claim.Since = string(o.cal.Day(s.ReceivedAt.AddDate(0, -undatedMonths, 0)))
	}
	if client != "" {
		claim.Name = client
	}
	if len(s.Named) == 1 {
		claim.Specialist = string(s.Named[0])
	}
	return claim
}

// lookUp asks the register.
func (o *Office) lookUp(ctx context.Context, claim register.Claim) (dossier.RecordMatch, error) {
	reader := o.DB.Read()
	clients, err := reader.PossibleClients(ctx, claim.Name, claim.Email, claim.Phone)
	if err != nil {
		return dossier.RecordMatch{}, err
	}
	ids := make([]dossier.ClientID, len(clients))
	for i, c := range clients {
		ids[i] = dossier.ClientID(c.ID)
	}
	visits, err := reader.TreatmentsOf(ctx, ids)
	if err != nil {
		return dossier.RecordMatch{}, err
	}
	return recordMatch(register.Match(claim, clients, visits)), nil
}

func recordMatch(r register.Result) dossier.RecordMatch {
	outcomes := map[register.Outcome]dossier.MatchOutcome{
		register.Found: dossier.MatchFound, register.Candidates: dossier.MatchCandidates,
		register.NoTreatment: dossier.MatchNoVisit, register.Nobody: dossier.MatchNobody,
	}
	m := dossier.RecordMatch{Outcome: outcomes[r.Outcome]}
	switch m.Outcome {
	case dossier.MatchFound:
		m.Treatment = new(treatmentOf(r.Treatments[0]))
	case dossier.MatchCandidates:
		for _, t := range r.Treatments {
			m.Candidates = append(m.Candidates, treatmentOf(t))
		}
	default:
	}
	return m
}
