package postgres

import "testing"

func TestStoredText(t *testing.T) {
	for given, want := range map[string]string{
		"": "", "Male": "Male", "é漢�": "é漢�", "a\x00b": "a\x1a00b", "\x1a": "\x1a1a", "\x1a00": "\x1a1a00", "caf\xe9.csv": "caf\x1ae9.csv", "\xff\xfe": "\x1aff\x1afe",
	} {
		if got := storedText(given); got != want || givenText(got) != given {
			t.Errorf("%q is stored as %q and comes back as %q", given, got, givenText(got))
		}
	}
	for _, odd := range []string{"\x1a", "\x1azz", "a\x1a0"} { // nothing that picreport stores
		if got := givenText(odd); got != odd {
			t.Errorf("%q comes back as %q", odd, got)
		}
	}
}
