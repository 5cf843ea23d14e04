package dossier

import (
	"encoding/json"
	"fmt"
	"reflect"
)

var eventTypes = func() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, e := range Events() {
		types[e.Name()] = reflect.TypeOf(e)
	}
	return types
}()

// Encode writes an event's facts as JSON, fields in declared order: the bytes that are stored and hashed.
func Encode(e Event) ([]byte, error) {
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.Name(), err)
	}
	return b, nil
}

// DecodeEvent reads stored facts back. name is the stored kind and version; an old version is lifted here.
func DecodeEvent(name string, facts []byte) (Event, error) {
	t, ok := eventTypes[name]
	if !ok {
		return nil, fmt.Errorf("decode event: unknown kind %q", name)
	}
	v := reflect.New(t)
	if err := json.Unmarshal(facts, v.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", name, err)
	}
	return v.Elem().Interface().(Event), nil
}
