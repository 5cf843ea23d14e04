package dossier_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

var addSamples = flag.Bool("add-samples", false, "add stored samples of kinds and versions that have none; those that are there never change")

const samplesFile = "testdata/samples.json"

// filled gives every field of an event a value that tells it apart.
func filled(e dossier.Event) dossier.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	n := 0
	fill(v, &n)
	return v.Interface().(dossier.Event)
}

func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("x", *n))
		if v.Type() == reflect.TypeFor[dossier.Date]() {
			v.SetString(fmt.Sprintf("2026-03-%02d", *n%28+1))
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 9, 0, *n%60, 5_000_000, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic("no value for " + v.Type().String())
	}
}

func TestCodec_EveryEventComesBackAsItWas(t *testing.T) {
	for _, e := range dossier.Events() {
		for _, e := range []dossier.Event{e, filled(e)} {
			facts, err := dossier.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			back, err := dossier.DecodeEvent(e.Name(), facts)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, e.Name(), back, e)
			again, err := dossier.Encode(back)
			if err != nil || !bytes.Equal(facts, again) {
				t.Errorf("%s: %s became %s (%v)", e.Name(), facts, again, err)
			}
		}
	}
}

// Facts are what Evolve reads: not one word that somebody wrote. Words stand in parts, which can be erased.
func TestCodec_FactsHoldCodesAlone(t *testing.T) {
	words := map[string]bool{
		"name": true, "email": true, "phone": true, "address": true, "story": true, "wish": true, "words": true, "text": true,
		"content": true, "minutes_text": true, "why": true, "evidence": true, "answer": true, "note": true,
	}
	for _, e := range dossier.Events() {
		facts, err := dossier.Encode(filled(e))
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(facts, &fields); err != nil {
			t.Fatal(err)
		}
		if len(fields) != reflect.TypeOf(e).NumField() {
			t.Errorf("%s: %d fields are stored, there are %d", e.Name(), len(fields), reflect.TypeOf(e).NumField())
		}
		for field, value := range fields {
			if _, text := value.(string); text && words[field] || field != strings.ToLower(field) {
				t.Errorf("%s stores %q among its facts", e.Name(), field)
			}
		}
	}
	for _, w := range []*world{settled(t), fullTalk(t), establishedFalse(t)} { // and no act of the tests brings its words into them
		for _, h := range w.happened {
			facts, err := dossier.Encode(h.Event)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range h.Parts {
				if strings.Contains(string(facts), p.Text) {
					t.Errorf("%s: part %s stands in the facts %s", h.Event.Name(), p.Name, facts)
				}
			}
		}
	}
}

// What was stored once can be read for ever, and is written the same.
func TestCodec_StoredSamplesOfEveryKindAndVersion(t *testing.T) {
	samples := readSamples(t)
	if *addSamples {
		writeMissing(t, samples)
	}
	for _, e := range dossier.Events() {
		if _, ok := samples[e.Name()]; !ok {
			t.Errorf("%s has no stored sample: run the test with -add-samples", e.Name())
		}
	}
	for name, sample := range samples {
		e, err := dossier.DecodeEvent(name, sample)
		if err != nil {
			t.Errorf("a stored %s cannot be read any more: %v", name, err)
			continue
		}
		if e.Name() != name {
			continue // an old version, lifted
		}
		facts, err := dossier.Encode(e)
		if err != nil || string(facts) != string(sample) {
			t.Errorf("a stored %s is now written otherwise:\n%s\n%s (%v)", name, sample, facts, err)
		}
		dossier.Evolve(dossier.State{}, dossier.Record{Number: 1, At: clock("2026-03-02 10:00"), By: "owner", Event: e})
	}
}

func readSamples(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	samples := map[string]json.RawMessage{}
	data, err := os.ReadFile(samplesFile)
	if err != nil && !*addSamples {
		t.Fatal(err)
	}
	if err == nil {
		if err := json.Unmarshal(data, &samples); err != nil {
			t.Fatal(err)
		}
	}
	for name, sample := range samples { // they are laid out to be read
		var b bytes.Buffer
		if err := json.Compact(&b, sample); err != nil {
			t.Fatal(err)
		}
		samples[name] = b.Bytes()
	}
	return samples
}

func writeMissing(t *testing.T, samples map[string]json.RawMessage) {
	t.Helper()
	for _, e := range dossier.Events() {
		if _, ok := samples[e.Name()]; ok {
			continue
		}
		facts, err := dossier.Encode(filled(e))
		if err != nil {
			t.Fatal(err)
		}
		samples[e.Name()] = facts
	}
	data, err := json.MarshalIndent(samples, "", "  ")
	if err == nil {
		err = os.WriteFile(samplesFile, append(data, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCodec_AnUnknownKindIsAnError(t *testing.T) {
	for name, facts := range map[string]string{"burned.1": "{}", "filed.2": "{}", "filed": "{}", "": "{}", "filed.1": "[]", "judged.1": `{"serious":`} {
		if e, err := dossier.DecodeEvent(name, []byte(facts)); err == nil {
			t.Errorf("%q %s was read as %v", name, facts, e)
		}
	}
}

// Facts that a newer program added do no harm to an older one.
func TestCodec_UnknownFactsAreLeftOut(t *testing.T) {
	e, err := dossier.DecodeEvent("judged.1", []byte(`{"severity":"minor","colour":"red"}`))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "event", e, dossier.Event(dossier.Judged{Severity: "minor"}))
}
