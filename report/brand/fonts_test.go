package brand

import (
	"testing"

	"golang.org/x/image/font/gofont/goregular"
)

// TestFamily names the typeface for documents that carry no fonts.
func TestFamily(t *testing.T) {
	for name, c := range map[string]struct {
		fonts Fonts
		want  string
	}{
		"built in": {builtIn(t), "Calibri"},
		"none":     {Fonts{}, "Calibri"},
		"chosen":   {Fonts{Regular: goregular.TTF}, "Go"},
		"damaged":  {Fonts{Regular: goregular.TTF[:99]}, "Calibri"},
	} {
		if got := c.fonts.Family(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
