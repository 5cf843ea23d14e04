package rights_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// extra is what forms do not ask, and what somebody sends along all the same: who did it, when, in whose name, with what standing.
var extra = url.Values{
	"role": {"owner"}, "roles": {"owner"}, "account": {"owner"}, "actor": {"owner"}, "by": {"owner"}, "at": {"2020-01-01T00:00:00Z"},
	"received": {"2020-01-01T00:00:00Z"}, "received_at": {"2020-01-01T00:00:00Z"}, "ReceivedAt": {"2020-01-01T00:00:00Z"}, "reference": {"WH-2345-6789"},
	"Reference": {"WH-2345-6789"}, "terms_hash": {"x"}, "TermsHash": {"x"}, "source": {"WH-2345-6789"}, "exists": {"yes"}, "mirror": {"yes"},
	"harm": {"yes"}, "late": {"yes"}, "upheld": {"yes"}, "phase": {"closed"}, "handler": {"owner"}, "fellow": {"2"}, "number": {"1"}, "class": {"talk"},
}

// Fields that a form does not ask change nothing: what is recorded is what would have been without them, by who sent it and at that moment
// (ASVS 15.3.3).
func TestFieldsThatAreNotAskedChangeNothing(t *testing.T) {
	for _, form := range []struct {
		who, kind, part string
		words           url.Values
	}{
		{"assistant", "write_note", "words", url.Values{"words": {"Notitie"}}},
		{"here", "add_message", "words", url.Values{"words": {"Bericht"}}},
		{"accused", "hand_in_statement", "words", url.Values{"words": {"Verklaring"}}},
	} {
		c := newChain(t)
		ref := c.object["complaint"]
		before := c.rows("select number, at, actor, kind, facts from events order by dossier, number")
		sent := url.Values{}
		for name, values := range extra {
			sent[name] = values
		}
		for name, values := range form.words {
			sent[name] = values
		}
		if got := c.people[form.who].once(http.MethodPost, "/desk/dossiers/"+ref+"/acts/"+form.kind, sent); got.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", form.kind, got.status)
		}
		added := slices.DeleteFunc(c.rows("select number, at, actor, kind, facts from events order by dossier, number"), func(row string) bool {
			return slices.Contains(before, row)
		})
		if len(added) != 1 || !strings.Contains(added[0], "actor="+form.who+" ") || strings.Contains(added[0], "2020") || strings.Contains(added[0], "WH-2345") {
			t.Errorf("%s recorded %v", form.kind, added)
		}
	}
}

// Two people who judge the same complaint at the same moment: one of them does, the other is told that somebody was first (ASVS 15.4.2).
func TestOneOfTwoDecisionsAtOnceCounts(t *testing.T) {
	c := newChain(t)
	ref := c.object["shared"]
	path := "/desk/dossiers/" + ref + "/acts/judge"
	form := filledIn("judge")
	form.Del("ground")
	var together sync.WaitGroup
	answers := make([]answer, 4)
	for i := range answers {
		who := *c.people[[]string{"owner", "assistant"}[i%2]]
		together.Go(func() { answers[i] = who.once(http.MethodPost, path, form) })
	}
	together.Wait()
	done := 0
	for _, a := range answers {
		switch a.status {
		case http.StatusSeeOther:
			done++
		case http.StatusUnprocessableEntity, http.StatusConflict:
		default:
			t.Errorf("an answer is %d", a.status)
		}
	}
	judged := 0
	for _, row := range c.rows("select d.reference, e.kind from events e join dossiers d on d.id = e.dossier") {
		if strings.Contains(row, ref) && strings.Contains(row, dossier.Judged{}.Name()) {
			judged++
		}
	}
	if done != 1 || judged != 1 {
		t.Errorf("%d were told that they judged, %d judgements are recorded", done, judged)
	}
}
