package casework

import (
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/export"
	"github.com/wederhoor/wederhoor/words"
)

// facts collects what is known of a case beside what was written, in words.
type facts struct {
	lang words.Lang
	list []export.Fact
}

// add notes one, unless nothing is known.
func (f *facts) add(name, value string) {
	if value != "" {
		f.list = append(f.list, export.Fact{Name: name, Value: value})
	}
}

func (f *facts) code(group, code string) string {
	if code == "" {
		return ""
	}
	return words.Code(f.lang, group, code)
}

// accessFacts are what is known of a case beside the words, for whoever complains (GDPR, article 15 (1)): what they told, what the register has of
// the visit, with whom there was a ban, and what was decided and done. How the complaint was judged on the way is deliberation, and not among them.
func (o *Office) accessFacts(who *people, lang words.Lang, s dossier.State) []export.Fact {
	f := &facts{lang: lang}
	zone := o.cal.Zone()
	f.add("branch", who.branches[s.Branch])
	f.add("told_date", words.Date(lang, s.TreatmentDate))
	f.add("received", words.Moment(lang, s.ReceivedAt, zone))
	f.add("channel", f.code("channel", string(s.Channel)))
	for _, about := range s.About {
		f.add("about", f.code("about", string(about)))
	}
	for _, id := range s.Named {
		f.add("named", who.specialist(id).Name)
	}
	if t := s.Match.Treatment; t != nil {
		f.add("visit", strings.Join([]string{words.Date(lang, t.Date), who.branches[t.Branch], who.specialist(t.Specialist).Name, string(t.ID)}, ", "))
		f.add("client", string(t.Client))
		f.add("price", words.Amount(lang, t.Price))
		f.add("shades", words.Say(lang, "export.shades", t.ShadesAdvertised, t.ShadesAchieved))
	}
	for _, ban := range s.Bans {
		f.add("ban", strings.TrimSpace(who.specialist(ban.Specialist).Name+": "+words.Day(lang, ban.Since, zone)+" – "+words.Day(lang, ban.Until, zone)))
	}
	o.decidedFacts(f, s)
	f.add("kept", o.keptFor(lang, s))
	return f.list
}

// decidedFacts are what came of the case.
func (o *Office) decidedFacts(f *facts, s dossier.State) {
	for _, ground := range o.Policy.Terms.Grounds {
		if ground.Code == s.Ground && !s.Upheld {
			f.add("ground", in(string(f.lang), ground.Label))
		}
	}
	f.add("decided", words.Moment(f.lang, s.DecidedAt, o.cal.Zone()))
	for _, r := range s.Remedies {
		granted := f.code("remedy", string(r.Kind))
		if r.Amount > 0 {
			granted += ", " + words.Amount(f.lang, r.Amount)
		}
		if r.Done {
			granted += ", " + words.Say(f.lang, "export.done", words.Date(f.lang, r.On))
		}
		f.add("remedy", granted)
	}
	if s.Claim.Total > 0 {
		f.add("claim", words.Say(f.lang, "export.claim", words.Amount(f.lang, s.Claim.Total), words.Amount(f.lang, s.Claim.Paid)))
	}
	f.add("ending", f.code("ending", string(s.Ending)))
	f.add("ended", words.Moment(f.lang, s.EndedAt, o.cal.Zone()))
}

// keptFor is for how long the dossier is kept after it ended (GDPR, article 15 (1) (d)).
func (o *Office) keptFor(lang words.Lang, s dossier.State) string {
	if kept, ok := o.Policy.Privacy.Keep[s.Ending]; ok {
		return words.Say(lang, "export.kept_for", words.Term(lang, kept.N, string(kept.Unit)))
	}
	return words.Say(lang, "export.kept_open")
}
