// Package e2e tests the whole program from the outside: every rule that a person can see through HTTP, bad input of every sort, and
// whole roads through the procedure in a real browser. It holds tests alone.
package e2e
