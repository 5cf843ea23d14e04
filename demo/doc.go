// Package demo is a made-up chain of clinics to try the program with.
//
// Nothing in it is inserted as a finished row but the client register, which in a real chain comes from
// another system as well. Every dossier is made by the real commands, through casework, by the people who would
// give them, on a clock that moves: what one sees in the demo is what the procedure does. The stories
// are in scenarios*.go, a table of steps per scenario; build.go plays them in order of time.
//
// All of it follows from one seed. The same seed gives the same clients, references, words and events, so that a
// picture or a test made with the demo can be made again.
package demo
