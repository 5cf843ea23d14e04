package desk

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"net/http"
	"time"
)

//go:embed desk.css
var styleSheet []byte

// stylePath changes with the content, so that browsers may keep it for ever.
var stylePath = func() string {
	sum := sha256.Sum256(styleSheet)
	return "/desk/style." + hex.EncodeToString(sum[:6]) + ".css"
}()

func style(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "desk.css", time.Time{}, bytes.NewReader(styleSheet))
	return nil
}
