package files

import (
	"bytes"

	"github.com/gabriel-vasile/mimetype"
)

// headSize is how many bytes of a file tell what it is.
const headSize = 3072

// Look says what a file is by how it begins (ASVS 5.2.2). Its name and what the browser says of it are not asked. head is the first bytes, 3072 or all;
// the error is a *Refused.
func Look(head []byte) (Media, error) {
	if len(head) == 0 {
		return "", refuse(WhyEmpty)
	}
	found := mimetype.Detect(head[:min(len(head), headSize)])
	switch {
	case found.Is("image/jpeg"):
		return JPEG, nil
	case found.Is("image/png"):
		return PNG, nil
	case found.Is("image/webp"):
		return WebP, nil
	case found.Is("image/heic"), found.Is("image/heif"), found.Is("image/heic-sequence"), found.Is("image/heif-sequence"):
		return HEIC, nil
	case bytes.HasPrefix(head, []byte("%PDF-")): // at the very beginning: whatever stands before it could be something else
		return PDF, nil
	}
	return "", refuse(WhyKind)
}
