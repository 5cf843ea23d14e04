package accounts

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the lists
	"io"
	"slices"
	"strings"
	"sync"
)

var (
	//go:embed common.txt
	commonText string

	//go:embed leaked.txt.gz
	leakedFile []byte // leaked.md says what is in it
)

// common are the words that a password must not consist of, sorted. They are unpacked when the first password is chosen.
var common = sync.OnceValue(func() []string {
	words := strings.Fields(commonText)
	unpack, err := gzip.NewReader(bytes.NewReader(leakedFile))
	if err == nil {
		var text []byte
		text, err = io.ReadAll(unpack)
		words = append(words, strings.Fields(string(text))...)
	}
	if err != nil {
		panic("accounts: " + err.Error()) // the file is part of the program and its tests read it
	}
	slices.Sort(words)
	return slices.Compact(words)
})

// isCommon reports whether a password is one of those that are tried first, or such a one with digits and signs around it, or written twice.
func isCommon(password string) bool {
	whole := strings.ToLower(strings.Join(strings.Fields(password), ""))
	for _, text := range []string{whole, letters(password)} {
		if isWord(text) || len(text)%2 == 0 && text[:len(text)/2] == text[len(text)/2:] && isWord(text[:len(text)/2]) {
			return true
		}
	}
	return false
}

func isWord(text string) bool {
	_, found := slices.BinarySearch(common(), text)
	return found
}
