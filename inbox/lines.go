package inbox

import "bytes"

// liner goes through bytes line by line. \n, \r\n, a lone \r and \r\r\n all end a line: mails mix them.
type liner struct {
	b  []byte
	at int
	lf int // where the next \n stands, so that a mail without any is not searched for it again and again
}

func linesOf(b []byte) *liner { return &liner{b: b, lf: -1} }

// next gives the next line without its end, and false when there is none.
func (l *liner) next() ([]byte, bool) {
	if l.at >= len(l.b) {
		return nil, false
	}
	if l.lf < l.at {
		l.lf = len(l.b)
		if i := bytes.IndexByte(l.b[l.at:], '\n'); i >= 0 {
			l.lf = l.at + i
		}
	}
	end := l.lf
	if i := bytes.IndexByte(l.b[l.at:l.lf], '\r'); i >= 0 {
		end = l.at + i
	}
	line := l.b[l.at:end]
	l.at = end + lineEnd(l.b[end:])
	return line, true
}

// lineEnd is how long the end of a line is that b begins with; 0 when it begins with none.
func lineEnd(b []byte) int {
	if len(b) == 0 || b[0] != '\r' && b[0] != '\n' {
		return 0
	}
	if b[0] == '\n' {
		return 1
	}
	for i := 1; i <= 3 && i < len(b); i++ { // some programs write \r\r\n
		if b[i] == '\n' {
			return i + 1
		}
		if b[i] != '\r' {
			break
		}
	}
	return 1
}
