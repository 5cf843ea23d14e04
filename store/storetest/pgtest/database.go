package pgtest

import (
	"context"
	"fmt"
	"testing"
)

// Database makes an empty database for one test and gives its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	address, drop, err := s.Make("template1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	return address
}

// Make makes a database out of another one that nobody has open. Drop ends the connections of whoever is still there.
func (s *Server) Make(out string) (address string, drop func(), err error) {
	s.mu.Lock()
	s.n++
	name := fmt.Sprintf("test_%d", s.n)
	s.mu.Unlock()
	ctx := context.Background() // it outlives the test that asked, to drop what was made
	if _, err := s.admin.ExecContext(ctx, "create database "+name+" template "+out); err != nil {
		return "", nil, fmt.Errorf("a database for a test: %w", err)
	}
	return s.URL(name), func() { _, _ = s.admin.ExecContext(ctx, "drop database "+name+" with (force)") }, nil // a server that is down has none
}
