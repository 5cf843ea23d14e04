package kit

// OneLine is typed text as a single line: white space runs together, control characters are left out. All else, emoji and
// right-to-left text included, is kept as it was typed.
func OneLine(typed string) string { return oneLine(typed) }

// Lines is typed text with plain line ends, without control characters and without white space around it.
func Lines(typed string) string { return lines(typed) }
