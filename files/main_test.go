package files

import (
	"os"
	"testing"
)

// removeServers is set where there are any.
var removeServers = func() {}

func TestMain(m *testing.M) {
	BeChild()
	code := m.Run()
	removeServers()
	os.Exit(code)
}
