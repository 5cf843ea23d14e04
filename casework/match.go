package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// RecordMatch: the program alone, after filing and outside the writer, so that no complaint waits for the register (R6, R9).
func (o *Office) match(ctx context.Context, job store.Job) error {
	var m dossierJob
	if err := json.Unmarshal([]byte(job.Payload), &m); err != nil {
		return fmt.Errorf("payload: %w", err)
	}
	loaded, err := o.DB.Read().Dossier(ctx, program().keys(), m.Reference)
	if err != nil {
		return err
	}
	command, err := o.lookUp(ctx, claimOf(loaded))
	if err != nil {
		return err
	}
	_, err = o.perform(ctx, program(), Order{Reference: m.Reference, Command: command}, func(tx *store.Tx) error {
		return tx.Done(job)
	})
	var own *Error
	if errors.As(err, &own) && own.Kind == Refused { // somebody chose meanwhile
		return o.DB.Write(ctx, func(tx *store.Tx) error { return tx.Done(job) })
	}
	return err
}

// claimOf is what the complaint says about client and visit. Who was treated counts, not who files for them (R5).
func claimOf(loaded store.Loaded) register.Claim {
	s := loaded.Whole
	contact, client := store.Contact(loaded.Entries)
	claim := register.Claim{
		Name: contact.Name, Email: contact.Email, Phone: contact.Phone,
		Date: string(s.TreatmentDate), Branch: string(s.Branch),
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
