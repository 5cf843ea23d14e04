package openid

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
)

// Settings are what the administrator agreed with the identity provider. Without an issuer there is none.
type Settings struct {
	Issuer       string // exactly as the provider calls itself
	ClientID     string
	ClientSecret string
	Name         string // of the provider, as staff know it
	Back         string // the address to which the provider sends browsers back
}

// Used reports whether there is a provider at all.
func (s Settings) Used() bool { return s.Issuer != "" || s.ClientID != "" || s.ClientSecret != "" }

// Check says what is missing or unsafe.
func (s Settings) Check() error {
	if s.Issuer == "" || s.ClientID == "" || s.ClientSecret == "" {
		return errors.New("issuer, client id and client secret belong together: give all three")
	}
	u, err := url.Parse(s.Issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("%q is not an issuer such as https://login.example.nl", s.Issuer)
	}
	return safe(u)
}

// safe reports whether what is told over this address stays between two. On the machine itself it does without TLS too.
func safe(u *url.URL) error {
	switch {
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && onThisMachine(u.Hostname()):
		return nil
	default:
		return fmt.Errorf("%s://%s: an identity provider is spoken to over https", u.Scheme, u.Host)
	}
}

func onThisMachine(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}
