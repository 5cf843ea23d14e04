package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Allowed is what the administrator lets the program call although it does not stand on the public internet: an identity
// provider in the chain's own network, say. Its zero value allows nothing besides the public internet.
type Allowed struct {
	prefixes []netip.Prefix
	hosts    []string // lower case, without a dot at the end
}

// What is wrong with an entry.
var (
	errPrefix     = errors.New("not a prefix such as 10.20.0.0/16")
	errEntry      = errors.New("not a prefix such as 10.20.0.0/16, an address, or a name such as login.intern.example")
	errMapped     = errors.New("write an IPv4 address as such")
	errEverything = errors.New("this allows every address; name those that are needed")
)

// ParseAllowed reads a list as the administrator writes it, with commas or blanks between: prefixes (10.20.0.0/16, fd00:1::/64),
// addresses (10.20.0.7) and names (login.intern.example). A name is trusted wherever it resolves to. An empty list allows nothing.
func ParseAllowed(list string) (Allowed, error) {
	var a Allowed
	for _, entry := range strings.FieldsFunc(list, separates) {
		if err := a.add(entry); err != nil {
			return Allowed{}, fmt.Errorf("%q: %w", entry, err)
		}
	}
	return a, nil
}

// UnmarshalText is ParseAllowed for flags.
func (a *Allowed) UnmarshalText(text []byte) error {
	parsed, err := ParseAllowed(string(text))
	if err == nil {
		*a = parsed
	}
	return err
}

// String is the list, in a form that ParseAllowed reads.
func (a Allowed) String() string {
	entries := slices.Clone(a.hosts)
	for _, p := range a.prefixes {
		entries = append(entries, p.String())
	}
	return strings.Join(entries, ",")
}

func separates(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' }

func (a *Allowed) add(entry string) error {
	if strings.Contains(entry, "/") {
		p, err := netip.ParsePrefix(entry)
		if err != nil {
			return errPrefix
		}
		return a.addPrefix(p)
	}
	if address, err := netip.ParseAddr(unbracketed(entry)); err == nil {
		if address.Zone() != "" {
			return fmt.Errorf("leave out the zone %%%s", address.Zone())
		}
		return a.addPrefix(netip.PrefixFrom(address, address.BitLen()))
	}
	host := strings.ToLower(strings.TrimSuffix(entry, "."))
	if !isHost(host) {
		return errEntry
	}
	a.hosts = append(a.hosts, host)
	return nil
}

// unbracketed is an IPv6 address without the brackets it has in a URL.
func unbracketed(entry string) string {
	if inner, ok := strings.CutPrefix(entry, "["); ok && strings.Contains(inner, ":") {
		return strings.TrimSuffix(inner, "]")
	}
	return entry
}

// addPrefix takes prefixes that say what they mean. The one that holds every address would switch the guard off.
func (a *Allowed) addPrefix(p netip.Prefix) error {
	switch {
	case p.Addr().Is4In6():
		return errMapped
	case p.Bits() == 0:
		return errEverything
	case p != p.Masked():
		return fmt.Errorf("this prefix begins at %s", p.Masked())
	}
	a.prefixes = append(a.prefixes, p)
	return nil
}

const (
	maxHost  = 253 // characters of a name (RFC 1035)
	maxLabel = 63  // of what stands between two dots
)

// isHost reports whether it is a name of a host in ASCII. What is made of digits and dots alone would be an address, and is one that cannot
// be read.
func isHost(host string) bool {
	if host == "" || len(host) > maxHost || strings.Trim(host, "0123456789.") == "" {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// host reports whether a name is allowed, as it stands in an address.
func (a Allowed) host(name string) bool {
	return slices.Contains(a.hosts, strings.ToLower(strings.TrimSuffix(name, ".")))
}

func (a Allowed) byFamily() (four, six []netip.Prefix) {
	for _, p := range a.prefixes {
		if p.Addr().Is4() {
			four = append(four, p)
		} else {
			six = append(six, p)
		}
	}
	return four, six
}
