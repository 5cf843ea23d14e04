package inbox

import (
	"regexp"
	"strings"
)

// line is one line of text. Quoted says that HTML marked it as part of another mail; in plain text > does.
type line struct {
	text   string
	quoted bool
}

func plainLines(s string) []line {
	var all []line
	if strings.TrimSpace(s) == "" {
		return nil
	}
	for _, t := range strings.Split(s, "\n") {
		all = append(all, line{text: t})
	}
	return all
}

func blank(lines []line) bool {
	for _, l := range lines {
		if strings.TrimSpace(l.text) != "" {
			return false
		}
	}
	return true
}

// join writes lines as text. Quoted ones from HTML get the > that they would have had.
func join(lines []line) string {
	var out strings.Builder
	for _, l := range lines {
		text := strings.TrimRight(l.text, " \t")
		if l.quoted {
			text = strings.TrimRight("> "+text, " ")
		}
		out.WriteString(text)
		out.WriteByte('\n')
	}
	return strings.Trim(out.String(), "\n")
}

// Fold parts text that somebody wrote in a mail from what their program put under and between it: quoted mail and signature. Both
// together hold every line. Where nothing would be left all of it is text. Forwarded says that the mail passes another on: then
// that is what it has to say.
func Fold(text string, forwarded bool) (written, folded string) {
	return fold(plainLines(text), forwarded)
}

func fold(lines []line, forwarded bool) (written, folded string) {
	f := &folding{lines: lines, away: make([]bool, len(lines)), forwarded: forwarded}
	for i := 0; i < len(lines); {
		i = f.at(i)
	}
	var kept, away []line
	for i, l := range lines {
		if f.away[i] {
			away = append(away, l)
		} else {
			kept = append(kept, l)
		}
	}
	if blank(kept) {
		return strings.TrimRight(join(lines), " \t\n"), ""
	}
	return strings.TrimSpace(single(join(kept))), strings.Trim(join(away), "\n")
}

var manyEmpty = regexp.MustCompile(`\n[ \t\n]*\n[ \t]*\n`)

// single draws empty lines together, as they are left around what was folded.
func single(s string) string { return manyEmpty.ReplaceAllString(s, "\n\n") }

type folding struct {
	lines     []line
	away      []bool
	forwarded bool
}

// at looks at line i, folds what begins there, and gives the line to go on with.
func (f *folding) at(i int) int {
	text := f.text(i)
	end := len(f.lines)
	switch {
	case text == "":
		return i + 1
	case forwardMark.MatchString(text):
		return end // passed on: that is what the mail has to say
	case originalMark.MatchString(text) || f.headerBlock(i):
		if f.forwarded {
			return end
		}
		return f.fold(i, end)
	case text == "--" && f.signature(i):
		return f.fold(i, end)
	case onTheRoad(text) && f.lastWord(i):
		return f.fold(i, i+1)
	case f.isQuoted(i):
		return f.fold(i, f.quoteEnd(i))
	}
	if n := f.attribution(i); n > 0 {
		return f.quotedAfter(i, n)
	}
	return i + 1
}

// text is line i without space around it; only of lines that are as short as what programs write, so that long ones cost nothing.
func (f *folding) text(i int) string {
	t := f.lines[i].text
	if len(t) > 400 {
		return "…"
	}
	return strings.Trim(strings.TrimSpace(t), "*\u200b\u200e\u200f ")
}

func (f *folding) fold(from, to int) int {
	for i := from; i < to; i++ {
		f.away[i] = true
	}
	return to
}

func (f *folding) isQuoted(i int) bool {
	l := f.lines[i]
	return l.quoted || strings.HasPrefix(strings.TrimLeft(l.text[:min(len(l.text), 4)], " "), ">")
}

// quoteEnd is where the quoted lines end that begin at i: empty ones between them belong to them.
func (f *folding) quoteEnd(i int) int {
	end := i
	for ; i < len(f.lines); i++ {
		if f.isQuoted(i) {
			end = i + 1
		} else if f.text(i) != "" {
			break
		}
	}
	return end
}

// quotedAfter folds what the n lines at i announce: the quoted lines after them. Where no line is marked as quoted all that follows is
// quoted, as some programs do, when the announcement holds an address: nobody types one there.
func (f *folding) quotedAfter(i, n int) int {
	next := i + n
	for next < len(f.lines) && f.text(next) == "" {
		next++
	}
	switch {
	case next == len(f.lines):
		return f.fold(i, next)
	case f.isQuoted(next):
		return f.fold(i, f.quoteEnd(next))
	case f.forwarded:
		return i + n
	}
	for j := i; j < i+n; j++ {
		if strings.Contains(f.text(j), "@") {
			return f.fold(i, len(f.lines))
		}
	}
	return i + 1
}

var (
	forwardMark  = regexp.MustCompile(`(?i)^(-{3,} ?(forwarded message|doorgestuurd bericht|oorspronkelijk bericht doorgestuurd|weitergeleitete nachricht) ?-{3,}|begin doorgestuurd bericht:|begin forwarded message:)$`)
	originalMark = regexp.MustCompile(`(?i)^(-{2,} ?(oorspronkelijk bericht|original message|origineel bericht|original appointment|oorspronkelijke afspraak|ursprüngliche nachricht|message d'origine|reply message|beantwoord bericht|antwoord bericht) ?-{2,}|-{2,} reageer boven deze regel -{2,})$`)
	wrote        = regexp.MustCompile(`(?i)(^|[\s>])(schreef|geschreven|wrote|schrieb|écrit|writes|schrijft)([\s:]|$)`)
	// when is the moment in an announcement: a time, or a date.
	when    = regexp.MustCompile(`\d{1,2}[:.]\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\b(19|20)\d{2}\b`)
	begins  = regexp.MustCompile(`(?i)^(op|on|am|le|il|el) `)
	headers = []struct {
		kind int
		line *regexp.Regexp
	}{
		{1, regexp.MustCompile(`(?i)^(van|from|von|de) ?:`)},
		{2, regexp.MustCompile(`(?i)^(verzonden|sent|datum|date|gesendet|envoyé|verstuurd) ?:`)},
		{4, regexp.MustCompile(`(?i)^(aan|to|an|à) ?:`)},
		{8, regexp.MustCompile(`(?i)^(onderwerp|subject|betreff|objet|betreft) ?:`)},
	}
	road = regexp.MustCompile(`(?i)^(verstuurd|verzonden|sent|gesendet|envoyé) (vanaf|vanuit|met|via|van|from|using|with|von|de|depuis)\b`)
	get  = regexp.MustCompile(`(?i)^(outlook voor (ios|android) downloaden|get outlook for (ios|android)|download outlook voor|outlook voor (ios|android)|mail voor windows|verzonden vanuit mail voor windows|gestuurd vanaf mijn|sent from my)`)
)

// headerOf says which line of a header in text this is; 0 for none.
func headerOf(text string) int {
	for _, h := range headers {
		if h.line.MatchString(text) {
			return h.kind
		}
	}
	return 0
}

// headerBlock tells whether Outlook's header of a quoted mail begins at i: from, sent, and to or subject, near each other. The line of
// underscores above it belongs to it.
func (f *folding) headerBlock(i int) bool {
	if isRule(f.text(i)) {
		for i++; i < len(f.lines) && f.text(i) == ""; i++ {
		}
		if i == len(f.lines) {
			return false
		}
	}
	if headerOf(f.text(i)) != 1 {
		return false
	}
	found, read := 0, 0
	for ; i < len(f.lines) && read < 10 && found&14 != 14; i++ {
		if t := f.text(i); t != "" {
			found |= headerOf(t)
			read++
		}
	}
	return found&2 != 0 && found&12 != 0
}

// isRule tells a line of underscores.
func isRule(text string) bool { return len(text) >= 10 && strings.Trim(text, "_") == "" }

// attribution is how many lines announce a quoted mail from i on: "Op 3 mrt 2026 om 14:05 schreef X:", "On ... wrote:". Programs break
// them. 0 when none does.
func (f *folding) attribution(i int) int {
	start := f.text(i)
	whole := ""
	for n := 0; n < 4 && i+n < len(f.lines); n++ {
		text := f.text(i + n)
		if text == "" || text == "…" {
			return 0
		}
		whole = strings.TrimSpace(whole + " " + text)
		if !strings.HasSuffix(text, ":") {
			continue
		}
		if wrote.MatchString(whole) && when.MatchString(whole) && len(whole) < 500 && (begins.MatchString(start) || strings.Contains(whole, "@") || n == 0) {
			return n + 1
		}
		return 0
	}
	return 0
}

// maxSignature is how many lines a signature has at most where its mark has lost its space, so that two dashes in the middle of a letter
// do not hide what follows.
const maxSignature = 10

func (f *folding) signature(i int) bool {
	if strings.HasSuffix(f.lines[i].text, "-- ") {
		return true
	}
	n := 0
	for i++; i < len(f.lines) && n <= maxSignature && !f.isQuoted(i); i++ {
		if f.text(i) != "" {
			n++
		}
	}
	return n <= maxSignature
}

// lastWord tells whether nothing that was written follows line i: what a program puts under a mail stands at its end or above what it quotes.
func (f *folding) lastWord(i int) bool {
	for i++; i < len(f.lines) && f.text(i) == ""; i++ {
	}
	if i == len(f.lines) {
		return true
	}
	text := f.text(i)
	return f.isQuoted(i) || text == "--" || onTheRoad(text) || originalMark.MatchString(text) || forwardMark.MatchString(text) || f.headerBlock(i) || f.attribution(i) > 0
}

// onTheRoad tells a line that a telephone puts under a mail.
func onTheRoad(text string) bool {
	if len(text) > 120 || strings.HasSuffix(text, ":") {
		return false
	}
	if get.MatchString(text) {
		return true
	}
	if !road.MatchString(text) {
		return false
	}
	for _, of := range []string{"iphone", "ipad", "samsung", "galaxy", "huawei", "android", "outlook", "yahoo", "telefoon", "phone", "mobiel", "smartphone", "windows", "gmail", "mail", "tablet", "xiaomi", "proton", "blackberry"} {
		if strings.Contains(strings.ToLower(text), of) {
			return true
		}
	}
	return false
}

var forwardSubject = regexp.MustCompile(`(?i)^((re|antw|aw|betr) ?: ?)*(fw|fwd|doorst|wg|tr|i) ?:`)

func isForward(subject string) bool { return forwardSubject.MatchString(subject) }
