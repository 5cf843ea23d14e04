package demo

import (
	"os"
	"strconv"
	"testing"
)

// TestManySeeds plays as many seeds as WEDERHOOR_SEEDS says, one by default: a scenario must hold wherever its days fall.
func TestManySeeds(t *testing.T) {
	count, err := strconv.Atoi(os.Getenv("WEDERHOOR_SEEDS"))
	if err != nil {
		count = 1
	}
	for n := range count {
		seed := uint64(100 + n)
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			w, err := makeWorld(seed, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Office.DB.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
