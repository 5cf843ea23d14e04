package words

import (
	"regexp"
	"strconv"
	"strings"
)

// verb matches one verb of package fmt as entries use them: %s, %d, %[2]s, %02d, and %% itself.
var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[0-9.+-]*([a-z%])`)

// verbs maps the number of an argument, from 1, to the letter it is written with.
func verbs(text string) map[int]string {
	found := map[int]string{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		found[next] = m[2]
		next++
	}
	return found
}

// arity is the number of arguments a text wants: the highest it names.
func arity(text string) int {
	if !strings.Contains(text, "%") {
		return 0
	}
	highest := 0
	for n := range verbs(text) {
		highest = max(highest, n)
	}
	return highest
}
