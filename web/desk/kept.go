package desk

import (
	"net/http"
	"strconv"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
	"github.com/wederhoor/wederhoor/web/kit"
	"github.com/wederhoor/wederhoor/words"
)

// keptPath is where the owner and auditors see what is kept, and what goes next.
const keptPath = "/desk/kept"

type keptData struct {
	scene
	Nav     []kit.NavItem
	Holds   []heldLine
	Leaving []leavingLine
	Talks   []unendedLine
	More    struct{ Holds, Leaving, Talks bool }
}

type heldLine struct{ Reference, Path, Until, Who, When, Why string }

type leavingLine struct {
	Reference, Path, Ending, Closed, From, Not string
	Now                                        bool // the next night erases it
}

type unendedLine struct{ Reference, Path, Since string }

// kept lists the holds that run, what is erased next, and talks that nobody ended.
func (d *desk) kept(w http.ResponseWriter, r *http.Request, s scene) error {
	k, err := d.app.Office.WhatIsKept(r.Context(), s.viewer)
	if err != nil {
		return err
	}
	data := keptData{scene: s, Nav: s.nav("kept"), More: k.More}
	for _, h := range k.Holds {
		why := h.Reason
		if why == "" {
			why = s.say("kept.why.dossier")
		}
		data.Holds = append(data.Holds, heldLine{h.Reference, dossierPath(h.Reference), words.Date(s.lang, h.Until), s.dir.actor(s.lang, h.By), s.moment(h.At), why})
	}
	for _, l := range k.Leaving {
		line := leavingLine{Reference: l.Reference, Path: dossierPath(l.Reference), Ending: words.Code(s.lang, "ending", l.Ending)}
		line.Closed, line.From = words.Date(s.lang, s.day(l.Closed)), words.Date(s.lang, s.day(l.From))
		if l.Not != nil {
			line.Not = kit.RefusalText(s.lang, l.Not)
		}
		line.Now = l.Not == nil && !l.From.After(s.now)
		data.Leaving = append(data.Leaving, line)
	}
	for _, t := range k.Talks {
		line := unendedLine{t.Reference, dossierPath(t.Reference), s.say("kept.talks.unknown")}
		if !t.Since.IsZero() {
			line.Since = words.Date(s.lang, s.day(t.Since))
		}
		data.Talks = append(data.Talks, line)
	}
	return kit.Render(w, r, http.StatusOK, keptTemplate(data))
}

// erasureCounts say before an erasure what would go and what stays: nothing is done by looking.
func (d drawing) erasureCounts() []string {
	if len(d.wouldGo) == 0 {
		return nil
	}
	var list []string
	codes, _ := dossier.Choices(d.view.Whole, d.view.Terms, "erasable")
	for _, code := range codes {
		if e, ok := d.wouldGo[dossier.Party(code)]; ok {
			list = append(list, d.say("erase.goes", d.label(d.view, "erasable", code), d.goes(e)))
		}
	}
	return append(list, words.Plural(d.lang, "erase.stays", d.view.State.Count))
}

// holdCounts say before a hold is placed what it keeps from being erased.
func (d drawing) holdCounts() []string {
	e, ok := d.wouldGo[dossier.ToEverybody]
	if !ok {
		return nil
	}
	return []string{d.say("hold.keeps", d.goes(e))}
}

func (s scene) goes(e store.Erasure) string {
	var list []string
	for _, one := range []struct {
		key string
		n   int
	}{{"texts", e.Words}, {"messages", e.Messages}, {"files", e.Files}, {"mails", e.Mails}, {"links", e.Links}, {"reasons", e.Reasons}} {
		list = append(list, s.say("erase.count."+one.key)+" "+strconv.Itoa(one.n))
	}
	return plain(", ", list...)
}
