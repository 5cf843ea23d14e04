package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A PDF is kept as it was sent: to write it anew would change what somebody may have to show. So it must be plain: what runs code, holds files,
// or calls elsewhere is refused, and so is one that is also something else.

// doing are the names in a PDF by which it does things, or holds what is no page (ISO 32000-1, 12.6 and 7.11.4).
var doing = []string{
	"JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "Rendition", "Movie", "Sound", "SubmitForm", "ImportData", "GoToE", "XFA",
}

// longDoing are those that nothing else in a file is likely to be, looked for in its bytes: also what no page leads to, and what an
// older version of the document holds.
var longDoing = []string{"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/SubmitForm", "/ImportData"}

// tailSize is how far from the end of a ZIP archive its directory can begin; a PDF whose end can be read as one is both.
const tailSize = 66_000

// checkPDF looks through a PDF. The error is a *Refused.
func checkPDF(data []byte) error {
	if err := checkEnds(data); err != nil {
		return err
	}
	for _, name := range longDoing {
		if bytes.Contains(data, []byte(name)) {
			return refuse(WhyActive)
		}
	}
	ctx, err := readPDF(data)
	switch {
	case isLocked(ctx, err):
		return refuse(WhyLocked)
	case err != nil:
		return refuse(WhyBroken)
	}
	if anyDoes(ctx) || callsWhenOpened(ctx) {
		return refuse(WhyActive)
	}
	if err := ctx.EnsurePageCount(); err != nil || ctx.PageCount < 1 {
		return refuse(WhyBroken)
	}
	return nil
}

// checkEnds has a PDF begin and end as one. Readers forgive what stands around it, which is how a file is two things at once.
func checkEnds(data []byte) error {
	end := bytes.LastIndex(data, []byte("%%EOF"))
	switch {
	case !bytes.HasPrefix(data, []byte("%PDF-")):
		return refuse(WhyKind)
	case end < 0, len(bytes.TrimRight(data[end+len("%%EOF"):], "\r\n\t \x00")) > 0:
		return refuse(WhyBroken)
	case bytes.Contains(data[max(0, len(data)-tailSize):], []byte("PK\x05\x06")):
		return refuse(WhyKind)
	}
	return nil
}

// readPDF reads the table of objects and all objects in it, within limits.
func readPDF(data []byte) (ctx *model.Context, err error) {
	api.DisableConfigDir() // it would write a folder into the home of whoever runs the program
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	conf.Limits = model.ResourceLimits{
		MaxStreamBytes: int64(len(data)), MaxDecodeBytes: 64 << 20, MaxImagePixels: 1 << 20, MaxImageBytes: 4 << 20,
		MaxObjectCount: 500_000, MaxObjectStreamCount: 100_000, MaxObjectStreamFirst: 4 << 20, MaxXRefEntries: 500_000, MaxRecursionDepth: 50,
	}
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	return api.ReadContext(io.ReadSeeker(bytes.NewReader(data)), conf)
}

var errPanicked = errors.New("files: the reader of PDF panicked")

func isLocked(ctx *model.Context, err error) bool {
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return true
	}
	return err == nil && ctx.Encrypt != nil
}

// anyDoes reports whether one of the objects does something.
func anyDoes(ctx *model.Context) bool {
	for _, entry := range ctx.Table {
		if entry != nil && !entry.Free && does(entry.Object, 0) {
			return true
		}
	}
	return false
}

// does reports whether an object, or one in it, names something that a PDF does.
func does(object types.Object, depth int) bool {
	if depth > 50 {
		return true // nobody's letter
	}
	if d, ok := dictOf(object); ok {
		return dictDoes(d, depth)
	}
	switch o := object.(type) {
	case types.Array:
		return slices.ContainsFunc(o, func(one types.Object) bool { return does(one, depth+1) })
	case types.Name:
		return slices.Contains(doing, o.Value())
	case types.LazyObjectStreamObject: // one of a stream of objects, which nobody has read yet
		read, err := o.DecodedObject(context.Background())
		return err != nil || does(read, depth+1)
	}
	return !isPlain(object)
}

// dictOf is the dictionary that an object is, or begins with.
func dictOf(object types.Object) (types.Dict, bool) {
	switch o := object.(type) {
	case types.Dict:
		return o, true
	case types.StreamDict:
		return o.Dict, true
	case types.ObjectStreamDict:
		return o.Dict, true
	case types.XRefStreamDict:
		return o.Dict, true
	case *types.StreamDict:
		return o.Dict, true
	case *types.ObjectStreamDict:
		return o.Dict, true
	case *types.XRefStreamDict:
		return o.Dict, true
	}
	return nil, false
}

// isPlain reports whether an object can hold nothing else. What this does not know is not.
func isPlain(object types.Object) bool {
	switch object.(type) {
	case nil, types.Boolean, types.Integer, types.Float, types.StringLiteral, types.HexLiteral, types.IndirectRef:
		return true
	}
	return false
}

// callsWhenOpened reports whether a document goes to an address or to another file by itself when it is opened (ISO 32000-1, 12.6.4.3 and 12.6.4.7): a link
// to follow is harmless, this is not.
func callsWhenOpened(ctx *model.Context) bool {
	catalog, err := ctx.Catalog()
	if err != nil {
		return true
	}
	action, err := ctx.DereferenceDict(catalog["OpenAction"])
	if err != nil || action == nil { // a place in the document is an array
		return false
	}
	kind := action.NameEntry("S")
	return kind == nil || *kind != "GoTo"
}

func dictDoes(d types.Dict, depth int) bool {
	for key, value := range d {
		if slices.Contains(doing, key) || does(value, depth+1) {
			return true
		}
	}
	return false
}
