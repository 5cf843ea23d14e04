package inbox

import (
	"regexp"
	"strconv"
	"strings"
)

// sort tells who or what wrote the mail. One of our own goes before everything, and what reports on a mail before what answers it; what
// nobody says to be anything else is written by a person.
func (r *reader) sort(h header, domain string) {
	m := &r.m
	s := signs{r: r, h: h, subject: strings.ToLower(m.Subject), auto: firstWord(h.low("auto-submitted")), precedence: firstWord(h.low("precedence"))}
	switch {
	case s.ours(domain):
		m.Sort = Loop
	case r.reportSort(s):
	case s.autoReply():
		m.Sort = AutoReply
	case r.method == "REPLY" || r.method == "COUNTER":
		m.Sort = CalendarAnswer
	case s.spam():
		m.Sort = Spam
	case s.bulk():
		m.Sort = Bulk
	default:
		m.Sort = Person
	}
}

// signs are what a header says of who wrote.
type signs struct {
	r                *reader
	h                header
	subject          string
	auto, precedence string
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, ";")
	word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
	return word
}

// ours tells a mail of our own that came back: written by a program, under a Message-ID as package post writes them.
func (s signs) ours(domain string) bool {
	return domain != "" && s.auto == "auto-generated" && strings.HasSuffix(strings.ToLower(s.r.m.MessageID), "@"+strings.ToLower(domain))
}

// fromNobody tells that no person stood at the other end: the mail came from nobody's address (RFC 5321, 4.5.5).
func (s signs) fromNobody() bool {
	if s.h.has("return-path") {
		path := s.h.low("return-path")
		if path == "<>" || path == "" {
			return true
		}
	}
	local, _, _ := strings.Cut(strings.ToLower(s.r.m.From.Email), "@")
	return local == "mailer-daemon" || local == "mail-daemon" || local == "postmaster" || s.r.m.From.Email == "" && s.h.low("from") == "<>" || strings.HasPrefix(local, "microsoftexchange")
}

var (
	// answers are how programs begin the subject of an answer of theirs, in the languages of the people who write.
	answers = regexp.MustCompile(`^(automatisch antwoord|automatische beantwoording|automatisch gegenereerd antwoord|automatic reply|automatische antwort|réponse automatique|auto-?reply|auto-?response|autoantwoord|autosvar|respuesta automática)\b ?:?`)
	// away begins the subject of absence notes and of what people write about absence: it needs a second sign.
	away = regexp.MustCompile(`^(afwezig|afwezigheid|afwezigheidsassistent|niet aanwezig|out of (the )?office|abwesend|abwesenheit\w*|absence|vakantie|vacation|ik ben afwezig|met vakantie)\b`)
)

// autoReply tells an answer that a program gave (RFC 3834, and what went before it).
func (s signs) autoReply() bool {
	switch {
	case s.saysAutoReply(), s.auto == "auto-replied", answers.MatchString(s.subject):
		return true
	case s.byProgram() && (s.r.m.InReplyTo != "" || len(s.r.m.References) > 0):
		return true
	case !away.MatchString(s.subject):
		return false
	}
	return s.byProgram() || s.h.has("x-auto-response-suppress") || s.precedence != "" || s.fromNobody()
}

func (s signs) byProgram() bool { return s.auto != "" && s.auto != "no" }

// saysAutoReply tells by the fields that programs have of their own.
func (s signs) saysAutoReply() bool {
	for _, name := range []string{"x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply", "x-autoanswer"} {
		if v := s.h.low(name); v != "" && v != "no" && v != "false" {
			return true
		}
	}
	return s.precedence == "auto_reply" || s.precedence == "auto-reply"
}

// spam tells what the server that took the mail thought of it.
func (s signs) spam() bool {
	for _, name := range []string{"x-spam-flag", "x-spam", "x-spam-status", "x-spambayes-classification"} {
		if v := s.h.low(name); strings.HasPrefix(v, "yes") || strings.HasPrefix(v, "true") || strings.HasPrefix(v, "spam") {
			return true
		}
	}
	level, err := strconv.Atoi(s.h.low("x-ms-exchange-organization-scl"))
	return err == nil && level >= 5
}

// bulk tells a mail to many, or by a program that answers nothing. Where to write to be left alone stands in what companies write to one
// person too: an answer that says it is an answer. So does an empty return path in what somebody's server passed on: that alone says nothing.
func (s signs) bulk() bool {
	switch {
	case s.h.has("list-id"), s.h.has("list-post"), s.precedence == "bulk", s.precedence == "list", s.precedence == "junk", s.byProgram():
		return true
	case s.r.m.InReplyTo != "":
		return false
	}
	return s.h.has("list-unsubscribe") || s.h.has("feedback-id")
}
