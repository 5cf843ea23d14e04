package casework

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/store"
)

// lister says which codes a list of a command's field may take, for the lists that the register, the accounts or the policy
// know. All other lists follow from the dossier and are judged there.
type lister func(ctx context.Context, o *Office) ([]string, error)

var listers = map[string]lister{
	"branch":     branchCodes,
	"specialist": specialistCodes,
	"handler":    handlerCodes,
	"staff":      staffCodes,
	"language":   func(_ context.Context, o *Office) ([]string, error) { return o.Policy.Languages, nil },
	"relation":   relationCodes,
}

// Codes lists what a field with `choice:LIST` may take where the dossier does not know it: branch, specialist, handler, staff,
// language, relation. known is false for every other list: dossier.Choices and Slots answer those.
func (o *Office) Codes(ctx context.Context, list string) (codes []string, known bool, err error) {
	lister, known := listers[list]
	if !known {
		return nil, false, nil
	}
	codes, err = lister(ctx, o)
	return codes, true, err
}

func branchCodes(ctx context.Context, o *Office) ([]string, error) {
	branches, err := o.DB.Read().Branches(ctx)
	var codes []string
	for _, b := range branches {
		codes = append(codes, b.ID)
	}
	return codes, err
}

// specialistCodes has those who left as well: one can complain about them.
func specialistCodes(ctx context.Context, o *Office) ([]string, error) {
	specialists, err := o.DB.Read().Specialists(ctx, "")
	var codes []string
	for _, s := range specialists {
		codes = append(codes, s.ID)
	}
	return codes, err
}

func handlerCodes(ctx context.Context, o *Office) ([]string, error) {
	return accountCodes(ctx, o, func(a store.Account) bool {
		return !a.Disabled && a.Actor().Is(dossier.RoleOwner, dossier.RoleAssistant)
	})
}

func staffCodes(ctx context.Context, o *Office) ([]string, error) {
	return accountCodes(ctx, o, func(store.Account) bool { return true })
}

func accountCodes(ctx context.Context, o *Office, fits func(store.Account) bool) ([]string, error) {
	accounts, err := o.DB.Read().Accounts(ctx)
	var codes []string
	for _, a := range accounts {
		if fits(a) {
			codes = append(codes, string(a.ID))
		}
	}
	return codes, err
}

func relationCodes(_ context.Context, o *Office) ([]string, error) {
	var codes []string
	for _, r := range o.Policy.Relations {
		codes = append(codes, r.Code)
	}
	return codes, nil
}

// errPointer is a mistake of the caller: Decide knows commands by value alone.
var errPointer = errors.New("casework: commands are passed by value")

// checkCodes refuses a command with a code that nobody knows, and names every field at fault. An empty answer is for
// Decide to judge.
func (o *Office) checkCodes(ctx context.Context, c dossier.Command) error {
	if reflect.TypeOf(c).Kind() != reflect.Struct {
		return errPointer
	}
	var first *dossier.Refusal
	for _, ask := range dossier.Asks(c) {
		list, known := listers[ask.List]
		if !known {
			continue
		}
		given := codesIn(reflect.ValueOf(c).FieldByIndex(ask.Index))
		if len(given) == 0 {
			continue
		}
		codes, err := list(ctx, o)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(given, func(code string) bool { return !slices.Contains(codes, code) }) {
			continue
		}
		if r := unknownCode(ask.Field); first == nil {
			first = r
		} else {
			first.Others = append(first.Others, r)
		}
	}
	if first == nil {
		return nil
	}
	return first
}

func unknownCode(field string) *dossier.Refusal {
	return &dossier.Refusal{Code: "no_choice", Field: field, Text: dossier.Text{
		NL: "Kies een van de mogelijkheden uit de lijst.",
		EN: "Choose one of the possibilities in the list.",
	}}
}

// codesIn are the codes a field holds: one, several or none.
func codesIn(v reflect.Value) []string {
	if v.Kind() == reflect.String {
		if v.String() == "" {
			return nil
		}
		return []string{v.String()}
	}
	var codes []string
	for i := range v.Len() {
		codes = append(codes, v.Index(i).String())
	}
	return codes
}
