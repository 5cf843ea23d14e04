package casework

// Rest waits until nothing is being kept elsewhere.
func (o *Office) Rest() {
	o.keeping.Lock()
	defer o.keeping.Unlock()
}
