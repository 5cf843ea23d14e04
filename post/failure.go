package post

import (
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
)

// Class sorts why a mail was not handed over.
type Class string

// The classes. Of the first four nothing is wrong with the mail: it waits until the server can be reached again, or the settings are mended.
const (
	Unreachable Class = "unreachable" // no connection, or it was lost; whether the mail was taken is then not known
	Untrusted   Class = "untrusted"   // no TLS, or a certificate that is not trusted
	Login       Class = "login"       // the login is not accepted, or none is offered
	Sender      Class = "sender"      // the server does not take mails from our sender
	Later       Class = "later"       // the server says: try again (4xx)
	Address     Class = "address"     // there is no such mailbox, or it takes no mail (5xx)
	Refused     Class = "refused"     // the server does not take this mail (5xx)
)

// Failure is why a mail was not handed over. It holds no words of the server and no address.
type Failure struct {
	Class Class
	Code  int    // of the server's answer (RFC 5321); 0 when there was none
	More  string // its enhanced code, such as 5.1.1 (RFC 3463)
}

func (f *Failure) Error() string { return "post: " + f.Answer() }

// Answer is the class with the codes: "address 550 5.1.1".
func (f *Failure) Answer() string {
	parts := []string{string(f.Class)}
	if f.Code != 0 {
		parts = append(parts, fmt.Sprint(f.Code))
	}
	if f.More != "" {
		parts = append(parts, f.More)
	}
	return strings.Join(parts, " ")
}

// Temporary reports whether it is worth trying again.
func (f *Failure) Temporary() bool { return f.Class.Temporary() }

// Temporary reports whether it is worth trying again after a failure of this class.
func (c Class) Temporary() bool {
	return slices.Contains([]Class{Unreachable, Untrusted, Login, Sender, Later}, c)
}

// ClassOf is the class of what Answer wrote.
func ClassOf(answer string) Class {
	class, _, _ := strings.Cut(answer, " ")
	return Class(class)
}

var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// failure sorts what went wrong at a step. permanent is the class of a 5xx there; what is no answer of the server is a lost connection.
func failure(err error, permanent Class) *Failure {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return &Failure{Class: Unreachable}
	}
	f := &Failure{Class: permanent, Code: answer.Code, More: enhanced.FindString(answer.Msg)}
	switch {
	case answer.Code == 421: // it hangs up (RFC 5321, 3.8)
		f.Class = Unreachable
	case answer.Code < 500:
		f.Class = Later
	case permanent == Address && strings.HasPrefix(f.More, "5.7."): // it is not the mailbox: the server forbids it
		f.Class = Refused
	}
	return f
}
