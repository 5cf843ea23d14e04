package desk

import (
	"reflect"
	"time"

	"github.com/wederhoor/wederhoor/dossier"
)

// samples are values that are codes: one of each type.
var samples = map[reflect.Type]any{}

func init() {
	for _, value := range []any{
		time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), dossier.Date("2026-03-05"), dossier.AboutTreatment, dossier.ByPhone, dossier.MatchFound,
		dossier.Founded, dossier.Settled, dossier.PhaseTriage, dossier.StepInquiry, dossier.DueHearing, dossier.Refund,
	} {
		samples[reflect.TypeOf(value)] = value
	}
}

// filled is an event with something in every field.
func filled(e dossier.Event) dossier.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	fillValue(v, "")
	return v.Interface().(dossier.Event)
}

func fillValue(v reflect.Value, name string) {
	if sample, ok := samples[v.Type()]; ok {
		v.Set(reflect.ValueOf(sample))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(sampleText(name))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillValue(v.Index(0), name)
	case reflect.Struct:
		for i := range v.NumField() {
			fillValue(v.Field(i), v.Type().Field(i).Name)
		}
	default:
		panic("events hold nothing of kind " + v.Kind().String())
	}
}

func sampleText(name string) string {
	switch name {
	case "Cause":
		return "ill"
	case "How":
		return "call"
	case "ActKind":
		return "apology"
	case "Language":
		return "nl"
	case "Ground":
		return string(dossier.GroundRequest)
	}
	return "x"
}
