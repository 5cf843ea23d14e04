package pgtest

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is whom the server runs as: whoever runs the tests, or postgres when that is root, whom PostgreSQL refuses.
func account() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil //nolint:nilnil // none is what exec takes for one's own
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres to run it as; "+
			"Debian's package postgresql makes one, or run the tests as another user: %w", err)
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(uidErr, gidErr)
}

// longestSocket is how long the path of a Unix socket may be, on the strictest of our systems.
const longestSocket = 103

// place is the path of a new folder, which the account can make and reach, and whose name leaves room for a socket.
func place(as *syscall.Credential) (string, error) {
	name := "wederhoor-pg-" + rand.Text()[:10]
	for _, base := range []string{os.TempDir(), "/tmp"} {
		folder := filepath.Join(base, name)
		if len(filepath.Join(folder, socket)) <= longestSocket && (as == nil || openToAll(base)) {
			return folder, nil
		}
	}
	return "", fmt.Errorf("PostgreSQL needs a folder for its files that the user postgres can make: neither %s nor /tmp lets it", os.TempDir())
}

// openToAll reports whether everybody can make something in the folder, and reach it.
func openToAll(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil || info.Mode().Perm()&0o003 != 0o003 {
		return false
	}
	for parent := filepath.Dir(folder); ; parent = filepath.Dir(parent) {
		info, err := os.Stat(parent)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if parent == filepath.Dir(parent) {
			return true
		}
	}
}
