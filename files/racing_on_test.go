//go:build race

package files

// roomy is the memory that a child process gets in tests of something else than its memory: the race detector keeps some words for each
// that the program writes to.
const roomy = 8 * DefaultMemory
