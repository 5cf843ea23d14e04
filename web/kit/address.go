package kit

import (
	"net"
	"net/http"
)

// Address is where a request comes from, as far as that can be believed: for counting what comes from one place.
func (a *App) Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
