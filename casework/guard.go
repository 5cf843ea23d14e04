package casework

import (
	"bytes"
	"context"
	"net/mail"
	"net/textproto"
	"slices"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/register"
	"github.com/wederhoor/wederhoor/store"
)

// The guard at delivery (R23). It stands below everything that makes a message, and believes none of it: it reads the addresses of the mail as it
// would go, and looks up at that moment whom the running bans keep apart.

// headers of a mail by which people reach each other.
var toHeaders, fromHeaders = []string{"To", "Cc", "Bcc"}, []string{"From", "Sender", "Reply-To", "Return-Path", "Disposition-Notification-To"}

// addressed are the addresses of a mail, folded.
type addressed struct {
	to   []string // whom it reaches
	from []string // whom an answer reaches
}

// crosses reports whether a mail would go from one side of a running ban to the other. A mail whose addresses cannot be read is taken to.
func (o *Office) crosses(ctx context.Context, m store.Message, text []byte) (bool, error) {
	all, ok := addressesOf(text, m.Address)
	if !ok {
		return true, nil
	}
	pairs, err := o.DB.Read().PairsAmong(ctx, slices.Concat(all.to, all.from))
	if err != nil {
		return true, err
	}
	if all.joins(pairs) {
		return true, nil
	}
	if m.Reference == "" {
		return false, nil
	}
	banned, err := o.DB.Read().KeptApart(ctx, m.Reference)
	if err != nil || len(banned) == 0 {
		return err != nil, err
	}
	email, err := o.DB.Read().Email(ctx, m.Reference)
	return err != nil || all.reach(m.To, email, banned), err
}

// addressesOf reads the addresses of a mail: those it says, and the one that it is handed over for.
func addressesOf(text []byte, to string) (addressed, bool) {
	all := addressed{to: []string{register.FoldEmail(to)}}
	read, err := mail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		return all, false
	}
	for _, of := range []struct {
		headers []string
		into    *[]string
	}{{toHeaders, &all.to}, {fromHeaders, &all.from}} {
		for _, header := range of.headers {
			for _, line := range read.Header[textproto.CanonicalMIMEHeaderKey(header)] {
				list, err := mail.ParseAddressList(line)
				if err != nil {
					return all, false
				}
				for _, a := range list {
					*of.into = append(*of.into, register.FoldEmail(a.Address))
				}
			}
		}
	}
	return all, all.readParts(read.Header, read.Body, 0)
}

// joins reports whether both sides of a ban have an address in the mail. One that both have is nobody's proof: it is told by whom the mail is
// meant for (reach).
func (a addressed) joins(pairs []store.Pair) bool {
	all := slices.Concat(a.to, a.from)
	return slices.ContainsFunc(pairs, func(p store.Pair) bool {
		specialist := register.FoldEmail(p.Specialist)
		return p.Complainant != specialist && slices.Contains(all, p.Complainant) && slices.Contains(all, specialist)
	})
}

// reach reports whether a mail that is meant for a party reaches the other side, or has its answer reach somebody of either side.
func (a addressed) reach(party dossier.Party, complainant string, banned []store.Banned) bool {
	sort, person := split(party)
	theirs := false // the complainant gave the address of the specialist whom it is meant for as their own
	for _, b := range banned {
		own := sort == toSpecialist && person == string(b.Specialist)
		if a.reachBanned(register.FoldEmail(b.Email), own) {
			return true
		}
		theirs = theirs || own && register.FoldEmail(b.Email) == complainant
	}
	if complainant == "" {
		return false
	}
	return slices.Contains(a.from, complainant) || sort == toSpecialist && slices.Contains(a.to, complainant) && !theirs
}

// reachBanned reports whether the mail, or an answer to it, gets to the address of a specialist under a ban; the mail may when it is their own.
func (a addressed) reachBanned(email string, own bool) bool {
	return email != "" && (slices.Contains(a.from, email) || slices.Contains(a.to, email) && !own)
}
