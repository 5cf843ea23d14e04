package files

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// Bucket says where an S3 server is and how it lets the program in.
type Bucket struct {
	Endpoint  string // https://s3.example.org; http:// only for a server on the same machine or network
	Region    string
	Name      string
	AccessKey string
	SecretKey string
	Folder    string // before all names, so that several installations can share a bucket; never empty
}

// S3 is a Store in a bucket.
type S3 struct {
	client *minio.Client
	bucket string
	folder string
}

const (
	s3Time    = 20 * time.Second // for one file there or back; nobody waits longer for a page
	s3Answer  = 10 * time.Second // until a server says something
	maxErrors = 2                // how often a request is tried in all
)

// folderName is what names in a bucket may begin with.
var folderName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$`)

// OpenS3 makes a Store of a bucket. It asks the server nothing: it may be away when the program starts.
func OpenS3(b Bucket) (*S3, error) {
	at, err := url.Parse(b.Endpoint)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" || at.Path != "" && at.Path != "/" {
		return nil, fmt.Errorf("files: %q is not an address such as https://s3.example.org", b.Endpoint)
	}
	if err := s3utils.CheckValidBucketNameStrict(b.Name); err != nil {
		return nil, fmt.Errorf("files: %q is not the name of a bucket: %w", b.Name, err)
	}
	if !folderName.MatchString(b.Folder) {
		return nil, fmt.Errorf("files: %q is not a folder of a bucket: letters, digits and . _ - with / between them", b.Folder)
	}
	transport, err := minio.DefaultTransport(at.Scheme == "https")
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	transport.ResponseHeaderTimeout = s3Answer
	transport.Proxy = nil // the setting says where the server is
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(b.AccessKey, b.SecretKey, ""), Secure: at.Scheme == "https", Region: b.Region,
		Transport: transport, BucketLookup: minio.BucketLookupPath, MaxRetries: maxErrors,
	})
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &S3{client, b.Name, b.Folder}, nil
}

func (s *S3) key(name string) (string, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	return s.folder + "/" + name, nil
}

// String says where the bucket is, without its keys.
func (s *S3) String() string {
	return s.client.EndpointURL().Redacted() + "/" + s.bucket + "/" + s.folder
}

// Answers asks the server whether the bucket is there. Its error says why nothing can be kept now.
func (s *S3) Answers(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil {
		return s3Error("bucket", err)
	}
	if !there {
		return fmt.Errorf("files: the server has no bucket %s", s.bucket)
	}
	return nil
}

// Put sends a file in one request, which the server keeps whole or not at all.
func (s *S3) Put(ctx context.Context, name string, from io.ReadSeeker, size int64) error {
	key, err := s.key(name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s3Time)
	defer cancel()
	_, err = s.client.PutObject(ctx, s.bucket, key, from, size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableMultipart: true,
	})
	return s3Error("put", err)
}

// Get opens a file. The whole of it has to come within the time there is for one, and is kept on the disk meanwhile: whoever reads it may be slow.
func (s *S3) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	key, err := s.key(name)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, s3Time)
	defer cancel()
	object, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, s3Error("get", err)
	}
	defer func() { _ = object.Close() }()
	if _, err := object.Stat(); err != nil { // asks the server; until here nothing was sent
		return nil, s3Error("get", err)
	}
	fetched, err := temporary("")
	if err != nil {
		return nil, err
	}
	if _, err = io.Copy(fetched, object); err == nil {
		_, err = fetched.Seek(0, io.SeekStart)
	}
	if err != nil {
		discard(fetched)
		return nil, s3Error("get", err)
	}
	return discarding{fetched}, nil
}

// discarding gives back what a file takes on the disk when it is closed.
type discarding struct{ *os.File }

// Close is that of the file.
func (d discarding) Close() error {
	discard(d.File)
	return nil
}

// Delete removes a file.
func (s *S3) Delete(ctx context.Context, name string) error {
	key, err := s.key(name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s3Time)
	defer cancel()
	if err := s3Error("delete", s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})); err != nil && err != ErrGone { //nolint:errorlint // s3Error gives it as it is
		return err
	}
	return nil
}

// Each lists the bucket below the folder of this installation.
func (s *S3) Each(ctx context.Context, tell func(string, time.Time) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.folder + "/", Recursive: true}) {
		if object.Err != nil {
			return s3Error("list", object.Err)
		}
		name := object.Key[len(s.folder)+1:]
		if checkName(name) != nil {
			continue // not one of ours
		}
		if err := tell(name, object.LastModified); err != nil {
			return err
		}
	}
	return nil
}

// s3Error says what went wrong by the server's code. Its message is left out: it can hold keys and addresses.
func s3Error(what string, err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == "NoSuchKey", answer.StatusCode == http.StatusNotFound && answer.Code != "NoSuchBucket":
		return ErrGone
	case answer.StatusCode != 0:
		return fmt.Errorf("files: %s: S3 answers %d %s", what, answer.StatusCode, answer.Code)
	}
	return fmt.Errorf("files: %s: S3 cannot be reached: %w", what, err)
}
