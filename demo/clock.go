package demo

import (
	"sync"
	"time"
)

// Clock is the demo's time. It stands still while the demo is made, and goes with the machine's once Start was called; Set
// moves it on. It never goes back.
type Clock struct {
	mu      sync.Mutex
	at      time.Time
	machine func() time.Time // nil while it stands still
	read    time.Time        // of the machine, when at was set
}

// NewClock stands still at a moment.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now is the demo's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.machine == nil {
		return c.at
	}
	return c.at.Add(c.machine().Sub(c.read))
}

// Set moves the clock on to a moment; one that has passed changes nothing.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !at.After(c.now()) {
		return
	}
	c.at = at
	if c.machine != nil {
		c.read = c.machine()
	}
}

// Start lets it go with the clock of the machine.
func (c *Clock) Start(machine func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.machine, c.read = machine, machine()
}
