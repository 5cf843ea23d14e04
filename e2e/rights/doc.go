// Package rights holds the tests of who gets what: every route for every sort of person, and marks in everything that is said, which are
// looked for wherever they must not be.
package rights
