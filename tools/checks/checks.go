// Package checks holds what is checked of the sources without running the program: generated
// code, formatting, linters, known vulnerabilities, files of others. They are tests under the
// build tag "checks", so that one summary counts them with all others; make lint runs them alone.
package checks
