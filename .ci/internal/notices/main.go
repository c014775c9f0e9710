// Command notices writes the licences of all modules that are linked into picreport, for the archives of a release: on standard
// output, a section a module. It fails where a module has none.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

// module is one that go list names.
type module struct{ Path, Version, Dir string }

func write(w io.Writer) error {
	modules, err := linked()
	if err != nil {
		return err
	}
	standard, err := standardLibrary()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "picreport is linked with Go's standard library and %d modules of others.", len(modules))
	fmt.Fprintln(w, " These are their licences.")
	for _, m := range append([]module{standard}, modules...) {
		texts, err := licences(m.Dir)
		if err != nil {
			return fmt.Errorf("%s %s: %w", m.Path, m.Version, err)
		}
		fmt.Fprintf(w, "\n%s\n%s %s\n%s\n", strings.Repeat("=", 72), m.Path, m.Version, strings.Repeat("=", 72))
		for _, text := range texts {
			fmt.Fprintf(w, "\n%s\n", bytes.TrimSpace(text))
		}
	}
	return nil
}

// standardLibrary returns the folder of the Go that builds a release, as a module: the standard
// library and the runtime are linked into every program, and their licence asks to go with it.
func standardLibrary() (module, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return module{}, fmt.Errorf("go env: %w", err)
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return module{Path: "Go", Version: version, Dir: dir}, nil
}

// linked returns the modules of the packages that are linked on any of the systems of a release, by path.
func linked() ([]module, error) {
	all := map[string]module{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := exec.Command("go", "list", "-deps", "-json=Module", "./cmd/picreport")
		list.Env, list.Stderr = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0"), os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for packages := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct{ Module *module }
			if err := packages.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("go list: %w", err)
			}
			if p.Module != nil && p.Module.Version != "" {
				all[p.Module.Path] = *p.Module
			}
		}
	}
	var modules []module
	for _, m := range all {
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return modules, nil
}

// licences returns the texts of the licences and notices of a module's folder.
func licences(dir string) (texts [][]byte, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") && !strings.HasPrefix(name, "NOTICE") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil, errors.New("has no file LICENSE, COPYING or NOTICE")
	}
	return texts, nil
}
