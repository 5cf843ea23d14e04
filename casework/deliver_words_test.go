package casework_test

import (
	"testing"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/post"
	"github.com/wederhoor/wederhoor/words"
)

// Whatever became of a message, the desk has words for why, and for what to do.
func TestDeliver_EveryAnswerHasWords(t *testing.T) {
	answers := []string{casework.AnswerBan, casework.AnswerMoved, casework.AnswerText}
	for _, class := range []post.Class{post.Unreachable, post.Untrusted, post.Login, post.Sender, post.Later, post.Address, post.Refused} {
		answers = append(answers, string(class))
	}
	for _, answer := range answers {
		if !words.Has("desk.delivery.why." + answer) {
			t.Errorf("%s has no words", answer)
		}
	}
}
