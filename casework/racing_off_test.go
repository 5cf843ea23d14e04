//go:build !race

package casework_test

// racing says that the race detector watches, which makes every schedule some ten times as dear.
const racing = false
