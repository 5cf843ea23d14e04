package main

import (
	"cmp"
	"fmt"
	"os"

	"github.com/wederhoor/wederhoor/accounts"
	"github.com/wederhoor/wederhoor/policy"
)

type breachedFlag struct {
	Breached string `name:"breached" env:"WEDERHOOR_BREACHED" placeholder:"FILE" help:"Passwords that were leaked, which nobody may choose: SHA-1, ordered by hash, as Have I Been Pwned gives it. In place of the file that the policy names."`
}

// open opens the list, nil when there is none. It stays open as long as the program runs.
func (f breachedFlag) open(p *policy.Policy) (*accounts.Breached, error) {
	path := cmp.Or(f.Breached, p.SignIn.Breached)
	if path == "" {
		return nil, nil //nolint:nilnil // there need not be one
	}
	file, err := os.Open(path) //nolint:gosec // whoever starts the program names the file
	if err != nil {
		return nil, fmt.Errorf("--breached: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("--breached: %w", err)
	}
	list, err := accounts.NewBreached(file, info.Size())
	if err != nil {
		return nil, fmt.Errorf("--breached: %s: %w", path, err)
	}
	return list, nil
}
