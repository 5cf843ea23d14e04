package words

// Pieces of sentences that letters put together.
func init() {
	add(map[string]Entry{
		"mail.our_branch":     {"onze vestiging", "our branch"},
		"mail.the_specialist": {"de specialist", "the specialist"},
		"mail.soon":           {"zo snel mogelijk", "as soon as possible"},
		"mail.by":             {"uiterlijk %s", "by %s at the latest"},
		"mail.within":         {"binnen %s", "within %s"},
	})
}
