package policy

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/wederhoor/wederhoor/calendar"
	"github.com/wederhoor/wederhoor/dossier"
)

// policy lists the sections of the file.
func (r *reader) policy(p *Policy) []field {
	t := &p.Terms
	return []field{
		{"organisation", r.section("organisation", r.organisation(&p.Organisation))},
		{"languages", r.languages(&p.Languages)},
		{"calendar", r.section("calendar", r.calendar(&p.Calendar))},
		{"digest", r.digest(&p.Digest)},
		{"reading", r.section("reading", r.reading(&p.Reading))},
		{"link_valid", r.term("link_valid", &p.LinkValid)},
		{"terms", r.section("terms", r.terms(t))},
		{"reminders", r.section("reminders", r.reminders(&t.Reminders))},
		{"counts", r.section("counts", r.counts(t))},
		{"amounts", r.section("amounts", []field{
			{"claim_base", r.amount("claim_base", &t.ClaimBase)},
			{"hourly_rate", r.amount("hourly_rate", &t.HourlyRate)},
		})},
		{"remedies", r.remedies(p)},
		{"severities", r.severities(&t.Severities)},
		{"grounds", r.grounds(&t.Grounds)},
		{"skips", r.reasons("skips", &t.Skips)},
		{"discontinue", r.reasons("discontinue", &t.Discontinue)},
		{"reopen", r.reasons("reopen", &t.Reopen)},
		{"authorities", r.reasons("authorities", &t.Authorities)},
		{"relations", r.relations(&p.Relations)},
		{"tips", r.tips(&p.Tips)},
		{"outside_person", r.section("outside_person", []field{
			{"name", r.line("outside_person.name", &p.OutsidePerson.Name)},
			{"email", r.email("outside_person.email", &p.OutsidePerson.Email)},
		})},
		{"outside_body", r.section("outside_body", []field{
			{"name", r.text("outside_body.name", &p.OutsideBody.Name)},
			{"url", r.url("outside_body.url", &p.OutsideBody.URL)},
		})},
		{"sign_in", r.section("sign_in", r.signIn(&p.SignIn))},
		{"forms", r.section("forms", r.forms(&p.Forms))},
		{"privacy", r.section("privacy", r.privacy(&p.Privacy))},
		{"files", r.section("files", r.files(&p.Files))},
		{"mail", r.section("mail", r.mail(&p.Mail))},
	}
}

func (r *reader) section(path string, fields []field) func(*yaml.Node) {
	return func(n *yaml.Node) { r.mapping(n, path, fields) }
}

func (r *reader) organisation(o *Organisation) []field {
	return []field{
		{"name", r.line("organisation.name", &o.Name)},
		{"email", r.email("organisation.email", &o.Email)},
		{"phone", r.phone("organisation.phone", &o.Phone)},
		{"address", r.postal("organisation.address", &o.Address)},
		{"website", r.url("organisation.website", &o.Website)},
		{"complaints_address", r.email("organisation.complaints_address", &o.ComplaintsAddress)},
		{"iban", r.parsed("organisation.iban", parseIBAN, &o.IBAN)},
	}
}

// termField is a term of the file, with its place in Terms.
type termField struct {
	key  string
	term *dossier.Term
}

func termFields(t *dossier.Terms) []termField {
	return []termField{
		{"talk_held", &t.TalkHeld},
		{"talk_reply", &t.TalkReply},
		{"agreed_act", &t.AgreedAct},
		{"filing", &t.Filing},
		{"proof", &t.Proof},
		{"authority", &t.Authority},
		{"triage", &t.Triage},
		{"harm_report", &t.HarmReport},
		{"call", &t.Call},
		{"answer", &t.Answer},
		{"extension", &t.Extension},
		{"inquiry", &t.Inquiry},
		{"hearing_notice", &t.HearingNotice},
		{"minutes", &t.Minutes},
		{"offer_reply", &t.OfferReply},
		{"offer_stands", &t.OfferStands},
		{"remedy", &t.Remedy},
		{"withdrawal", &t.Withdrawal},
		{"review", &t.Review},
		{"review_answer", &t.ReviewAnswer},
		{"claim_paid", &t.ClaimPaid},
		{"undo", &t.Undo},
	}
}

func (r *reader) terms(t *dossier.Terms) []field {
	var fields []field
	for _, f := range termFields(t) {
		fields = append(fields, field{f.key, r.term(f.key, f.term)})
	}
	return fields
}

// term reads a term of the procedure.
func (r *reader) term(key string, dst *dossier.Term) func(*yaml.Node) {
	return r.termThat(key, dst, func(term dossier.Term) string {
		switch {
		case term.N == 0 && key != "extension": // no extension at all is a choice; no time at all to act is none
			return "must be longer than zero"
		case key == "hearing_notice" && term.Unit != dossier.WorkingDays:
			return "must be in working days (R16)"
		}
		return ""
	})
}

// termThat reads a term, unless wrong says what is the matter with it.
func (r *reader) termThat(key string, dst *dossier.Term, wrong func(dossier.Term) string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, key)
		if !ok {
			return
		}
		term, err := ParseTerm(text)
		if err != nil {
			r.add(n.Line, "%s: %s", key, err)
			return
		}
		if fault := wrong(term); fault != "" {
			r.add(n.Line, "%s %s", key, fault)
			return
		}
		*dst = term
	}
}

func (r *reader) counts(t *dossier.Terms) []field {
	return []field{
		{"attempts", r.count("attempts", 1, 20, &t.Attempts)},
		{"attempt_days", r.count("attempt_days", 1, 20, &t.AttemptDays)},
		{"invitations", r.count("invitations", 1, 20, &t.Invitations)},
		{"refusals", r.count("refusals", 1, 20, &t.Refusals)},
		{"extensions", r.count("extensions", 0, 20, &t.Extensions)},
		{"establishers", r.count("establishers", 1, 20, &t.Establishers)},
	}
}

// count reads a whole number between two bounds.
func (r *reader) count(key string, least, most int, dst *int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, key)
		if !ok {
			return
		}
		number, err := strconv.Atoi(text)
		if err != nil || number < least || number > most {
			r.add(n.Line, "%s: %q must be a whole number from %d to %d", key, text, least, most)
			return
		}
		*dst = number
	}
}

func (r *reader) amount(key string, dst *dossier.Cents) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, key)
		if !ok {
			return
		}
		cents, err := parseAmount(text)
		if err != nil {
			r.add(n.Line, "%s: %s", key, err)
			return
		}
		*dst = cents
	}
}

func (r *reader) languages(dst *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items, ok := r.items(n, "languages", true)
		if !ok {
			return
		}
		var list []string
		for _, item := range items {
			lang, ok := r.scalar(item, "a language")
			switch {
			case !ok:
			case lang != "nl" && lang != "en":
				r.add(item.Line, "unknown language %q; known are nl, en", lang)
			case slices.Contains(list, lang):
				r.add(item.Line, "language %s is listed twice", lang)
			default:
				list = append(list, lang)
			}
		}
		if !slices.Contains(list, "nl") {
			r.add(n.Line, "languages must include nl")
		}
		*dst = list
	}
}

func (r *reader) calendar(c *Calendar) []field {
	return []field{
		{"zone", r.zone(&c.Zone)},
		{"holidays", r.section("calendar.holidays", []field{
			{"public", r.publicHolidays(&c.Public)},
			{"add", r.addedHolidays(&c.Add)},
			{"remove", r.removedHolidays(&c.Remove)},
		})},
		{"hours", r.section("calendar.hours", r.hours(c))},
		{"slot_minutes", r.count("slot_minutes", 5, 480, &c.SlotMinutes)},
	}
}

func (r *reader) zone(dst **time.Location) func(*yaml.Node) {
	return func(n *yaml.Node) {
		name, ok := r.scalar(n, "calendar.zone")
		if !ok {
			return
		}
		zone, err := time.LoadLocation(name)
		if err != nil || name == "Local" { // 'Local' would be the zone of whatever machine runs the program
			r.add(n.Line, "unknown time zone %q; write for instance Europe/Amsterdam", name)
			return
		}
		*dst = zone
	}
}

func (r *reader) publicHolidays(dst *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items, ok := r.items(n, "public", false)
		if !ok {
			return
		}
		known := calendar.HolidayCodes()
		list := []string{}
		for _, item := range items {
			code, ok := r.scalar(item, "a public holiday")
			switch {
			case !ok:
			case !slices.Contains(known, code):
				r.add(item.Line, "unknown public holiday %q; known are %s", code, strings.Join(known, ", "))
			case slices.Contains(list, code):
				r.add(item.Line, "public holiday %s is listed twice", code)
			default:
				list = append(list, code)
			}
		}
		*dst = list
	}
}

func (r *reader) addedHolidays(dst *[]calendar.Holiday) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items, ok := r.items(n, "add", false)
		if !ok {
			return
		}
		list := []calendar.Holiday{}
		for _, item := range items {
			h := r.addedHoliday(item)
			if slices.ContainsFunc(list, func(other calendar.Holiday) bool { return h.Date != "" && other.Date == h.Date }) {
				r.add(item.Line, "date %s is listed twice", h.Date)
			}
			list = append(list, h)
		}
		*dst = list
	}
}

// addedHoliday reads a date alone, or a date with a label.
func (r *reader) addedHoliday(item *yaml.Node) calendar.Holiday {
	h := calendar.Holiday{Label: dossier.Text{NL: "Gesloten", EN: "Closed"}}
	if item.Kind == yaml.ScalarNode {
		r.date(&h.Date)(item)
		return h
	}
	before := len(r.problems)
	r.mapping(item, "calendar.holidays.add", []field{
		{"date", r.date(&h.Date)},
		{"label", r.text("label", &h.Label)},
	})
	if h.Date == "" && len(r.problems) == before {
		r.add(item.Line, "an added holiday has no date")
	}
	return h
}

func (r *reader) removedHolidays(dst *[]dossier.Date) func(*yaml.Node) {
	return func(n *yaml.Node) {
		items, ok := r.items(n, "remove", false)
		if !ok {
			return
		}
		list := []dossier.Date{}
		for _, item := range items {
			var day dossier.Date
			r.date(&day)(item)
			if day != "" && slices.Contains(list, day) {
				r.add(item.Line, "date %s is listed twice", day)
			}
			list = append(list, day)
		}
		*dst = list
	}
}

func (r *reader) date(dst *dossier.Date) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, "a date")
		if !ok {
			return
		}
		day, ok := calendar.ParseDate(text)
		if !ok {
			r.add(n.Line, "%q is not a date; write for instance 2026-12-24", text)
			return
		}
		*dst = day
	}
}

func (r *reader) hours(c *Calendar) []field {
	if c.Hours == nil {
		c.Hours = map[time.Weekday][]calendar.Span{}
	}
	var fields []field
	for day := time.Sunday; day <= time.Saturday; day++ {
		key := strings.ToLower(day.String())
		fields = append(fields, field{key, func(n *yaml.Node) {
			text, ok := r.scalar(n, key)
			if !ok {
				return
			}
			spans, err := parseHours(text)
			if err != nil {
				r.add(n.Line, "%s: %s", key, err)
				return
			}
			c.Hours[day] = spans
		}})
	}
	return fields
}

func (r *reader) email(what string, dst *string) func(*yaml.Node) {
	return r.checked(what, "an e-mail address", dst, func(text string) bool {
		address, err := mail.ParseAddress(text)
		return err == nil && address.Address == text
	})
}

func (r *reader) url(what string, dst *string) func(*yaml.Node) {
	return r.checked(what, "a web address that begins with https://", dst, func(text string) bool {
		u, err := url.Parse(text)
		return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
	})
}

var phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{5,22}[0-9]$`)

func (r *reader) phone(what string, dst *string) func(*yaml.Node) {
	return r.checked(what, "a phone number", dst, phoneForm.MatchString)
}

// checked reads a line that must be of some form.
func (r *reader) checked(what, form string, dst *string, good func(string) bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var text string
		r.line(what, &text)(n)
		if text == "" {
			return // said already
		}
		if !good(text) {
			r.add(n.Line, "%s: %q is not %s", what, text, form)
			return
		}
		*dst = text
	}
}

// parsed reads a line through a function that says itself what is wrong.
func (r *reader) parsed(what string, parse func(string) (string, error), dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var text string
		r.line(what, &text)(n)
		if text == "" {
			return // said already
		}
		value, err := parse(text)
		if err != nil {
			r.add(n.Line, "%s: %s", what, err)
			return
		}
		*dst = value
	}
}

// postal reads a postal address: at most six lines, since it stands in the window of an envelope.
func (r *reader) postal(what string, dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.scalar(n, what)
		if !ok {
			return
		}
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = strings.TrimSpace(line)
			if lines[i] == "" || strings.ContainsFunc(lines[i], control) || len(lines) > 6 {
				r.add(n.Line, "%s must be at most six lines of plain text, none empty", what)
				return
			}
		}
		*dst = strings.Join(lines, "\n")
	}
}
