package casework

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// Reply addresses. A mail about a dossier has one of its own, made of the complaints address, the reference, and a token that nobody can make without
// the key: complaints+7k2m9p4q-TOKEN@example.nl. It says whose answers come to it, so that neither a forged subject nor In-Reply-To brings anything
// into a dossier. It is void when the link is that it goes with: when the address was corrected, or the link renewed.

// ReplyTag is how many characters a reply address has more than the complaints address, before its @.
const ReplyTag = 1 + 8 + 1 + 16

// replyToken is 80 bits over dossier, party and generation: as short as an address wants it, and more than anybody can try.
func (o *Office) replyToken(reference string, party dossier.Party, generation int) string {
	mac := hmac.New(sha256.New, o.Key)
	_, _ = fmt.Fprintf(mac, "reply\n%s\n%s\n%d", reference, party, generation)
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:10]))
}

// replyAddress is where answers to a message go: to the reply address of its complainant or specialist, and to where all go for others.
func (o *Office) replyAddress(ctx context.Context, m store.Message) (string, error) {
	sort, _ := split(m.To)
	if o.Mailbox == nil || m.Reference == "" || sort != toSpecialist && m.To != dossier.ToComplainant {
		return "", nil
	}
	generation, err := o.replyGeneration(ctx, m.Reference, m.To)
	if isNotFound(err) {
		return "", nil
	}
	return o.replyAddressOf(m.Reference, m.To, generation), err
}

func (o *Office) replyAddressOf(reference string, party dossier.Party, generation int) string {
	local, domain := halves(o.Mailbox.Address)
	code := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(reference, "WH-"), "-", ""))
	return local + "+" + code + "-" + o.replyToken(reference, party, generation) + "@" + domain
}

func halves(address string) (local, domain string) {
	i := strings.LastIndex(address, "@")
	return address[:max(i, 0)], address[i+1:]
}

// replyGeneration is that of the reply address in force: of a complainant that of their link. NotFound when the dossier was erased.
func (o *Office) replyGeneration(ctx context.Context, reference string, party dossier.Party) (int, error) {
	if party != dossier.ToComplainant {
		return firstGeneration, nil
	}
	link, err := o.DB.Read().LinkFor(ctx, reference, PurposeStatus, 0)
	return link.Generation, public(err)
}

// replied is the reply address that a mail came to.
type replied struct {
	reference  string
	party      dossier.Party // empty when the token is none of ours
	generation int
	current    bool // false for one that was replaced since
}

// repliedTo reads the reply address among the addresses of a mail. found is false when there is none.
func (o *Office) repliedTo(ctx context.Context, addresses []string) (r replied, found bool, err error) {
	local, domain := halves(register.FoldEmail(o.Mailbox.Address))
	for _, address := range addresses {
		name, at := halves(register.FoldEmail(address))
		tag, tagged := strings.CutPrefix(name, local+"+")
		if !tagged || at != domain {
			continue
		}
		one, err := o.replyOf(ctx, tag)
		if err != nil || one.party != "" {
			return one, true, err
		}
		found = true
	}
	return r, found, nil
}

// replyOf tells whose reply address has a tag.
func (o *Office) replyOf(ctx context.Context, tag string) (replied, error) {
	code, token, _ := strings.Cut(tag, "-")
	reference, ok := dossier.ParseReference(code)
	if !ok {
		return replied{}, nil
	}
	if known, err := o.DB.Read().Known(ctx, reference); err != nil || !known {
		return replied{}, err
	}
	newest, err := o.replyGeneration(ctx, reference, dossier.ToComplainant)
	if err != nil && !isNotFound(err) {
		return replied{}, err
	}
	for generation := max(newest, firstGeneration); generation > 0; generation-- {
		if o.signed(token, reference, dossier.ToComplainant, generation) {
			return replied{reference, dossier.ToComplainant, generation, generation == newest}, nil
		}
	}
	specialists, err := o.DB.Read().Specialists(ctx, "")
	for _, s := range specialists {
		party := dossier.ToSpecialist(dossier.SpecialistID(s.ID))
		if o.signed(token, reference, party, firstGeneration) {
			return replied{reference, party, firstGeneration, true}, err
		}
	}
	return replied{}, err
}

func (o *Office) signed(token, reference string, party dossier.Party, generation int) bool {
	return hmac.Equal([]byte(token), []byte(o.replyToken(reference, party, generation)))
}
