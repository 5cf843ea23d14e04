package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

const (
	mailsIn   = 200             // small mails, each of which becomes a complaint
	bigMail   = 30_000_000      // bytes of the big one
	mailsTime = 2 * time.Minute // in which they must have been taken in
	glance    = 10 * time.Millisecond
)

// benchMailsIn starts the program beside a mailbox and measures how many mails a second are taken in, and how much memory the program and the processes that
// look at files for it take while a mail of 30 MB with photos comes in.
func benchMailsIn(ctx context.Context, out io.Writer, folder string) error {
	program, err := built(ctx, folder)
	if err != nil {
		return err
	}
	box, err := newMailbox(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = box.server.Close() }()
	policy := filepath.Join(folder, "mails-in.yaml")
	if err := os.WriteFile(policy, []byte("mail:\n  per_sender: 100\n  per_day: 10000\n"), 0o600); err != nil {
		return err
	}
	args := []string{
		"--policy", policy, "--imap", box.address, "--imap-security", "plain", "--imap-user", "klachten",
		"--complaints-address", "klachten@kliniek.example",
	}
	return atRest(ctx, program, filepath.Join(folder, "mails-in.db"), func(pid int) error {
		before, err := withChildren(pid)
		if err != nil {
			return err
		}
		var small []string
		for n := range mailsIn {
			small = append(small, smallMail(n))
		}
		took, _, err := box.takenIn(ctx, pid, small...)
		if err != nil {
			return err
		}
		big := photoMail()
		tookBig, peak, err := box.takenIn(ctx, pid, big)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "%d mails taken in, each a complaint: %.0f a second\n", mailsIn, mailsIn/took.Seconds())
		_, _ = fmt.Fprintf(out, "a mail of %.0f MB with photos: %.1f s, memory %.0f MB at rest, %.0f MB at most (the program and what looks at files for it)\n\n",
			float64(len(big))/1e6, tookBig.Seconds(), float64(before)/1000, float64(peak)/1000)
		return nil
	}, args...)
}

// mailbox is an IMAP server in memory with one mailbox.
type mailbox struct {
	server  *imapserver.Server
	user    *imapmemserver.User
	address string
}

func newMailbox(ctx context.Context) (*mailbox, error) {
	b := &mailbox{user: imapmemserver.NewUser("klachten", mailboxPassword)}
	memory := imapmemserver.New()
	memory.AddUser(b.user)
	b.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIdle: {}, imap.CapMove: {}, imap.CapUIDPlus: {}}, InsecureAuth: true,
	})
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b.address = listener.Addr().String()
	go func() { _ = b.server.Serve(listener) }() // it ends when it is closed
	return b, b.user.Create("INBOX", nil)
}

// mailboxPassword is the mailbox's, which the program gets by its environment.
const mailboxPassword = "loopback"

// takenIn puts mails into the mailbox and waits until all are taken in. Peak is the most memory meanwhile, in kB.
func (b *mailbox) takenIn(ctx context.Context, pid int, mails ...string) (took time.Duration, peak int, err error) {
	for _, m := range mails {
		if _, err := b.user.Append("INBOX", literal{strings.NewReader(m)}, &imap.AppendOptions{}); err != nil {
			return 0, 0, err
		}
	}
	began := time.Now()
	for time.Since(began) < mailsTime && ctx.Err() == nil {
		now, err := withChildren(pid)
		if err != nil {
			return 0, 0, err
		}
		peak = max(peak, now)
		inbox, err := b.user.Status("INBOX", &imap.StatusOptions{NumMessages: true})
		if err != nil {
			return 0, 0, err
		}
		if *inbox.NumMessages == 0 {
			return time.Since(began), peak, nil
		}
		time.Sleep(glance)
	}
	return 0, 0, errors.Join(ctx.Err(), errors.New("the mails were not taken in"))
}

// literal is a mail as the server wants it.
type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

func smallMail(n int) string {
	return fmt.Sprintf("From: Klant %d <klant.%d@post.example>\r\nTo: klachten@kliniek.example\r\nSubject: Klacht\r\nMessage-ID: <%d@post.example>\r\nDate: %s\r\n"+
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMijn tanden zijn vlekkerig geworden. Ik wil dat u ernaar kijkt.\r\n", n, n, n, time.Now().Format(time.RFC1123Z))
}

// photoMail is a mail with as many photos as make it bigMail.
func photoMail() string {
	var photo bytes.Buffer
	picture := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	noise := rand.NewChaCha8([32]byte{})
	_, _ = noise.Read(picture.Pix) // it never fails
	if err := jpeg.Encode(&photo, picture, &jpeg.Options{Quality: 90}); err != nil {
		panic(err) // a picture of ours can be written
	}
	text := base64.StdEncoding.EncodeToString(photo.Bytes())
	var part strings.Builder
	for line := range len(text)/76 + 1 {
		part.WriteString(text[line*76:min(len(text), line*76+76)] + "\r\n")
	}
	var m strings.Builder
	m.WriteString("From: Foto <foto@post.example>\r\nTo: klachten@kliniek.example\r\nSubject: Klacht met foto's\r\nMessage-ID: <foto@post.example>\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\nContent-Type: text/plain\r\n\r\nMijn klacht, met foto's.\r\n")
	for n := 0; m.Len() < bigMail; n++ {
		m.WriteString("--grens\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=foto-" + strconv.Itoa(n) + ".jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + part.String())
	}
	return m.String() + "--grens--\r\n"
}

// withChildren is the memory of a process and those that it started, in kB.
func withChildren(pid int) (int, error) {
	sum, err := resident(pid)
	if err != nil {
		return 0, err
	}
	list, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return 0, err
	}
	for _, path := range list {
		text, err := os.ReadFile(path) //nolint:gosec // of the process that was started
		if err != nil {
			continue // that thread ended
		}
		for _, child := range strings.Fields(string(text)) {
			if n, err := strconv.Atoi(child); err == nil {
				kilobytes, _ := resident(n) // it may have ended
				sum += kilobytes
			}
		}
	}
	return sum, nil
}

// built is the program, built once.
func built(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "wederhoor")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", program, ".").CombinedOutput(); err != nil { //nolint:gosec // a folder of our own
		return "", fmt.Errorf("build: %w\n%s", err, text)
	}
	return program, nil
}
