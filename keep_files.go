package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/wederhoor/wederhoor/casework"
	"github.com/wederhoor/wederhoor/files"
)

// placeFlags say where files are that people send along.
type placeFlags struct {
	Files       string `name:"files" env:"WEDERHOOR_FILES" placeholder:"DIR" help:"Folder for the files that people send along. A folder beside the database when empty: wederhoor-files for wederhoor.db. Several nodes need one that they share, or S3."`
	S3Endpoint  string `name:"s3-endpoint" env:"WEDERHOOR_S3_ENDPOINT" placeholder:"URL" help:"Keep files in a bucket of this S3 server, not in a folder."`
	S3Region    string `name:"s3-region" env:"WEDERHOOR_S3_REGION" placeholder:"NAME" default:"eu-west-1" help:"Region of the bucket."`
	S3Bucket    string `name:"s3-bucket" env:"WEDERHOOR_S3_BUCKET" placeholder:"NAME" help:"The bucket. It must be there, and not be public."`
	S3AccessKey string `name:"s3-access-key" env:"WEDERHOOR_S3_ACCESS_KEY" placeholder:"KEY" help:"Key by which the S3 server knows the program."`
	S3SecretKey string `name:"s3-secret-key" env:"WEDERHOOR_S3_SECRET_KEY" placeholder:"KEY" help:"Its secret. Others on the machine can read a command line: better in a file, named by WEDERHOOR_S3_SECRET_KEY_FILE."`
	S3Folder    string `name:"s3-folder" env:"WEDERHOOR_S3_FOLDER" placeholder:"NAME" default:"wederhoor" help:"What names in the bucket begin with, so that several installations can share one."`
}

// fileFlags say where they go, and what looks at them before.
type fileFlags struct {
	placeFlags
	ClamAV string `name:"clamav" env:"WEDERHOOR_CLAMAV" placeholder:"ADDRESS" help:"Have ClamAV's daemon look at each file: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310. A file waits until it was found clean."`
}

// filesWhere is the folder that goes with a database when none is set.
func filesWhere(database string) string {
	path, onDisk := strings.CutPrefix(database, "sqlite:")
	if !onDisk {
		return "wederhoor-files"
	}
	return strings.TrimSuffix(path, filepath.Ext(path)) + "-files"
}

// store is the place for files. A folder is made when there is none.
func (f placeFlags) store(database string) (files.Store, error) {
	if f.S3Endpoint == "" {
		folder, err := f.folder(database)
		if err != nil {
			return nil, err
		}
		kept, err := files.OpenFolder(folder)
		if err != nil {
			return nil, fmt.Errorf("--files: %w", err)
		}
		return kept, nil
	}
	if f.Files != "" {
		return nil, errors.New("--files and --s3-endpoint: give one of them")
	}
	if f.S3Bucket == "" || f.S3AccessKey == "" || f.S3SecretKey == "" {
		return nil, errors.New("--s3-endpoint needs --s3-bucket, --s3-access-key and --s3-secret-key (better: WEDERHOOR_S3_SECRET_KEY_FILE)")
	}
	kept, err := files.OpenS3(files.Bucket{
		Endpoint: f.S3Endpoint, Region: f.S3Region, Name: f.S3Bucket, AccessKey: f.S3AccessKey, SecretKey: f.S3SecretKey, Folder: f.S3Folder,
	})
	if err != nil {
		return nil, fmt.Errorf("--s3-endpoint, --s3-bucket and --s3-folder: %w", err)
	}
	return kept, nil
}

// folder is the one that is set, or the one that goes with a database.
func (f placeFlags) folder(database string) (string, error) {
	if f.S3Bucket != "" || f.S3AccessKey != "" || f.S3SecretKey != "" {
		return "", errors.New("--s3-bucket, --s3-access-key and --s3-secret-key: give --s3-endpoint as well")
	}
	if f.Files != "" {
		return f.Files, nil
	}
	return filesWhere(database), nil
}

// keep has an office take files in.
func (f fileFlags) keep(office *casework.Office, database string) error {
	kept, err := f.store(database)
	if err != nil {
		return err
	}
	if folder, ok := kept.(*files.Folder); ok {
		if err := folder.Writable(); err != nil {
			return fmt.Errorf("--files: %w", err)
		}
	}
	var scanner *files.Scanner
	if f.ClamAV != "" {
		if scanner, err = files.ParseScanner(f.ClamAV); err != nil {
			return fmt.Errorf("--clamav: %w", err)
		}
	}
	office.KeepFiles("", kept, scanner)
	return nil
}
