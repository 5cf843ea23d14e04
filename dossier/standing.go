package dossier

import (
	"slices"
	"time"
)

// What guards and acts ask of a state: who is to be heard, what is still open, by when an answer is due.

// ToHear lists the specialists who must be able to answer: those under investigation, and where the treatment is, whoever
// gave it or was named (R16, R17).
func (s State) ToHear() []SpecialistID {
	var ids []SpecialistID
	for _, sub := range s.Subjects {
		switch sub.About {
		case AboutSpecialist:
			ids = union(ids, sub.Specialist)
		case AboutTreatment:
			ids = union(ids, s.Named...)
			if s.Match.Treatment != nil && s.Match.Treatment.Specialist != "" {
				ids = union(ids, s.Match.Treatment.Specialist)
			}
		}
	}
	return ids
}

// Hearing of a specialist; ok is false when there was not even an invitation.
func (s State) Hearing(id SpecialistID) (h Hearing, ok bool) {
	i := slices.IndexFunc(s.Hearings, func(h Hearing) bool { return h.Specialist == id })
	if i < 0 {
		return Hearing{}, false
	}
	return s.Hearings[i], true
}

func (s State) invited() []SpecialistID {
	var ids []SpecialistID
	for _, h := range s.Hearings {
		if !h.Invited.IsZero() {
			ids = append(ids, h.Specialist)
		}
	}
	return ids
}

// against lists the fellow clients whose answers speak against the specialist, but for those already put.
func (s State) against(id SpecialistID, put []int) []int {
	var numbers []int
	for _, f := range s.Inquiry.Fellows {
		if slices.Contains(f.Against, id) && !slices.Contains(put, f.Number) {
			numbers = append(numbers, f.Number)
		}
	}
	return numbers
}

func (s State) skipped(step Step, id SpecialistID) bool {
	return slices.ContainsFunc(s.Skips, func(k Skip) bool { return k.Part == step && k.Specialist == id })
}

func (s State) openRemedies() []Remedy {
	return slices.DeleteFunc(slices.Clone(s.Remedies), func(m Remedy) bool { return m.Done })
}

func (s State) openTreatments() []Remedy {
	return slices.DeleteFunc(s.openRemedies(), func(m Remedy) bool { return m.Kind != FreeTreatment && m.Kind != Discount })
}

// undoOpen reports whether an undoing still asks for something (R27).
func (s State) undoOpen() bool {
	return !s.Undone.IsZero() &&
		(!s.Apologised || s.Claim.Paid > 0 && !s.Claim.Repaid || !s.Police.IsZero() && !s.PoliceTold)
}

// attemptsMade reports whether the policy's attempts were made on the policy's number of days (R17).
func (s State) attemptsMade(env Env) bool {
	days := map[Date]bool{}
	for _, a := range s.Attempts {
		days[env.Calendar.Day(a.At)] = true
	}
	return len(s.Attempts) >= env.Terms.Attempts && len(days) >= env.Terms.AttemptDays
}

// answerFrom is the moment R10 and R13 count from: receipt, or the reopening that took the dossier up again.
func (s State) answerFrom() time.Time {
	if s.ReopenedAt.After(s.ReceivedAt) {
		return s.ReopenedAt
	}
	return s.ReceivedAt
}

// AnswerDue is when the complainant must have an answer (R13).
func AnswerDue(s State, terms Terms, cal Calendar) time.Time {
	due := cal.After(s.answerFrom(), terms.Answer)
	if s.ExtendedTo != "" {
		if extended := cal.EndOf(s.ExtendedTo); extended.After(due) {
			return extended
		}
	}
	return due
}
