// Package dossier is the complaint procedure itself, rules R1–R27, as a pure state machine.
package dossier
