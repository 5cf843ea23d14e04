package imap

import (
	"errors"
	"net"

	"github.com/emersion/go-imap/v2"
)

// Class sorts why nothing could be fetched.
type Class string

// The classes.
const (
	Unreachable Class = "unreachable" // no connection, or it was lost
	Untrusted   Class = "untrusted"   // no TLS, or a certificate that is not trusted
	Login       Class = "login"       // the login is not accepted
	Folder      Class = "folder"      // there is no such folder, or it cannot be opened
	Answer      Class = "answer"      // the server refused something else
	Silent      Class = "silent"      // the server did not answer in time
	Ours        Class = "ours"        // the mail could not be taken in: nothing is wrong with the server
)

// Failure is why nothing could be fetched. It holds no words of the server.
type Failure struct {
	Class Class
	Code  string // of the server's answer (RFC 5530); empty when there was none
}

func (f *Failure) Error() string {
	if f.Code == "" {
		return "imap: " + string(f.Class)
	}
	return "imap: " + string(f.Class) + " " + f.Code
}

// failure sorts what went wrong at a step. refused is the class of a NO there; what is no answer of the server is a lost connection.
func failure(err error, refused Class) *Failure {
	var known *Failure
	var answer *imap.Error
	var late net.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &answer):
		return &Failure{refused, string(answer.Code)}
	case errors.As(err, &late) && late.Timeout():
		return &Failure{Class: Silent}
	}
	return &Failure{Class: Unreachable}
}
