//go:build endurance

package endurance_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// judged is what the judge found.
type judged struct {
	faults                           []string
	notices, unanswered, doneUnheard int
}

func (j *judged) fault(format string, args ...any) {
	j.faults = append(j.faults, fmt.Sprintf(format, args...))
}

// judge holds what people remember against what stands in the database, once everything that follows from it should have been done.
func judge(deeds []*deed, f facts) judged {
	var j judged
	known := map[string]bool{}
	openings := 0
	for _, d := range deeds {
		known[d.mark] = true
		if d.opens() && d.outcome == done {
			openings++
		}
		j.remembered(d, f)
	}
	for mark := range f.marks {
		if !known[mark] {
			j.fault("nobody sent %s", mark)
		}
	}
	if openings != len(f.dossiers) {
		j.fault("%d dossiers were acknowledged, and there are %d", openings, len(f.dossiers))
	}
	told := j.messages(f)
	for _, reference := range slices.Sorted(maps.Keys(f.dossiers)) {
		j.followed(reference, f, told)
	}
	j.jobs(f)
	return j
}

// remembered: what was acknowledged is there, once, as it was acknowledged; what was refused is not.
func (j *judged) remembered(d *deed, f facts) {
	found := f.marks[d.mark]
	receipt, kept := f.receipts[d.key]
	switch d.outcome {
	case unanswered:
		j.unanswered++
		j.fault("%s was never answered", d.kind)
		return
	case refused:
		if len(found) > 0 || kept {
			j.fault("%s was refused and done: %v", d.kind, found)
		}
		return
	}
	if d.mark != "" && (len(found) != 1 || found[0].reference != d.reference) {
		j.fault("%s in %s was acknowledged and stands in %v", d.kind, d.reference, found)
	}
	if !kept || receipt.reference != d.reference || receipt.number > len(f.dossiers[d.reference].records) {
		j.fault("%s in %s was acknowledged and has receipt %v of %d records", d.kind, d.reference, receipt.place, len(f.dossiers[d.reference].records))
	}
	if kept && d.sent > 1 && receipt.at.Before(d.last.Truncate(time.Millisecond)) {
		j.doneUnheard++
	}
	if h := f.dossiers[d.reference]; d.opens() && (h.email != d.email || h.links != 1) {
		j.fault("%s is of somebody else, or has %d links to its page", d.reference, h.links)
	}
}

// telling is what somebody is told because of one record.
type telling struct {
	place
	party, kind string
}

// messages: nobody was told the same twice.
func (j *judged) messages(f facts) map[telling][]string {
	told := map[telling][]string{}
	for _, m := range f.messages {
		key := telling{m.place, m.party, m.kind}
		if slices.Contains(told[key], m.address) {
			j.fault("%s: %s was told twice of record %d: %s", m.reference, m.party, m.number, m.kind)
		}
		told[key] = append(told[key], m.address)
	}
	return told
}

// followed: of each record of a dossier everybody was told who should be, once, and what was to be looked up was looked up once.
func (j *judged) followed(reference string, f facts, told map[telling][]string) {
	var state dossier.State
	filed, matched := 0, 0
	for _, record := range f.dossiers[reference].records {
		before := state
		state = dossier.Evolve(state, record)
		for _, notice := range dossier.Notices(before, state, record.Event) {
			j.noticed(telling{place{reference, record.Number}, string(notice.To), notice.Kind}, f, told)
		}
		switch record.Event.(type) {
		case dossier.Filed:
			filed++
			j.needs(f, fmt.Sprintf("match:%s:%d", reference, record.Number))
		case dossier.Matched:
			matched++
			j.needs(f, fmt.Sprintf("outside:%s:%d", reference, record.Number))
		}
	}
	if filed != matched {
		j.fault("%s was filed %d times and looked up %d times", reference, filed, matched)
	}
}

// noticed: there was a job for the notice, it is done, and a message came of it. Of a group those are told who may know of it.
func (j *judged) noticed(n telling, f facts, told map[telling][]string) {
	j.notices++
	j.needs(f, fmt.Sprintf("notify:%s:%d:%s:%s", n.reference, n.number, n.party, n.kind))
	addresses := told[n]
	group := dossier.Party(n.party) == dossier.ToHandlers || dossier.Party(n.party) == dossier.ToDesk
	switch {
	case !group && len(addresses) != 1:
		j.fault("%s: %s has %d messages of record %d: %s", n.reference, n.party, len(addresses), n.number, n.kind)
	case n.party == string(dossier.ToComplainant) && addresses[0] != f.dossiers[n.reference].email:
		j.fault("%s: the complainant was written to elsewhere", n.reference)
	}
}

// needs: a job is there and done.
func (j *judged) needs(f facts, effect string) {
	if found, ok := f.jobs[effect]; !ok || found.status != "done" {
		j.fault("job %s is %q", effect, found.status)
	}
}

// jobs: no job stands still, and none tells what nobody is to be told.
func (j *judged) jobs(f facts) {
	notices := 0
	for effect, found := range f.jobs {
		if strings.HasPrefix(effect, "notify:") {
			notices++
		}
		if found.status != "done" && !(found.status == "waiting" && found.due.After(f.read)) {
			j.fault("job %s is left %s", effect, found.status)
		}
	}
	if notices != j.notices {
		j.fault("there are %d notices to give and %d jobs to give them", j.notices, notices)
	}
}
