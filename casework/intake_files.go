package casework

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/inbox"
)

// smallPicture is up to how many bytes a picture within the text is taken for one of a signature.
const smallPicture = 20 << 10

// takeAttachments takes the files of a mail in as those of a form: told by content, cleaned, scanned. What is not taken in is still in the mail as
// it came; the reasons that it gives say so.
func (o *Office) takeAttachments(ctx context.Context, reference string, c *cameIn) (reasons []string, err error) {
	for _, a := range c.mail.Attachments {
		if ofSignature(a) {
			continue
		}
		err := o.TakeInFor(ctx, reference, c.form(), a.Name, bytes.NewReader(a.Data))
		switch why := files.WhyOf(err); {
		case err == nil:
		case why != "":
			reasons = append(reasons, "file_"+string(why))
		case errors.Is(err, ErrTooManyFiles):
			reasons = append(reasons, ReasonFilesLeft)
		default:
			return nil, err // the mail is fetched again
		}
	}
	slices.Sort(reasons)
	return slices.Compact(reasons), nil
}

// ofSignature reports whether an attachment is a small picture that the sender's program puts under every mail.
func ofSignature(a inbox.Attachment) bool {
	return a.Inline && strings.HasPrefix(a.MediaType, "image/") && len(a.Data) < smallPicture
}

// hasFiles reports whether a mail has anything but words.
func hasFiles(m inbox.Mail) bool {
	return slices.ContainsFunc(m.Attachments, func(a inbox.Attachment) bool { return !ofSignature(a) })
}
