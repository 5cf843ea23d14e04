package files

import "testing"

func TestScannerSetting(t *testing.T) {
	for setting, good := range map[string]bool{
		"unix:/run/clamav/clamd.ctl": true, "tcp:127.0.0.1:3310": true, "tcp:[::1]:3310": true,
		"": false, "clamd": false, "unix:clamd.ctl": false, "tcp:127.0.0.1": false, "udp:127.0.0.1:1": false, "tcp::3310": false,
	} {
		if _, err := ParseScanner(setting); (err == nil) != good {
			t.Errorf("%q: %v", setting, err)
		}
	}
}

func TestBucketSetting(t *testing.T) {
	for endpoint, good := range map[string]bool{
		"https://s3.example.org": true, "http://127.0.0.1:9000": true, "s3.example.org": false, "": false, "ftp://x": false, "https://x/path": false,
	} {
		if _, err := OpenS3(Bucket{Endpoint: endpoint, Name: "klachten", Folder: "f"}); (err == nil) != good {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
}
