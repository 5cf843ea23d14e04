// Package outbound is the only way the program calls other machines over HTTP. An address that such a call goes to may come
// from outside: out of an answer of an identity provider, or typed at the desk. So that nobody can make the program knock at
// doors of the network it stands in, its client looks at the address of each connection after the name was resolved and before
// anything is sent, follows no redirect, asks no proxy, and reads no more than it was told to (ASVS 15.3.2; SSRF).
package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// What one call may take.
const (
	Timeout       = 10 * time.Second // from the first look-up of the name to the last byte of the answer
	connectTime   = 5 * time.Second
	MaxAnswer     = 1 << 20 // bytes of an answer
	maxHeader     = 64 << 10
	idleTime      = 30 * time.Second
	perHost       = 8
	keptIdleConns = 16
)

var (
	// ErrRefused is for an address that the program does not call: not one of the public internet, nor one the administrator allows.
	ErrRefused = errors.New("this address is not on the public internet, and --allow-private does not name it")
	// ErrTooLong is for an answer of more than MaxAnswer bytes.
	ErrTooLong = fmt.Errorf("the answer is longer than %d bytes", MaxAnswer)
)

// New is a client that calls the public internet and what is allowed besides.
func New(a Allowed) *http.Client { return client(a, nil) }

// client is New with a resolver of names; nil for that of the machine.
func client(a Allowed, resolver *net.Resolver) *http.Client {
	d := dialer{allowed: a, guard: guard(a), resolver: resolver}
	return &http.Client{
		Timeout: Timeout,
		// The answer that would lead elsewhere is handed to the caller, who wants another status (ASVS 15.3.2).
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: limited{&http.Transport{
			Proxy:       nil, // whoever sets the environment must not be able to read along, nor the check be made of a proxy's address
			DialContext: d.dial, ForceAttemptHTTP2: true, TLSHandshakeTimeout: connectTime, ResponseHeaderTimeout: Timeout,
			MaxResponseHeaderBytes: maxHeader, MaxConnsPerHost: perHost, MaxIdleConns: keptIdleConns, IdleConnTimeout: idleTime,
		}},
	}
}

// guard judges addresses: those of IANA's registries of special purpose are refused, and of IPv6 all that is not global unicast,
// so that an IPv4 address in the clothes of an IPv6 one (mapped, translated, 6to4, Teredo) is no way around.
func guard(a Allowed) *ssrf.Guardian {
	four, six := a.byFamily()
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(four...), ssrf.WithAllowedV6Prefixes(six...))
}

// dialer connects to addresses that pass the guard.
type dialer struct {
	allowed  Allowed
	guard    *ssrf.Guardian
	resolver *net.Resolver
}

func (d dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	own := &net.Dialer{Timeout: connectTime, Resolver: d.resolver}
	if host, _, err := net.SplitHostPort(address); err != nil || !d.allowed.host(host) {
		own.Control = d.control
	}
	return own.DialContext(ctx, network, address)
}

// control is asked for each connection before it is made, when it is known where it would really go. Whatever a name resolved
// to a moment ago, it is this address that counts.
func (d dialer) control(network, address string, c syscall.RawConn) error {
	if err := d.guard.Safe(network, address, c); err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return nil
}

// limited bounds the answers of a transport.
type limited struct{ next http.RoundTripper }

// RoundTrip is that of the transport; its answer ends with ErrTooLong where it is too long.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if answer.ContentLength > MaxAnswer {
		return nil, errors.Join(ErrTooLong, answer.Body.Close())
	}
	answer.Body = &bounded{answer.Body, MaxAnswer}
	return answer, nil
}

// CloseIdleConnections lets http.Client reach the transport.
func (l limited) CloseIdleConnections() {
	if t, ok := l.next.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// bounded is a body of which no more than left bytes are read. Unlike io.LimitReader it does not pass off a part as the whole.
type bounded struct {
	io.ReadCloser
	left int64
}

// Read gives ErrTooLong instead of the byte too many.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLong
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, ErrTooLong
	}
	return n, err
}
