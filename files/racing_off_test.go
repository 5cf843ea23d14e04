//go:build !race

package files

// roomy is the memory that a child process gets in tests of something else than its memory.
const roomy = DefaultMemory
