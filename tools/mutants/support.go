package main

import (
	"fmt"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// support is the file that goes along with the mutants: the switch, and what a guard is replaced by. With a trace asked for it
// writes down which mutants are reached.
func support(mutants int) string { return fmt.Sprintf(supportText, mutants) }

const supportText = `package dossier

import (
	"fmt"
	"os"
	"strconv"
	"sync"
)

var mutantActive = func() int {
	n, err := strconv.Atoi(os.Getenv("MUTANT"))
	if err != nil {
		return -1
	}
	return n
}()

var (
	mutantTrace   = os.Getenv("MUTANT_TRACE")
	mutantReached [%d + 1]bool
	mutantLock    sync.Mutex
)

func mutantOn(n int) bool {
	if mutantTrace != "" {
		mutantNote(n)
	}
	return n == mutantActive
}

func mutantNote(n int) {
	mutantLock.Lock()
	defer mutantLock.Unlock()
	if mutantReached[n] {
		return
	}
	mutantReached[n] = true
	f, err := os.OpenFile(mutantTrace, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(f, n)
	f.Close()
}

func mutantGuard(n int, g guard) guard {
	return func(s State, env Env) *Refusal {
		if mutantOn(n) {
			return nil
		}
		return g(s, env)
	}
}

func mutantRoles(on bool, who []Role) []Role {
	if on {
		return []Role{RoleOwner, RoleAssistant, RoleReceptionist, RoleSpecialist, RoleOutside, RoleComplainant, RoleFellow, RoleSystem}
	}
	return who
}

func mutantClasses(on bool, list []string) []string {
	if on {
		return strs(ClassSummary, ClassContact, ClassComplaint, ClassPlanning, ClassTalk, ClassInquiry, ClassHearing, ClassFinding,
			ClassDecision, ClassBan, ClassHandling)
	}
	return list
}

func mutantOf(on bool, class string) string {
	if on {
		for i := range class {
			if class[i] == ':' {
				return class[:i]
			}
		}
	}
	return class
}

func mutantKey(on bool, key string) string {
	if on {
		return ""
	}
	return key
}
`
