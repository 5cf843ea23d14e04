package mail

// Render writes the letter of a notice. The same notice always gives the same letter.
func Render(n Notice) (Letter, error) { return Letter{}, ErrNoText }
