package value_test

import (
	"testing"

	"picreport/ingest/internal/value"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		unusual    bool
	}{
		{text: "", want: ""},
		{text: " \t a b\r\n", want: "a b"},
		{text: "\u00a0a\u00a0b\u00a0", want: "a b", unusual: true},
		{text: "a\u200bb\ufeff", want: "ab", unusual: true},
		{text: "doesn\u2019t \u201cknow\u201d", want: `doesn't "know"`, unusual: true},
		{text: "18\u201324", want: "18-24"}, // a dash is replaced, and not called unusual
		{text: "café", want: "café"},
	} {
		if got, unusual := value.Clean(tt.text); got != tt.want || unusual != tt.unusual {
			t.Errorf("%+q: got %+q, %v; want %+q, %v", tt.text, got, unusual, tt.want, tt.unusual)
		}
	}
}

func TestKey(t *testing.T) {
	for _, same := range [][]string{
		{"Contact date", "contact_date", "CONTACT-DATE", "Contact  Date:"},
		{"Café", "CAFE\u0301"},
		{"60+", "60 +"},
	} {
		for _, text := range same[1:] {
			if value.Key(text) != value.Key(same[0]) {
				t.Errorf("%q and %q have the keys %q and %q", text, same[0], value.Key(text), value.Key(same[0]))
			}
		}
	}
	for _, two := range [][2]string{{"60+", "60"}, {"<13", "13"}, {"-1", "1"}, {"Gender", "Genders"}} {
		if value.Key(two[0]) == value.Key(two[1]) {
			t.Errorf("%q and %q have one key", two[0], two[1])
		}
	}
}
