package dossier_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// Every ready-made state stands where its name says.
func TestReadyMadeStates(t *testing.T) {
	for _, tc := range []struct {
		name  string
		world *world
		phase dossier.Phase
		end   dossier.Ending
	}{
		{"asked", asked(t), dossier.PhaseTalk, ""},
		{"booked", booked(t), dossier.PhaseTalk, ""},
		{"talked", talked(t, true), dossier.PhaseTalk, ""},
		{"filed", filed(t), dossier.PhaseTriage, ""},
		{"matched", matched(t), dossier.PhaseTriage, ""},
		{"unknown", unknown(t), dossier.PhaseTriage, ""},
		{"judged", judged(t), dossier.PhaseExplanation, ""},
		{"rejectedAtTriage", rejectedAtTriage(t), dossier.PhaseClosed, dossier.RejectedAtTriage},
		{"explained", explained(t), dossier.PhaseExplanation, ""},
		{"investigating", investigating(t), dossier.PhaseInvestigation, ""},
		{"inquired", inquired(t), dossier.PhaseInvestigation, ""},
		{"invited", invited(t), dossier.PhaseInvestigation, ""},
		{"heard", heard(t), dossier.PhaseInvestigation, ""},
		{"found", found(t, dossier.PartlyFounded), dossier.PhaseDecision, ""},
		{"upheld", upheld(t), dossier.PhaseOffer, ""},
		{"rejected", rejected(t), dossier.PhaseClosed, dossier.Rejected},
		{"offered", offered(t), dossier.PhaseOffer, ""},
		{"accepted", accepted(t), dossier.PhaseRemedy, ""},
		{"settled", settled(t), dossier.PhaseClosed, dossier.Settled},
		{"withdrawn", withdrawn(t), dossier.PhaseClosed, dossier.Withdrawn},
		{"suspected", suspected(t), dossier.PhaseTriage, ""},
		{"establishedFalse", establishedFalse(t), dossier.PhaseClosed, dossier.EstablishedFalse},
	} {
		equal(t, tc.name+" phase", tc.world.state.Phase, tc.phase)
		equal(t, tc.name+" ending", tc.world.state.Ending, tc.end)
	}
}
