package kit

import (
	"net/http"
	"slices"
)

// Mux is the standard library's, and remembers what was registered with it, which that one does not tell. So every page there is can be
// asked for who may see it (docs/rights.md).
type Mux struct {
	mux      http.ServeMux
	patterns []string
}

// Handle registers a handler, as http.ServeMux does.
func (m *Mux) Handle(pattern string, h http.Handler) {
	m.mux.Handle(pattern, h)
	m.patterns = append(m.patterns, pattern)
}

// HandleFunc registers a function, as http.ServeMux does.
func (m *Mux) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, http.HandlerFunc(h))
}

// ServeHTTP leads a request to its handler.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.mux.ServeHTTP(w, r) }

// Patterns lists everything that was registered, in alphabetical order.
func (m *Mux) Patterns() []string { return slices.Sorted(slices.Values(m.patterns)) }
