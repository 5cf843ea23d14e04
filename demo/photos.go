package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"

	"github.com/wederhoor/wederhoor/dossier"
	"github.com/wederhoor/wederhoor/files"
	"github.com/wederhoor/wederhoor/store"
)

// photo is a file that somebody sends along, as it would have been taken in.
type photo struct {
	file dossier.NewFile
	body []byte
}

// photo makes one, which is kept when the command is given that it comes with.
func (p *plot) photo(name string) dossier.NewFile {
	draw := func(bytes int) []byte {
		all := make([]byte, bytes)
		for i := range all {
			all[i] = byte(p.r.UintN(256)) //nolint:gosec // below 256
		}
		return all
	}
	id, teeth := draw(16), draw(32)
	body := drawn(teeth)
	sum := sha256.Sum256(body)
	f := dossier.NewFile{
		ID: dossier.FileID(hex.EncodeToString(id)), Media: string(files.JPEG), Size: int64(len(body)), Hash: hex.EncodeToString(sum[:]), Name: name,
	}
	p.photos = append(p.photos, photo{f, body})
	return f
}

// keepPhotos keeps those that come with the next command, where the world keeps files at all. They are small enough to be their own previews.
func (p *plot) keepPhotos(ctx context.Context) error {
	list, office := p.photos, p.desktop().office
	p.photos = nil
	for _, one := range list {
		if office.Files == nil {
			return nil
		}
		f, id := one.file, string(one.file.ID)
		row := store.KeptFile{
			ID: id, Form: "demo-" + id, Media: f.Media, Size: f.Size, Hash: f.Hash, Preview: true, Name: f.Name,
			At: p.desktop().clock.Now(), State: store.FileClean,
		}
		if err := office.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveFile(row) }); err != nil {
			return err
		}
		for _, name := range []string{id, files.PreviewOf(id)} {
			if err := office.Files.Store.Put(ctx, name, bytes.NewReader(one.body), f.Size); err != nil {
				return err
			}
		}
	}
	return nil
}

// drawn is a picture of a row of teeth, as wide and as white as the numbers say.
func drawn(teeth []byte) []byte {
	const width, height = 480, 320
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	wide := width / len(teeth)
	for y := range height {
		for x := range width {
			tooth := teeth[x/wide%len(teeth)]
			c := color.RGBA{190, 90 + uint8(y/8), 100, 255}
			if long := 60 + int(tooth)/4; x%wide > 1 && y > height/2-long && y < height/2+40 {
				white := 200 + tooth/5
				c = color.RGBA{white, white, white - 30, 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, picture, nil) // into memory, of a picture that is no larger than a JPEG can be
	return out.Bytes()
}
