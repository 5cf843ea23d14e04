package casework_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
)

// walk is a world in which acts come in any order.
type walk struct {
	*world
	r          *rand.Rand
	references []string
}

// Whatever is done in whatever order: while a ban runs in one dossier, no talk between the two stands in another (R23), and
// everything that happened can be told.
func TestR23_NoAppointmentStandsBesideABanInWhateverOrder(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := &walk{world: newWorld(t), r: rand.New(rand.NewPCG(seed, 1))}
			for step := range 60 {
				k.step()
				if step%3 == 0 {
					k.settle()
				}
				k.check(step)
			}
			k.quiet()
		})
	}
}

func (k *walk) step() {
	k.t.Helper()
	specialist := []dossier.SpecialistID{"S1", "S2"}[k.r.IntN(2)]
	reference := ""
	if len(k.references) > 0 {
		reference = k.references[k.r.IntN(len(k.references))]
	}
	switch n := k.r.IntN(9); {
	case n == 0 || reference == "":
		k.try(casework.Public(), "", dossier.RequestTalk{Contact: klaas, Branch: "B1", TreatmentDate: visitDay, Specialist: specialist})
	case n == 1:
		c := complaint()
		c.Specialists = []dossier.SpecialistID{specialist}
		k.try(casework.Public(), "", c)
	case n == 2:
		k.try(complainant(reference), reference, complaint())
	case n <= 5:
		if slots, err := k.Slots(k.t.Context(), k.fetch(owner, reference), specialist); err == nil && len(slots) > 0 {
			k.try(receptionist, reference, dossier.BookTalk{Specialist: specialist, Start: slots[k.r.IntN(len(slots))]})
		}
	case n == 6:
		k.try(complainant(reference), reference, dossier.Withdraw{})
	case n == 7:
		k.try(owner, reference, dossier.MergeInto{Into: k.references[k.r.IntN(len(k.references))], Reason: "x"})
	default:
		k.try(assistant, reference, dossier.Reopen{Reason: "mistake", Words: "x"})
		k.now = k.now.Add(time.Hour)
	}
}

// try does an act that may be refused, but not fail otherwise.
func (k *walk) try(v casework.Viewer, reference string, c dossier.Command) {
	k.t.Helper()
	result, err := k.Do(k.t.Context(), v, casework.Order{Reference: reference, Command: c})
	var own *casework.Error
	switch {
	case err == nil && !slices.Contains(k.references, result.Reference):
		k.references = append(k.references, result.Reference)
	case err != nil && (!errors.As(err, &own) || own.Kind != casework.Refused):
		k.t.Fatalf("%s: %v", c.Kind(), err)
	}
}

func (k *walk) check(step int) {
	k.t.Helper()
	var banned, planned []dossier.SpecialistID
	for _, reference := range k.references {
		s := k.whole(reference)
		if s.Open() {
			banned = append(banned, s.Banned()...)
		}
		if s.Talk.Status == dossier.TalkPlanned {
			planned = append(planned, s.Talk.Specialist)
		}
	}
	for _, id := range planned {
		if slices.Contains(banned, id) {
			k.t.Fatalf("step %d: a talk with %s is planned while a ban with them runs", step, id)
		}
	}
}
