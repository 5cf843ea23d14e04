package pgtest

import (
	"context"
	"fmt"
	"testing"
)

// Empty is the template of a database with nothing in it.
const Empty = "template1"

// Database makes an empty database for one test and gives its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	address, drop, err := s.Make(Empty)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	return address
}

// Make makes a database as a copy of a template. Drop takes it away, whoever is still connected.
func (s *Server) Make(template string) (address string, drop func(), err error) {
	name, err := s.create(template)
	if err != nil {
		return "", nil, err
	}
	return s.URL(name), func() { _ = s.exec("drop database " + name + " with (force)") }, nil // one that is down goes with all it has
}

// Template makes a template. Prepare fills it, and has closed every connection to it when it returns.
func (s *Server) Template(prepare func(address string) error) (name string, err error) {
	if name, err = s.create(Empty); err != nil {
		return "", err
	}
	return name, prepare(s.URL(name))
}

func (s *Server) create(template string) (name string, err error) {
	s.mu.Lock()
	s.n++
	name = fmt.Sprintf("test_%d", s.n)
	s.mu.Unlock()
	if err := s.exec("create database " + name + " template " + template); err != nil {
		return "", fmt.Errorf("a database for a test: %w", err)
	}
	return name, nil
}

// exec is not within the test that asks: what it made is taken away when that has ended.
func (s *Server) exec(statement string) error {
	_, err := s.admin.ExecContext(context.Background(), statement)
	return err
}
