package e2e_test

import (
	"os"
	"testing"

	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/tools/logwatch"
)

// ASVS 16.2.5: what all tests of this package had the program log holds no secret and nothing personal.
func TestMain(m *testing.M) {
	files.BeChild()
	logwatch.Forbid("somebody's name", "Klaas Kramer", "Fenna Post", "Gijs Maas", "Yara Osei", "Sanne Bakker", "Olga Owner", "Arjen Assistent")
	os.Exit(logwatch.Main(m))
}
