package inbox

import (
	"regexp"
	"slices"
	"strings"
)

// report is what the parts of a mail say of another mail.
type report struct {
	status     bool // there was a delivery status (RFC 3464)
	delivered  bool // it says that something arrived
	opened     bool // a disposition notification (RFC 8098)
	failed     []Failed
	returned   string // Message-ID of the mail that is enclosed
	returnedTo []Address
}

// maxFailed is how many addresses are read of one bounce.
const maxFailed = 100

// readStatus reads a delivery status: groups of fields, the first about the mail and one for each address.
func (r *reader) readStatus(data []byte) {
	r.report.status = true
	data = data[:min(len(data), 1<<20)]
	inner := &reader{}
	for len(data) > 0 && len(r.report.failed) < maxFailed {
		var group header
		before := len(data)
		group, data = inner.readHeader(data)
		if len(group) > 0 {
			r.address(group, inner)
		}
		if len(data) == before { // a line that is no field: what follows it is looked at
			l := linesOf(data)
			l.next()
			data = data[l.at:]
		}
	}
}

// address reads the group of one address.
func (r *reader) address(group header, inner *reader) {
	who := group.get("final-recipient")
	if who == nil {
		who = group.get("original-recipient")
	}
	if who == nil {
		return
	}
	action := firstWord(group.low("action"))
	status := statusCode.FindString(group.low("status"))
	if status == "" {
		status = statusCode.FindString(group.low("diagnostic-code"))
	}
	switch action {
	case "delivered", "relayed", "expanded":
		r.report.delivered = true
		return
	}
	if action == "" && strings.HasPrefix(status, "2") {
		r.report.delivered = true
		return
	}
	r.fails(Failed{Address: recipient(inner, who), Status: status, Permanent: action == "failed" || action == "" && strings.HasPrefix(status, "5")})
}

// recipient is the address behind its type: "rfc822; a@b.nl".
func recipient(inner *reader, b []byte) string {
	s := string(b)
	if _, after, ok := strings.Cut(s, ";"); ok {
		s = after
	}
	return inner.email([]byte(strings.Trim(strings.TrimSpace(s), "<>")))
}

func (r *reader) fails(f Failed) {
	if f.Address == "" || len(r.report.failed) >= maxFailed || slices.ContainsFunc(r.report.failed, func(o Failed) bool { return strings.EqualFold(o.Address, f.Address) }) {
		return
	}
	r.report.failed = append(r.report.failed, f)
}

var (
	statusCode = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	replyCode  = regexp.MustCompile(`\b[45]\d\d[ -]`)
	emailInRow = regexp.MustCompile(`[A-Za-z0-9._%+=/!#$&'*^{}|~-]{1,64}@[A-Za-z0-9.-]{1,250}[A-Za-z0-9]`)
	messageID  = regexp.MustCompile(`(?im)^[> \t]*message-id:[ \t]*<([^<>\s]{3,300})>`)
	// comesBack begins the subject of mails that come back, and says in their text what they are.
	comesBack = regexp.MustCompile(`^(undeliverable|onbestelbaar|niet bestelbaar|undelivered mail|mail delivery (failed|failure|error|status)|delivery (status notification|failure|has failed|notification)|returned mail|failure notice|unzustellbar|` +
		`non remis|message non distribué|niet afgeleverd|kan niet worden bezorgd|bericht niet bezorgd|warning: (message|could not)|delayed mail|vertraagd|delivery delayed|aflevering vertraagd|mail system error|nondeliverable|mislukte aflevering)`)
	delayed  = regexp.MustCompile(`(?i)\b(delayed|vertraagd|warning|still being (re)?tried|will (keep trying|be retried)|not yet been delivered|nog niet (bezorgd|afgeleverd))\b`)
	qmail    = regexp.MustCompile(`(?i)this is the [\w.@ -]{0,80}(program|mail system|delivery system)`)
	cameHere = regexp.MustCompile(`(?i)\b(could not be delivered|couldn't be delivered|wasn't delivered|was not delivered|wasn't able to deliver|not been able to deliver|unable to deliver|delivery to the following recipients? failed|undeliverable|` +
		`niet (worden )?(bezorgd|afgeleverd|besteld)|onbestelbaar|kan niet worden (bezorgd|afgeleverd)|permanent (fatal )?errors?|user unknown|mailbox (unavailable|full|vol)|does not exist|bestaat niet|address rejected)\b`)
	enclosed = regexp.MustCompile(`(?i)^-{2,}.{0,20}(below this line|original message|this is a copy|returned message|oorspronkelijk bericht|message header|copy of)`)
)

// reportSort tells bounces and receipts, and reads of bounces which addresses they are about. Programs that know no RFC 3464 are known
// by who they say that they are and by their words: one sign alone can be a person's.
func (r *reader) reportSort(s signs) bool {
	switch {
	case r.report.status && len(r.report.failed) == 0 && r.report.delivered, r.report.opened && !r.report.status:
		r.m.Sort = Receipt
		return true
	case r.report.status:
	case s.h.has("x-failed-recipients"):
		for _, a := range r.addresses(s.h.all("x-failed-recipients")) {
			r.fails(Failed{Address: a.Email, Permanent: true})
		}
	case !r.uglyBounce(s):
		return false
	}
	r.m.Sort = Bounce
	r.readBounce(s)
	return true
}

// readBounce reads which addresses a bounce is about, and which mail.
func (r *reader) readBounce(s signs) {
	if len(r.report.failed) == 0 || !r.report.status {
		r.readWords(s)
	}
	if len(r.report.failed) == 0 {
		r.fromEnclosed(s)
	}
	id := r.report.returned
	if id == "" {
		if found := messageID.FindStringSubmatch(r.m.Text + "\n" + r.m.Folded); found != nil {
			id = found[1]
		}
	}
	for i := range r.report.failed {
		r.report.failed[i].MessageID = id
	}
	r.m.Bounce = r.report.failed
}

// uglyBounce tells a bounce without structure: its subject and its sender say so, or one of them and its words.
func (r *reader) uglyBounce(s signs) bool {
	subject, nobody := comesBack.MatchString(s.subject), s.fromNobody()
	if subject && nobody {
		return true
	}
	if !subject && !nobody {
		return false
	}
	text := cut(r.m.Text+"\n"+r.m.Folded, 8000)
	return qmail.MatchString(text) || cameHere.MatchString(text) && (nobody || statusCode.MatchString(text))
}

// readWords reads the addresses out of the words of a bounce: those in the part that the program wrote, each with the code that stands
// nearest behind it. What it sent back is not looked at.
func (r *reader) readWords(s signs) {
	soft := delayed.MatchString(s.subject)
	skip := map[string]bool{strings.ToLower(r.m.From.Email): true}
	for _, email := range r.m.Recipients() {
		skip[strings.ToLower(email)] = true
	}
	last := -1
	for n, text := range strings.Split(r.m.Text+"\n"+r.m.Folded, "\n") {
		if n > 400 || enclosed.MatchString(strings.TrimSpace(text)) {
			break
		}
		text = cut(text, 2000)
		for _, email := range emailInRow.FindAllString(text, 5) {
			if email = r.email([]byte(email)); !skip[strings.ToLower(email)] {
				r.fails(Failed{Address: email, Permanent: !soft})
				last = len(r.report.failed) - 1
			}
		}
		if last >= 0 {
			r.code(&r.report.failed[last], text, soft)
		}
	}
}

// code takes the code out of a line behind an address.
func (r *reader) code(f *Failed, text string, soft bool) {
	if status := statusCode.FindString(text); status != "" && f.Status == "" {
		f.Status = status
		f.Permanent = status[0] == '5' && !soft
		return
	}
	if code := replyCode.FindString(text); code != "" && f.Status == "" && strings.HasPrefix(code, "4") {
		f.Permanent = false
	}
}

// fromEnclosed takes for whom the enclosed mail was, where nothing else says it.
func (r *reader) fromEnclosed(s signs) {
	for _, a := range r.report.returnedTo {
		r.fails(Failed{Address: a.Email, Permanent: !delayed.MatchString(s.subject)})
	}
}
