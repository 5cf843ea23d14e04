//go:build servers

package main

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/wederhoor/wederhoor/files/filestest"
	"github.com/wederhoor/wederhoor/store/storetest"
)

// serverMemory is what the server may ever have used, in kB, whatever people send: its children have limits of their own.
const serverMemory = 256 << 10

// peak is the most memory that a process ever used, in kB (proc(5): VmHWM).
func (p *process) peak(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("no VmHWM in %s", text)
	}
	kB, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kB
}

var keyOfForm = regexp.MustCompile(`name="form_key" value="([^"]+)"`)

// sendsFile opens the public form and sends it with one file, and nothing else filled in.
func (p *process) sendsFile(name string, data []byte) (status int, said string, err error) {
	opened, err := http.Get(p.base + "/klacht")
	if err != nil {
		return 0, "", err
	}
	page, err := io.ReadAll(opened.Body)
	_ = opened.Body.Close()
	key := keyOfForm.FindSubmatch(page)
	if err != nil || key == nil {
		return opened.StatusCode, "", fmt.Errorf("no form: %w", err)
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("form_key", string(key[1])) // into memory
	part, err := m.CreateFormFile("files", name)
	if err != nil {
		return 0, "", err
	}
	_, _ = part.Write(data)
	_ = m.Close()
	answer, err := http.Post(p.base+"/klacht", m.FormDataContentType(), &body)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// ASVS 5.2.6: the program as it is shipped, while many send at once what fills the memory of whoever reads it.
func TestASVS5_2_6_TheServerStaysUnder256MBWhileBadPicturesComeIn(t *testing.T) {
	heic, err := os.ReadFile(filepath.Join("files", "testdata", "twelve-megapixels.heic"))
	if err != nil {
		t.Fatal(err)
	}
	bad := []struct {
		name, says string
		data       []byte
	}{
		{"vloed.png", "miljoen beeldpunten", filestest.ClaimedPNG(50_000, 50_000)},
		{"zwaar.heic", "zwaar.", heic}, // its child takes 400 MB, more than the server may; taken in as a JPEG, or refused by a machine that is slow
		{"groot.jpg", "groot.jpg", filestest.JPEG(6000, 6000)},
		{"kapot.jpg", "beschadigd", append(filestest.JPEG(60, 40)[:300], bytes.Repeat([]byte{0x55}, 18<<20)...)},
		{"teveel.pdf", "groter dan", append(filestest.PDF("x"), bytes.Repeat([]byte(" "), 21<<20)...)},
	}
	policy := write(t, "policy.yaml", "forms:\n  load: {at_once: 100000, per_hour: 100000}\n  in_all: {at_once: 200000, per_hour: 100000}\n")
	p := serving(t, storetest.Address(t), "--policy", policy, "--files", t.TempDir())
	if status, _ := get(t, p.base+"/klacht"); status != http.StatusOK {
		t.Fatal(status)
	}
	calm := p.peak(t)
	const rounds, atOnce = 2, 8
	var (
		all  sync.WaitGroup
		mu   sync.Mutex
		told = map[string]int{}
		room = make(chan struct{}, atOnce)
	)
	for range rounds {
		for _, b := range bad {
			all.Go(func() {
				room <- struct{}{}
				defer func() { <-room }()
				status, said, err := p.sendsFile(b.name, b.data)
				if err != nil || status != http.StatusUnprocessableEntity {
					t.Errorf("%s: %d, %v", b.name, status, err)
				}
				mu.Lock()
				defer mu.Unlock()
				if strings.Contains(said, b.says) {
					told[b.name]++
				}
			})
		}
	}
	all.Wait()
	for _, b := range bad {
		if told[b.name] == 0 {
			t.Errorf("nobody was told of %s that it is %q", b.name, b.says)
		}
	}
	most := p.peak(t)
	t.Logf("%d files, %d at once: the server used %d MB at most, %d MB before", rounds*len(bad), atOnce, most>>10, calm>>10)
	if most > serverMemory {
		t.Errorf("%d kB", most)
	}
}
