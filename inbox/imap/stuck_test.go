package imap_test

import "testing"

// A mail that the server cannot give, or cannot mark, keeps no other waiting.
func TestRun_AMailThatTheServerCannotGiveKeepsNoOtherWaiting(t *testing.T) {
	f, k := start(t, servers["with IDLE and MOVE"]...), newTaken()
	f.badUID.Store(1)
	f.put(mailOf("een"), mailOf("twee"), mailOf("drie"))
	run(t, f.box(), k)
	until(t, "the other two", func() bool { d, _ := k.different(); return d == 2 })
}

func TestRun_AMailThatTheServerCannotMarkKeepsNoOtherWaiting(t *testing.T) {
	f, k := start(t, servers["with IDLE and MOVE"]...), newTaken()
	f.fails.Store(1 << 30)
	f.put(mailOf("een"), mailOf("twee"), mailOf("drie"))
	run(t, f.box(), k)
	until(t, "all three", func() bool { d, _ := k.different(); return d == 3 })
}
