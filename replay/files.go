package replay

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/wederhoor/wederhoor/policy"
)

//go:embed histories policies
var files embed.FS

// Kept are the histories of this repository, by the name of their file without its ending.
func Kept() (map[string]History, error) {
	names, err := fs.Glob(files, "histories/*.jsonl")
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	kept := map[string]History{}
	for _, name := range names {
		f, err := files.Open(name)
		if err != nil {
			return nil, fmt.Errorf("replay: %w", err)
		}
		h, err := Read(f)
		_ = f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		kept[path.Base(name[:len(name)-len(".jsonl")])] = h
	}
	return kept, nil
}

// RulesOf the policy under which a history ran. Policies are kept as they were, beside the histories.
func RulesOf(h History) (Rules, error) {
	text, err := files.ReadFile("policies/" + h.Policy + ".yaml")
	if err != nil {
		return Rules{}, fmt.Errorf("replay: the policy of a history is missing: %w", err)
	}
	p, err := policy.Parse(text)
	if err != nil {
		return Rules{}, fmt.Errorf("replay: policy %s can no longer be read: %w", h.Policy, err)
	}
	return RulesBy(p), nil
}

// RulesBy a policy.
func RulesBy(p *policy.Policy) Rules { return Rules{Terms: p.Terms, Calendar: p.NewCalendar()} }

// PolicyName names a policy by its text, as History.Policy has it.
func PolicyName(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text))[:12] }

// Save the histories that came from one source in a folder of files, with what this version makes of them and with the policy
// under which they ran, in place of those that came from it before. The folder is that of this package, in the tree.
func Save(folder, source string, chosen []History, policyText []byte) error {
	p, err := policy.Parse(policyText)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	old, err := filepath.Glob(filepath.Join(folder, "histories", source+"-*.jsonl"))
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
	}
	if err := write(filepath.Join(folder, "policies", PolicyName(policyText)+".yaml"), policyText); err != nil {
		return err
	}
	for n, h := range chosen {
		if h, err = Expect(h, RulesBy(p)); err != nil {
			return err
		}
		var text bytes.Buffer
		if err := Write(&text, h); err != nil {
			return err
		}
		name := filepath.Join(folder, "histories", fmt.Sprintf("%s-%02d.jsonl", source, n+1))
		if err := write(name, text.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func write(name string, text []byte) error {
	if err := os.WriteFile(name, text, 0o644); err != nil { //nolint:gosec // it is published with the rest of the tree
		return fmt.Errorf("replay: %w", err)
	}
	return nil
}
