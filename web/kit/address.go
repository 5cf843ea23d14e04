package kit

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/realclientip/realclientip-go"
)

// Proxies are the reverse proxies whose word is believed on where a request comes from (ASVS 4.1.3): the header X-Forwarded-For, as far as they
// wrote it. The zero value believes nobody. What else a proxy may tell, the host or the protocol, is never read: links and cookies go by
// the configured base address.
type Proxies struct {
	trusted  []netip.Prefix
	strategy realclientip.RightmostTrustedRangeStrategy
}

// UnmarshalText reads addresses ("10.1.2.3") and networks ("10.1.0.0/16", "fd00::/8"), separated by commas; nothing is nobody.
func (p *Proxies) UnmarshalText(text []byte) error {
	*p = Proxies{}
	if len(strings.TrimSpace(string(text))) == 0 {
		return nil
	}
	var ranges []net.IPNet
	for one := range strings.SplitSeq(string(text), ",") {
		network, err := networkOf(strings.TrimSpace(one))
		if err != nil {
			return err
		}
		p.trusted = append(p.trusted, network)
		ranges = append(ranges, net.IPNet{IP: network.Addr().AsSlice(), Mask: net.CIDRMask(network.Bits(), network.Addr().BitLen())})
	}
	var err error
	p.strategy, err = realclientip.NewRightmostTrustedRangeStrategy("X-Forwarded-For", ranges)
	return err
}

// networkOf reads an address or a network.
func networkOf(text string) (netip.Prefix, error) {
	network, err := netip.ParsePrefix(text)
	if addr, bad := netip.ParseAddr(text); bad == nil && addr.Zone() == "" {
		network, err = addr.Prefix(addr.BitLen())
	}
	switch {
	case err != nil:
		return network, fmt.Errorf("%q is neither an address such as 10.1.2.3 nor a network such as 10.1.0.0/16", text)
	case network.Bits() == 0:
		return network, fmt.Errorf("%q is everybody: whoever sends a request could say where it comes from", text)
	}
	return network.Masked(), nil
}

// address is where a request comes from: the peer of the connection, or where that is a trusted proxy the last address before the trusted
// ones. What stands before it in the header anybody can have written. It is empty when it cannot be told.
func (p Proxies) address(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	from := peer.Addr().Unmap().WithZone("")
	if !p.trusts(from) {
		return from.String()
	}
	told, err := netip.ParseAddr(p.strategy.ClientIP(r.Header, r.RemoteAddr))
	if err != nil {
		return from.String()
	}
	return told.Unmap().WithZone("").String()
}

func (p Proxies) trusts(a netip.Addr) bool {
	for _, prefix := range p.trusted {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// Address is where a request comes from, for counting what comes from one place.
func Address(r *http.Request) string { return viewOf(r.Context()).address }
