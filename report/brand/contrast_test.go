package brand

import (
	"strings"
	"testing"
)

func problems(c Colors) []*Problem {
	_, problems := c.palette()
	return problems
}

// TestSuggestionPasses follows the advice of each message about contrast.
func TestSuggestionPasses(t *testing.T) {
	keys := map[string]func(*Colors) *string{
		"primary": func(c *Colors) *string { return &c.Primary },
		"accent":  func(c *Colors) *string { return &c.Accent },
		"text":    func(c *Colors) *string { return &c.Text },
		"muted":   func(c *Colors) *string { return &c.Muted },
		"bar":     func(c *Colors) *string { return &c.Bar },
		"panel":   func(c *Colors) *string { return &c.Panel },
	}
	for name, key := range keys {
		for _, color := range []string{"#FFD200", "#FF0000", "#808080", "#FFFFFF", "#000000", "#7799AA"} {
			var c Colors
			*key(&c) = color
			for _, err := range problems(c) {
				_, advice, ok := strings.Cut(err.Error(), "the nearest colour that passes is ")
				if !ok {
					t.Errorf("%s %s: no advice: %v", name, color, err)
					continue
				}
				*key(&c) = advice
				if again := problems(c); len(again) > 0 {
					t.Errorf("%s %s: the advised %s does not pass: %v", name, color, advice, again)
				}
			}
		}
	}
}

// TestDefaultContrast compares the built-in colours with the contrasts that WCAG asks for.
func TestDefaultContrast(t *testing.T) {
	p, err := Colors{}.Palette()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		front, ground RGB
		least         float64
	}{
		{p.Text, White, TextContrast},
		{p.Text, p.Panel, TextContrast},
		{p.Accent, White, TextContrast},
		{p.Accent, p.Panel, TextContrast},
		{p.Primary, White, TextContrast},
		{p.Primary, p.Panel, TextContrast},
		{p.OnPrimary, p.Primary, TextContrast},
		{p.Muted, White, TextContrast},
		{p.Bar, p.Panel, GraphicContrast},
	} {
		if got := Contrast(c.front, c.ground); got < c.least {
			t.Errorf("%s on %s: %.2f:1, less than %.1f:1", c.front, c.ground, got, c.least)
		}
	}
}

// TestDefaultTints compares the tints with those that were worked out by hand:
// 255 + (18 − 255) × 0.14 is 222.
func TestDefaultTints(t *testing.T) {
	p, err := Colors{}.Palette()
	if err != nil {
		t.Fatal(err)
	}
	for want, got := range map[string]RGB{
		"#DEE1E6": p.OnPrimary, "#5E6D85": p.OnPrimaryRule, "#D0D4DB": p.Hairline, "#C6CFD7": p.PanelRule,
	} {
		if got.String() != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestTints sees that a colour that passes makes text on bands that passes too, whatever the
// colour.
func TestTints(t *testing.T) {
	for v := range 0x1000 {
		c := Colors{Primary: RGB{uint8(v >> 8 * 17), uint8(v >> 4 & 15 * 17), uint8(v & 15 * 17)}.String()}
		p, err := c.Palette()
		if ratio := Contrast(p.OnPrimary, p.Primary); (ratio < TextContrast) && err == nil {
			t.Errorf("%s: text on bands has a contrast of %.2f:1", c.Primary, ratio)
		}
	}
}
