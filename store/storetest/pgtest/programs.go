package pgtest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// errMissing says what to do.
var errMissing = errors.New("this test needs PostgreSQL, and its programs initdb and postgres are not here: " +
	"install Debian's package postgresql (apt-get install postgresql), or put the folder in which they are on the PATH")

// programs finds the folder of initdb and postgres.
func programs(folders []string) (string, error) {
	for _, folder := range folders {
		if runs(filepath.Join(folder, "initdb")) && runs(filepath.Join(folder, "postgres")) {
			return folder, nil
		}
	}
	return "", errMissing
}

// candidates are the folders of the PATH, the one that pg_config says, and those that Debian has, the newest first.
func candidates() []string {
	list := filepath.SplitList(os.Getenv("PATH"))
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		list = append(list, strings.TrimSpace(string(out)))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // its error is about the pattern
	return append(list, newestFirst(debian)...)
}

func newestFirst(folders []string) []string {
	slices.SortFunc(folders, func(a, b string) int { return version(b) - version(a) })
	return folders
}

// version is the 17 of /usr/lib/postgresql/17/bin.
func version(folder string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(folder))) // 9.6 is older than all that count
	return n
}

func runs(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}
