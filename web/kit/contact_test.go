package kit

import (
	"strings"
	"testing"
)

// ASVS 1.2.2: the one address that is made of what somebody typed is that of a phone, and holds digits alone.
func TestASVS1_2_2_APhonesAddressHoldsDigitsAlone(t *testing.T) {
	for _, typed := range []string{"06 12345678", "+31 (0)30-234 56 78", "javascript:alert(1)", "1;ext=//evil.example", "\"><script>1", "tel:112\n", "%31"} {
		if left := strings.Trim(dialled(typed), "+0123456789"); left != "" {
			t.Errorf("dialled(%q) leaves %q", typed, left)
		}
	}
}
