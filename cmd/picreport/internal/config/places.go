package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"picreport/cmd/picreport/internal/failure"
)

// find returns the path of picreport.yaml in dir or the nearest folder above it, as seen from dir,
// or "".
func find(dir string) string {
	start, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	dir = start
	for {
		name := filepath.Join(dir, Name)
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			if seen, err := filepath.Rel(start, name); err == nil {
				return seen
			}
			return name
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// FileIn returns the path that a configuration in a folder has, and whether there is one.
func FileIn(dir string) (path string, found bool) {
	path = filepath.Join(dir, Name)
	return path, fileExists(path)
}

// Errorf is a usage error about a key, with the place of its value where the configuration file has
// it.
func (c *Config) Errorf(key, format string, args ...any) error {
	place := c.path
	if place == "" {
		place = "built-in configuration"
	}
	for at := key; at != ""; at = parentKey(at) {
		if node := c.node(at); node != nil {
			pos := node.GetToken().Position
			place = fmt.Sprintf("%s:%d:%d", c.path, pos.Line, pos.Column)
			break
		}
	}
	return failure.Usagef("%s: %s: %w", place, key, fmt.Errorf(format, args...))
}

// node returns the value of a key in the configuration file, or nil where the file has it not.
func (c *Config) node(key string) ast.Node {
	if c.tree == nil {
		return nil
	}
	path, err := yaml.PathString("$." + key)
	if err != nil {
		return nil
	}
	node, err := path.FilterFile(c.tree)
	if err != nil {
		return nil
	}
	return node
}

// has reports whether the configuration file has a key.
func (c *Config) has(key string) bool { return c.node(key) != nil }

func parentKey(key string) string {
	if i := strings.LastIndexAny(key, ".["); i > 0 {
		return key[:i]
	}
	return ""
}

// Relative returns a path of the configuration as seen from the configuration file's folder.
func (c *Config) Relative(path string) string {
	if path == "" || filepath.IsAbs(path) || c.path == "" {
		return path
	}
	return filepath.Join(filepath.Dir(c.path), path)
}
