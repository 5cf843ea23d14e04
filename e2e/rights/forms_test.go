package rights_test

import (
	"net/http"
	"net/url"
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

// A link to a dossier that an owner may not see is to them no link: trying to take it back says so in the same words as for any other dossier,
// and changes nothing on either side (R14).
func TestR14_ALinkThatIsNotSeenCannotBeTakenBack(t *testing.T) {
	c := newChain(t)
	c.at("2026-03-27 10:00", viewer("owner"), c.object["complaint"], dossier.Link{Other: c.object["false"], Why: "Zelfde dag."})
	c.at("2026-03-27 10:01", viewer("assistant"), c.object["false"], dossier.DeclareConflict{Account: "assistant", Reason: "Familie."})
	before := c.dump()
	related := c.people["assistant"] // to the complainant of the other
	path := "/desk/dossiers/" + c.object["complaint"] + "/acts/unlink"
	tries := func(reference string) (int, string) {
		got := related.once(http.MethodPost, path, url.Values{"other": {reference}})
		return got.status, formKey.ReplaceAllString(strings.ReplaceAll(got.bare(path), reference, "REFERENCE"), "KEY")
	}
	status, is := tries(c.object["false"])
	if _, none := tries(noDossier); status != http.StatusUnprocessableEntity || is != none {
		t.Errorf("taking it back: %d, unlike one that is no link:\n%s", status, difference(is, none))
	}
	if after := c.dump(); after != before {
		t.Errorf("it changed something:\n%s", difference(before, after))
	}
	if done := c.people["owner"].once(http.MethodPost, path, url.Values{"other": {c.object["false"]}}); done.status != http.StatusSeeOther {
		t.Errorf("who sees both takes it back: %d", done.status)
	}
}
