package casework_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

func TestR22_FilingAndMatchTellBothSidesOfTheBan(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Specialists = nil
	filed := w.do(casework.Public(), "", c)
	w.settle()
	if told := w.told(filed.Reference, "complainant"); !slices.Contains(told, "filed") || !slices.Contains(told, "ban_started") {
		t.Errorf("the complainant was told %v", told)
	}
	if told := w.told(filed.Reference, "specialist:S1"); !slices.Equal(told, []string{"ban_started"}) {
		t.Errorf("the specialist was told %v", told)
	}
	if told := w.told(filed.Reference, "specialist:S2"); len(told) != 0 {
		t.Errorf("somebody else was told %v", told)
	}
	w.settle()
	if n := len(w.messages(filed.Reference)); n != 3 {
		t.Errorf("%d messages, want 3 and none of them twice", n)
	}
}

func TestR3_R23_NoMessageCarriesTheWordsOfTheOtherSide(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(sanne, reference, dossier.RecordTalk{Solved: true, How: "HOW-CANARY", Content: "CONTENT-CANARY"})
	me := complainant(reference)
	w.do(me, reference, dossier.AnswerTalk{Account: "ACCOUNT-CANARY"})
	w.do(me, reference, complaint())
	w.settle()
	w.do(me, reference, dossier.AddMessage{Words: "MESSAGE-CANARY"})
	w.do(owner, reference, dossier.WriteNote{Words: "NOTE-CANARY"})
	w.settle()
	messages := w.messages(reference)
	if len(messages) == 0 {
		t.Fatal("nobody was told anything")
	}
	for _, m := range messages {
		if contains(m.Subject+m.Body, "CANARY") {
			t.Errorf("%s to %s carries somebody's words: %s", m.Kind, m.To, m.Body)
		}
		if m.To != "complainant" && contains(m.Subject+m.Body+m.Address, "Klaas", "Kramer", "klaas@", "612345678") {
			t.Errorf("%s to %s names the complainant: %s", m.Kind, m.To, m.Body)
		}
	}
}

func TestMessagesHoldAPlaceholderInsteadOfTheLink(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	for _, m := range w.messages(filed.Reference) {
		if contains(m.Body, filed.Link[len(casework.StatusPath):], w.token(filed.Reference, casework.PurposeStatus, 0)) {
			t.Errorf("%s to %s holds the private link", m.Kind, m.To)
		}
		if m.Address == "" || m.Body == "" || m.Subject == "" || m.Class == "" {
			t.Errorf("%s to %s lacks something: %+v", m.Kind, m.To, m)
		}
	}
}

func TestMessagesGoToWhereTheirReceiverIs(t *testing.T) {
	w := newWorld(t)
	c := complaint()
	c.Language = "en"
	filed := w.do(casework.Public(), "", c)
	w.settle()
	for _, m := range w.messages(filed.Reference) {
		switch {
		case m.To == "complainant" && (m.Address != "klaas@example.org" || m.Name != "Klaas Kramer" || m.Language != "en"):
			t.Errorf("to the complainant: %s <%s> in %s", m.Name, m.Address, m.Language)
		case m.To == "specialist:S1" && (m.Address != "sanne@chain.example" || m.Name != "Sanne Bakker" || m.Language != "nl"):
			t.Errorf("to the specialist: %s <%s> in %s", m.Name, m.Address, m.Language)
		}
	}
}

func TestR1_DeadlinesFireInOrder(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	filed := w.do(casework.Public(), "", dossier.File{
		Contact: dossier.Contact{Name: "Fenna Post", Email: "fenna@example.org"}, Branch: "B1", TreatmentDate: visitDay,
		About: []dossier.About{dossier.AboutBranch}, Story: "x",
	})
	w.now = w.now.AddDate(0, 1, 0) // the program was off for a month
	w.settle()
	if s := w.whole(reference); s.Talk.Status != dossier.TalkHasLapsed && s.Phase != dossier.PhaseClosed {
		t.Errorf("the talk was not held and stands at %q", s.Talk.Status)
	}
	reached := w.whole(filed.Reference).Reached
	if len(reached) < 2 || reached[0].Deadline != dossier.DueTriage {
		t.Fatalf("deadlines recorded: %+v", reached)
	}
	if !slices.IsSortedFunc(reached, func(a, b dossier.ReachedDeadline) int { return a.Due.Compare(b.Due) }) {
		t.Errorf("out of order: %+v", reached)
	}
	if due, err := w.DB.Read().Due(t.Context(), w.now, 10); err != nil || len(due) != 0 {
		t.Errorf("left: %+v, %v", due, err)
	}
}

func TestAJobThatFailsIsTriedAgainAndThenListedAsFailed(t *testing.T) {
	w := newWorld(t)
	filed := w.file()
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, kind := range []string{"notify", "match", "juggle"} {
			err := tx.Enqueue(store.Job{Kind: kind, Key: "broken:" + kind, Payload: `{"reference":"` + filed.Reference + `","number":99}`, RunAt: w.now})
			if err != nil {
				return err
			}
		}
		return tx.Enqueue(store.Job{Kind: "notify", Key: "unreadable", Payload: "{", RunAt: w.now})
	}))
	runs := 0
	for range 20 {
		w.settle()
		next, known, err := w.DB.Read().NextJob(t.Context())
		must(t, err)
		if !known {
			break
		}
		if !next.After(w.now) {
			t.Fatal("a failed job is due at once")
		}
		w.now = next
		runs++
	}
	failed, err := w.DB.Read().FailedJobs(t.Context(), 10)
	must(t, err)
	if len(failed) != 3 { // looking up again what is known already is no failure
		t.Fatalf("%d jobs failed, want 3: %+v", len(failed), failed)
	}
	for _, j := range failed {
		if j.Error == "" || j.Attempts < 3 {
			t.Errorf("%s failed after %d attempts: %q", j.Key, j.Attempts, j.Error)
		}
	}
	if runs < 3 {
		t.Errorf("only %d pauses", runs)
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	w := newWorld(t)
	filed := w.do(casework.Public(), "", complaint())
	ctx, stop := context.WithCancel(t.Context())
	waits := 0
	w.Wait = func(ctx context.Context, d time.Duration) error {
		if d <= 0 || d > time.Second {
			t.Errorf("waits %v", d)
		}
		if waits++; waits == 3 {
			stop()
		}
		return ctx.Err()
	}
	w.Run(ctx)
	if waits != 3 {
		t.Errorf("waited %d times", waits)
	}
	if len(w.messages(filed.Reference)) == 0 {
		t.Error("it did nothing")
	}
}

func TestRunWakesForAnAct(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		w.Run(ctx)
		close(ended)
	}()
	filed := w.do(casework.Public(), "", complaint())
	timeout := time.After(10 * time.Second)
	for len(w.messages(filed.Reference)) < 3 {
		select {
		case <-timeout:
			t.Fatal("nobody was told")
		case <-time.After(5 * time.Millisecond):
		}
	}
	stop()
	<-ended
}
