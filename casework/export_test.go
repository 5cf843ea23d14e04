package casework

import (
	"context"

	"github.com/wederhoor/wederhoor/inbox"
	"github.com/wederhoor/wederhoor/store"
)

// Rest waits until nothing is being kept elsewhere.
func (o *Office) Rest() {
	o.keeping.Lock()
	defer o.keeping.Unlock()
}

// Prepare takes the notices whose time has come and makes what they say. tell stores it, each by itself, and returns what became of each.
func (o *Office) Prepare(ctx context.Context) (tell func() []error, err error) {
	jobs, err := o.DB.Lease(ctx, o.now(), o.lease(), batch)
	if err != nil {
		return nil, err
	}
	who, err := o.people(ctx)
	if err != nil {
		return nil, err
	}
	var ready []notice
	for _, job := range jobs {
		if letters, err := o.tryPrepare(ctx, job, who); err == nil {
			ready = append(ready, notice{job, letters})
		}
	}
	return func() (became []error) {
		for _, n := range ready {
			became = append(became, o.DB.Write(ctx, func(tx *store.Tx) error { return o.tell(tx, n.job, n.letters) }))
		}
		return became
	}, nil
}

// ReadMailBy has mails read in another way, until the end it returns.
func ReadMailBy(read func(raw []byte, domain string) inbox.Mail) (end func()) {
	before := readMail
	readMail = read
	return func() { readMail = before }
}
