package openid

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// How often the provider is asked for its endpoints.
const (
	discoveryKept  = time.Hour       // after which it is asked again; what it said before holds until it answers
	discoveryPause = 5 * time.Second // after it did not answer
)

// algorithms by which a provider may sign. Those with a shared secret, and none at all, are not among them.
var algorithms = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// endpoints are what the provider says of itself.
type endpoints struct {
	oauth       *oauth2.Config
	keys        oidc.KeySet
	algorithms  []string
	namesItself bool
}

// discovered keeps what the provider said, and when it is to be asked again.
type discovered struct {
	mu    sync.Mutex
	found *endpoints
	err   error
	next  time.Time
}

// discover asks the provider what it is made of, when it was not asked lately. One that was there goes on as it was while it does not
// answer. Whoever comes meanwhile waits for the one who asks.
func (p *Provider) discover(ctx context.Context) (*endpoints, error) {
	k := &p.known
	k.mu.Lock()
	defer k.mu.Unlock()
	now := p.clock()
	if now.Before(k.next) && k.next.Sub(now) <= discoveryKept { // a clock that was set back keeps nobody waiting
		return k.found, k.err
	}
	found, err := p.ask(context.WithoutCancel(ctx)) // for all who wait, also when the first has gone; the client has its own time-out
	switch {
	case err == nil:
		k.found, k.err, k.next = found, nil, now.Add(discoveryKept)
	case k.found != nil:
		k.next = now.Add(discoveryPause)
	default:
		k.err, k.next = &Error{Away, err}, now.Add(discoveryPause)
	}
	return k.found, k.err
}

func (p *Provider) ask(ctx context.Context) (*endpoints, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	provider, err := oidc.NewProvider(ctx, p.settings.Issuer)
	if err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	var said struct {
		Keys        string   `json:"jwks_uri"`
		Algorithms  []string `json:"id_token_signing_alg_values_supported"`
		Methods     []string `json:"token_endpoint_auth_methods_supported"`
		NamesItself bool     `json:"authorization_response_iss_parameter_supported"`
	}
	if err := provider.Claims(&said); err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	endpoint := provider.Endpoint()
	for _, address := range []string{endpoint.AuthURL, endpoint.TokenURL, said.Keys} {
		if err := usable(address); err != nil {
			return nil, fmt.Errorf("discovery: %w", err)
		}
	}
	endpoint.AuthStyle = style(said.Methods)
	return &endpoints{
		oauth: &oauth2.Config{
			ClientID: p.settings.ClientID, ClientSecret: p.settings.ClientSecret, RedirectURL: p.settings.Back,
			Endpoint: endpoint, Scopes: []string{oidc.ScopeOpenID},
		},
		keys: oidc.NewRemoteKeySet(ctx, said.Keys), algorithms: usableAlgorithms(said.Algorithms), namesItself: said.NamesItself,
	}, nil
}

func usable(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return errors.New("an endpoint is missing")
	}
	return safe(u)
}

// style is how the program says who it is. It is settled here because oauth2 would otherwise try one way and then the other, with a code
// that many providers take for stolen when they see it twice.
func style(methods []string) oauth2.AuthStyle {
	if !slices.Contains(methods, "client_secret_basic") && slices.Contains(methods, "client_secret_post") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader // what holds when the provider does not say (OpenID Connect Discovery, 3)
}

// usableAlgorithms are those that the provider uses and that are safe; RS256 where it names none.
func usableAlgorithms(said []string) []string {
	both := slices.DeleteFunc(slices.Clone(said), func(a string) bool { return !slices.Contains(algorithms, a) })
	if len(both) == 0 {
		return []string{oidc.RS256}
	}
	return both
}

// watchedKeys are the provider's keys for one proof. go-oidc has one error for a proof that does not hold and for keys that cannot be
// fetched; away is the latter.
type watchedKeys struct {
	keys oidc.KeySet
	away error
}

// VerifySignature is that of the keys.
func (w *watchedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := w.keys.VerifySignature(ctx, jwt)
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") {
		w.away = err
	}
	return payload, err
}
