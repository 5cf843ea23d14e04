// Package static holds the files that browsers fetch: style, script and icon. They are named by their content, so that a
// browser may keep them for ever and still gets a new one after an upgrade.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed *.css *.js *.svg
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

type file struct {
	name string
	body []byte
}

var byHash, hashed = index()

func index() (map[string]file, map[string]string) {
	files, byHash, hashed := files, map[string]file{}, map[string]string{}
	names, err := fs.Glob(files, "*")
	if err != nil {
		panic("static: " + err.Error()) // the pattern is a constant
	}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			panic("static: " + err.Error()) // embedded files can be read
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		address := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		byHash[address], hashed[name] = file{name, body}, Prefix+address
	}
	return byHash, hashed
}

// Path is the address of a file by its plain name ("style.css"). A name that does not exist is a mistake in the program and panics.
func Path(name string) string {
	address, ok := hashed[name]
	if !ok {
		panic("static: no file " + name)
	}
	return address
}

// Handler serves the files under Prefix; notFound answers for all other names.
func Handler(notFound http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := byHash[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !ok {
			notFound.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(f.body))
	})
}
