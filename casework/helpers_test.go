package casework_test

import "strings"

// contains reports whether the text holds any of the words.
func contains(text string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
