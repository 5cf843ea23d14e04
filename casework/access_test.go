package casework_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/words"
)

func (w *world) access(reference string, about dossier.Party) (export.Document, string) {
	w.t.Helper()
	d, err := w.AccessExport(w.t.Context(), reference, about, words.NL)
	must(w.t, err)
	var b bytes.Buffer
	must(w.t, d.JSON(&b))
	if !json.Valid(b.Bytes()) {
		w.t.Error("it is no JSON")
	}
	return d, b.String()
}

func TestAccess_GivesThePersonTheirOwnAndWithholdsTheRestWithAReason(t *testing.T) {
	w := newWorld(t)
	reference := w.wiebrand()
	d, all := w.access(reference, dossier.ToComplainant)
	for _, c := range []string{"Wiebrand", "wiebrand@canary.example", "STORY-CANARY", "WISH-CANARY", "MESSAGE-CANARY", "FILE-CANARY"} {
		if !strings.Contains(all, c) {
			t.Errorf("%s is not in it", c)
		}
	}
	for _, c := range []string{"NOTE-CANARY", "HOLD-CANARY", "REASON-CANARY", string(owner.Account) + `"`, "note_written", "hold_placed"} {
		if strings.Contains(all, c) {
			t.Errorf("%s is in it", c)
		}
	}
	if n := d.Withheld()[export.OfHandling]; n < 3 || len(d.Messages) == 0 || len(d.Files) != 1 {
		t.Errorf("withheld %v, %d messages, %d files", d.Withheld(), len(d.Messages), len(d.Files))
	}
}

// What is known beside the words is theirs as well: the visit, with whom there was a ban, what came of it, for how long it is kept; with a name in both
// languages for each.
func TestAccess_TellsWhatIsKnownOfTheCase(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	d, _ := w.access(reference, dossier.ToComplainant)
	known := map[string]string{}
	for _, f := range d.Facts {
		known[f.Name] = f.Value
		if !words.Has("export.fact." + f.Name) {
			t.Errorf("%s has no name", f.Name)
		}
	}
	s := w.whole(reference)
	for name, part := range map[string]string{
		"visit": words.Date(words.NL, s.Match.Treatment.Date), "price": words.Amount(words.NL, s.Match.Treatment.Price), "client": string(s.Match.Treatment.Client),
		"told_date": "2026", "received": "2026", "channel": words.Code(words.NL, "channel", s.Channel), "ban": "2026", "kept": "loopt nog",
	} {
		if part == "" || !strings.Contains(known[name], part) {
			t.Errorf("%s is %q, which has no %q", name, known[name], part)
		}
	}
	w.withdrawn(reference)
	d, _ = w.access(reference, dossier.ToComplainant)
	if !slices.ContainsFunc(d.Facts, func(f export.Fact) bool { return f.Name == "kept" && strings.Contains(f.Value, "731 dagen") }) {
		t.Errorf("after the end: %v", d.Facts)
	}
}

// What was said in a talk is nobody's who makes an export: it stays between two (R3).
func TestAccess_R3_TheTalkStaysBetweenTwo(t *testing.T) {
	w := newWorld(t)
	reference := w.talk("S1")
	w.now = w.whole(reference).Talk.Start.Add(time.Minute)
	w.do(sanne, reference, dossier.RecordTalk{Content: "TALK-CANARY"})
	d, all := w.access(reference, dossier.ToComplainant)
	if strings.Contains(all, "TALK-CANARY") || strings.Contains(all, "TOPIC-CANARY") || d.Withheld()[export.OfTalk] == 0 {
		t.Errorf("withheld: %v; %s", d.Withheld(), all)
	}
}

// Nobody learns of other clients who were asked: not who, not what they said, not that any were (R15); and each of those gets their own alone.
func TestAccess_R15_NothingOfOtherClients(t *testing.T) {
	w := newWorld(t)
	reference := w.file().Reference
	fellow := w.inquire(reference, 1)
	_, err := w.Do(t.Context(), fellow, casework.Order{Reference: reference, Command: dossier.AnswerInquiry{Words: "FELLOW-CANARY"}})
	must(t, err)
	d, all := w.access(reference, dossier.ToComplainant)
	if strings.Contains(all, "FELLOW-CANARY") || strings.Contains(all, "Fenna") || strings.Contains(all, "inquiry") || d.Withheld()[export.OfOthers] == 0 {
		t.Errorf("withheld: %v; %s", d.Withheld(), all)
	}
	_, own := w.access(reference, dossier.ToFellow(1))
	if !strings.Contains(own, "FELLOW-CANARY") || strings.Contains(own, "STORY-CANARY") || strings.Contains(own, "Klaas") {
		t.Errorf("the other client gets %s", own)
	}
}

func TestAccess_OfWhatWasErasedThereIsNothing(t *testing.T) {
	w := newWorld(t)
	reference := w.wiebrand()
	w.withdrawn(reference)
	_, err := w.Erase(t.Context(), owner, reference, dossier.ToEverybody, false)
	must(t, err)
	w.settle()
	d, all := w.access(reference, dossier.ToComplainant)
	if found := holding(all); len(found) > 0 || d.Counts().Texts != 0 || d.Withheld()[export.WasErased] == 0 {
		t.Errorf("it holds %q, %d texts, withheld %v", found, d.Counts().Texts, d.Withheld())
	}
	if _, err := w.AccessExport(t.Context(), "WH-2222-2222", dossier.ToComplainant, words.NL); kindOf(err) != casework.NotFound {
		t.Errorf("of no dossier: %v", err)
	}
}
