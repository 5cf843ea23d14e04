package rights_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// Two people who judge the same complaint at the same moment: one of them does, the other is told that somebody was first (ASVS 15.4.2).
func TestOneOfTwoJudgementsAtOnceCounts(t *testing.T) {
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
