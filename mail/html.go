package mail

import (
	_ "embed"
	"html/template"
	"strings"

	"github.com/wederhoor/wederhoor/words"
)

//go:embed frame.html
var frameText string

var frame = template.Must(template.New("frame").Parse(frameText))

// page is what the frame of the HTML part shows.
type page struct {
	Lang, Title, Organisation string
	Blocks                    []block
}

// block is what stands between two blank lines of a text: lines, or what is listed under them.
type block struct {
	Lines []piece
	Items []piece
}

// piece is a line, with the private link in it if it has one.
type piece struct{ Before, Link, After string }

// HTML is the HTML part of a mail: the same words as its text, in one small frame that loads nothing from anywhere and can be read on a phone, light
// and dark. text is the body as it is delivered, with the link in it.
func HTML(lang words.Lang, organisation, subject, text, link string) (string, error) {
	p := page{Lang: string(lang), Title: subject, Organisation: organisation}
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		p.Blocks = append(p.Blocks, blocksOf(paragraph, link)...)
	}
	var b strings.Builder
	err := frame.Execute(&b, p)
	return b.String(), err
}

// blocksOf takes a paragraph apart: lines before a list, the list, and what comes after it.
func blocksOf(paragraph, link string) []block {
	var all []block
	var now block
	for _, line := range strings.Split(paragraph, "\n") {
		item, listed := strings.CutPrefix(line, "- ")
		if !listed && len(now.Items) > 0 {
			all, now = append(all, now), block{}
		}
		if listed {
			now.Items = append(now.Items, pieceOf(item, link))
		} else {
			now.Lines = append(now.Lines, pieceOf(line, link))
		}
	}
	return append(all, now)
}

func pieceOf(line, link string) piece {
	before, after, found := strings.Cut(line, link)
	if link == "" || !found {
		return piece{Before: line}
	}
	return piece{Before: before, Link: link, After: after}
}
