package config

import (
	"fmt"
	"io/fs"
	"os"

	"picreport/report/brand"
	"picreport/templates"
)

// Brand is how the report looks.
type Brand struct {
	Colors brand.Colors `yaml:"colors"`
	Paper  brand.Paper  `yaml:"paper"`
	Logos  []Logo       `yaml:"logos"`
	Fonts  Fonts        `yaml:"fonts"`
}

// Logo is one logo.
type Logo struct {
	File string `yaml:"file"` // path, seen from the configuration file
	Alt  string `yaml:"alt"`  // what a reader who does not see it is told
}

// Fonts names static TrueType fonts; "" is the built-in typeface, Public Sans.
type Fonts struct {
	Regular   string `yaml:"regular"`
	SemiBold  string `yaml:"semibold"`
	Bold      string `yaml:"bold"`
	ExtraBold string `yaml:"extrabold"`
}

// ReadBrand reads the brand's files.
func (c *Config) ReadBrand() (brand.Brand, error) {
	b := brand.Brand{Colors: c.Brand.Colors, Paper: c.Brand.Paper}
	for i, l := range c.Brand.Logos {
		data, err := os.ReadFile(c.Relative(l.File))
		if err != nil {
			return b, c.Errorf(fmt.Sprintf("brand.logos[%d].file", i), "cannot read the logo: %w", err)
		}
		b.Logos = append(b.Logos, brand.Logo{Name: l.File, Data: data, Alt: l.Alt})
	}
	for _, f := range []struct {
		key, file, builtIn string
		data               *[]byte
	}{
		{"regular", c.Brand.Fonts.Regular, "Regular", &b.Fonts.Regular},
		{"semibold", c.Brand.Fonts.SemiBold, "SemiBold", &b.Fonts.SemiBold},
		{"bold", c.Brand.Fonts.Bold, "Bold", &b.Fonts.Bold},
		{"extrabold", c.Brand.Fonts.ExtraBold, "ExtraBold", &b.Fonts.ExtraBold},
	} {
		var err error
		if f.file == "" {
			*f.data, err = fs.ReadFile(templates.FS, "fonts/PublicSans-"+f.builtIn+".ttf")
		} else {
			*f.data, err = os.ReadFile(c.Relative(f.file))
		}
		if err != nil {
			return b, c.Errorf("brand.fonts."+f.key, "cannot read the font: %w", err)
		}
	}
	return b, nil
}

// checkBrand refuses colours, logos and fonts that the report cannot be drawn with.
func (c *Config) checkBrand() error {
	b, err := c.ReadBrand()
	if err != nil {
		return err
	}
	if problems := b.Check(); len(problems) > 0 {
		return c.Errorf(problems[0].Key, "%w", problems[0].Err)
	}
	return nil
}
