package config

import (
	"cmp"

	"picreport/cmd/picreport/internal/failure"
)

// Office is the configuration of who oversees several programmes, as Load finds it. One that does
// not say who that is gets a name, in a language ("" is the configuration's), that says no more.
func Office(name, dir, lang string) (*Config, error) {
	c, err := Load(name, dir)
	if err != nil || c.named {
		return c, err
	}
	w, err := Words(cmp.Or(lang, c.Language))
	if err != nil {
		return nil, failure.Usagef("--lang: %w", err)
	}
	return c.ForProgram("", w.Rollup.Name), nil
}

// ForProgram is the office's configuration for a programme that has none of its own: all of it but
// the names. What the built-in configuration says of its programme is nobody else's; its labels
// stay, by which exports are read.
func (c *Config) ForProgram(id, name string) *Config {
	own := *c
	if !c.named {
		sources, services := c.Sources, c.Services
		own.dropIdentity()
		own.Sources, own.Services = sources, services
	}
	own.Program.ID, own.Program.Name, own.Program.Title = id, name, ""
	own.Languages = map[string]Language{}
	for lang, l := range c.Languages {
		if c.named {
			l.Title = ""
			own.Languages[lang] = l
		}
	}
	return &own
}

// LoadProgram reads a programme's own configuration. Where that does not name the programme, its
// name is the one given.
func LoadProgram(path, name string) (*Config, error) {
	c, err := builtInConfig()
	if err != nil {
		return nil, err
	}
	if err := c.lay(path); err != nil || c.named {
		return c, err
	}
	named, err := builtInConfig()
	if err != nil {
		return nil, err
	}
	named.dropIdentity()
	named.Program.Name = name
	return named, named.lay(path)
}
