package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/checkpoint"
	"github.com/wederhoor/wederhoor/policy"
	"github.com/wederhoor/wederhoor/store"
)

// sealFlags say who signs checkpoints and where they are kept.
type sealFlags struct {
	signingKeyFlag
	Checkpoints string `name:"checkpoints" env:"WEDERHOOR_CHECKPOINTS" placeholder:"DIR" help:"Folder on another disk or machine to which every checkpoint is added."`
}

type signingKeyFlag struct {
	SigningKeyFile string `name:"signing-key-file" env:"WEDERHOOR_SIGNING_KEY_FILE" placeholder:"FILE" help:"Key that signs checkpoints, as wederhoor signing-key makes it; one that is kept in the database when empty."`
}

// secretOfSeals is the name under which the database keeps a key of its own.
const secretOfSeals = "checkpoints"

// seals readies an office to make checkpoints.
func (f sealFlags) seals(ctx context.Context, office *casework.Office) error {
	key, err := f.key(func() ([]byte, error) { return office.DB.Secret(ctx, secretOfSeals) })
	if err != nil {
		return err
	}
	office.Seals = &key
	if f.Checkpoints == "" {
		return nil
	}
	if info, err := os.Stat(f.Checkpoints); err != nil || !info.IsDir() {
		return fmt.Errorf("--checkpoints: there is no folder %s: make it first", f.Checkpoints)
	}
	office.Kept = &checkpoint.Folder{Path: f.Checkpoints}
	return nil
}

// key is that of the file, or else the one that is made of a secret.
func (f signingKeyFlag) key(secret func() ([]byte, error)) (checkpoint.Key, error) {
	if f.SigningKeyFile == "" {
		value, err := secret()
		if err != nil {
			return checkpoint.Key{}, err
		}
		return checkpoint.KeyFrom(value)
	}
	content, err := os.ReadFile(f.SigningKeyFile)
	if err != nil {
		return checkpoint.Key{}, fmt.Errorf("--signing-key-file: %w", err)
	}
	key, err := checkpoint.ParseKey(content)
	if err != nil {
		return key, fmt.Errorf("--signing-key-file: %w", err)
	}
	return key, nil
}

type checkpointCommand struct {
	databaseFlag
	sealFlags
}

// Help is shown by `wederhoor checkpoint --help`.
func (checkpointCommand) Help() string {
	return "Makes a checkpoint over all histories now, if anything was added since the one before, and prints the newest. serve makes one every hour in which " +
		"something happens.\n\n" +
		"A checkpoint is a digest over the heads of all histories, over who looked at dossiers and over what was done with accounts, and over the " +
		"checkpoint before it: a few lines of text, signed, without personal data. Keep it elsewhere: in a folder on another machine " +
		"(--checkpoints), in a mail, on paper. wederhoor verify --checkpoint then shows what was removed from the database or written anew, also " +
		"by somebody who can change everything in it.\n\n" +
		"With a key of your own (wederhoor signing-key) nobody can sign a checkpoint who has the database alone. The key that is kept in " +
		"the database when you give none says where a checkpoint comes from, and keeps out who has only an old copy of one: whoever can write the database can sign with it."
}

func (cmd checkpointCommand) Run(ctx context.Context, c console) error {
	db, err := openToRead(ctx, cmd.Database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // what was written is durable
	if err := db.Here(ctx); err != nil {
		return errMoved(err)
	}
	office := &casework.Office{DB: db, Policy: policy.Default(), Clock: c.now, Log: newLog(c.err)}
	if err := cmd.seals(ctx, office); err != nil {
		return err
	}
	made, err := office.Checkpoint(ctx)
	if err != nil {
		return err
	}
	newest, err := db.Read().NewestCheckpoints(ctx, 0, 1)
	if err != nil {
		return err
	}
	if len(newest) == 0 {
		_, err = fmt.Fprintln(c.out, "There is nothing to make a checkpoint of yet.")
		return err
	}
	if !made {
		_, _ = fmt.Fprintf(c.err, "Nothing was added since checkpoint %d.\n", newest[0].Number)
	}
	_, _ = fmt.Fprint(c.out, newest[0].Note)
	_, err = fmt.Fprintf(c.err, "The public key is %s\n", office.Seals.Public)
	return err
}

type signingKeyCommand struct {
	Name string `default:"wederhoor" placeholder:"NAME" help:"Name of the key in the signatures: a word such as the host name of the installation; ${default} when not given."`
	File string `arg:"" help:"File to make; it must not be there."`
}

// Help is shown by `wederhoor signing-key --help`.
func (signingKeyCommand) Help() string {
	return "Makes a key that signs checkpoints, in a file that its owner alone can read, and prints its public key. Give the file to serve " +
		"with --signing-key-file, on every node the same. Keep the public key where you keep checkpoints, and give it to wederhoor verify with --public-key.\n\n" +
		"A key can be replaced at any time: verify then takes several, the one that signs now first."
}

func (cmd signingKeyCommand) Run(c console) error {
	content, public, err := checkpoint.NewKey(cmd.Name)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(cmd.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: a key is never written over", cmd.File)
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, public)
	return err
}

// sealedFlags say what checkpoints are checked against.
type sealedFlags struct {
	signingKeyFlag
	PublicKey  []string `name:"public-key" env:"WEDERHOOR_PUBLIC_KEY" placeholder:"KEY" help:"Key that checkpoints must be signed by, as NAME+HASH+KEY. Of several, the one that signs now comes first. That of --signing-key-file, or of the database, when none is given."`
	Checkpoint []string `name:"checkpoint" placeholder:"FILE" help:"Checkpoints that were kept elsewhere, in a file or a folder: each must be in the database, as it was."`
}

// verify checks the checkpoints of a database.
func (f sealedFlags) verify(ctx context.Context, c console, db *store.DB) (faults int, err error) {
	keys, own, err := f.keys(ctx, db)
	if err != nil {
		return 0, err
	}
	kept, err := f.kept(c)
	if err != nil {
		return 0, err
	}
	found, err := db.VerifyCheckpoints(ctx, keys, kept)
	if err != nil {
		return 0, err
	}
	for _, fault := range found.Faults {
		_, _ = fmt.Fprintln(c.out, fault)
	}
	_, _ = fmt.Fprintf(c.out, "%d looks at dossiers recorded, %d of them since the last checkpoint.\n", found.Reads, found.After)
	switch {
	case found.Checkpoints == 0:
		_, err = fmt.Fprintln(c.out, "There is no checkpoint yet.")
	default:
		_, err = fmt.Fprintf(c.out, "%d checkpoints checked, up to number %d of %s: %d differences.\n", found.Checkpoints, found.Newest.Number,
			found.Newest.At.Format(time.RFC3339), len(found.Faults))
	}
	if found.Kept > 0 {
		_, err = fmt.Fprintf(c.out, "%d checkpoints that were kept elsewhere were compared with them.\n", found.Kept)
	} else if found.Checkpoints > 0 {
		_, err = fmt.Fprintln(c.out, "They were compared with none that was kept elsewhere: give one with --checkpoint, or the newest could have been removed.")
	}
	if own && found.Checkpoints > 0 {
		_, err = fmt.Fprintln(c.out, "They are signed by the key in the database itself: whoever can write the database can sign them. See wederhoor signing-key.")
	}
	return len(found.Faults), err
}

// keys are those that were given, or that of this installation. own says that it is the one in the database.
func (f sealedFlags) keys(ctx context.Context, db *store.DB) (keys checkpoint.Keys, own bool, err error) {
	public := f.PublicKey
	if len(public) == 0 {
		own = f.SigningKeyFile == ""
		key, err := f.key(func() ([]byte, error) { return db.Read().Secret(ctx, secretOfSeals) })
		if own && errors.Is(err, store.ErrNotFound) {
			return keys, true, nil // there was none to sign with yet
		}
		if err != nil {
			return keys, own, err
		}
		public = []string{key.Public}
	}
	keys, err = checkpoint.ParseKeys(public...)
	if err != nil {
		return keys, own, fmt.Errorf("--public-key: %w", err)
	}
	return keys, own, nil
}

// kept reads the checkpoints that were kept elsewhere.
func (f sealedFlags) kept(c console) ([]string, error) {
	var all []string
	for _, path := range f.Checkpoint {
		files := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			if files, err = (checkpoint.Folder{Path: path}).Files(); err != nil {
				return nil, err
			}
		}
		found := 0
		for _, file := range files {
			content, err := os.ReadFile(file) //nolint:gosec // whoever verifies names the file
			if err != nil {
				return nil, fmt.Errorf("--checkpoint: %w", err)
			}
			notes, rest := checkpoint.Split(string(content))
			if all = append(all, notes...); rest > 0 {
				_, _ = fmt.Fprintf(c.err, "%s: %d parts of it are no whole checkpoints, and were passed over.\n", file, rest)
			}
			found += len(notes)
		}
		if found == 0 {
			return nil, fmt.Errorf("--checkpoint: there is no checkpoint in %s", path)
		}
	}
	return all, nil
}
