package desk

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/wederhoor/wederhoor/dossier"
)

// What the telling says of single promises and fields goes by their names: one that there is not any more would be left out unnoticed.
func TestExplain_NamesAreThoseOfTheProcedure(t *testing.T) {
	promises := map[string]bool{}
	for _, l := range dossier.ToldPromises() {
		promises[l.Promise] = true
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(toldOf)), slices.Collect(maps.Keys(dueLabels)), []string{"ban", "recorded"}) {
		if !promises[name] {
			t.Errorf("no promise is called %q", name)
		}
	}
	fields := map[string]bool{}
	for _, e := range dossier.Events() {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(e)) {
			fields[f.Name] = true
		}
	}
	for _, name := range slices.Concat(append(slices.Collect(maps.Values(toldOf)), toldFacts)...) {
		if !fields[name] {
			t.Errorf("no event has a field %q", name)
		}
	}
}
