package job

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/table"
	"picreport/report"
)

// program is one of several programmes whose reports are built together.
type program struct {
	*Report
	env     Env            // its messages name the programme
	config  *config.Config // its own, or the office's with its name
	id      string
	own     bool     // the configuration is its own, not the office's
	exports []string // files; nil where its contacts come from the ledger
	begun   bool     // set when it has been counted
	folder  string   // of its exports, or of its configuration; "" for neither
}

// name is what the programme is called.
func (p *program) name() string { return p.config.Program.Name }

// allID is the name of the roll-up among the programmes' reports.
const allID = "all"

// folderPrograms are the programmes of folders: one FOLDER stands for its sub-folders, several are
// a programme each. Files and hidden folders in a FOLDER are passed over, and the one that reports
// are written to.
func folderPrograms(office *config.Config, args []string, reports string) ([]*program, error) {
	folders, err := programFolders(args, reports)
	if err != nil {
		return nil, err
	}
	var programs []*program
	for _, folder := range folders {
		full, err := filepath.Abs(folder)
		if err != nil {
			return nil, err
		}
		p := &program{id: norm.NFC.String(filepath.Base(full)), folder: folder}
		if path, found := config.FileIn(folder); found {
			p.own = true
			if p.config, err = config.LoadProgram(path, p.id); err != nil {
				return nil, err
			}
			if id := p.config.Program.ID; id != "" {
				p.id = id
			}
		} else {
			p.config = office.ForProgram("", p.id)
		}
		if p.exports, err = p.findExports(); err != nil {
			return nil, err
		}
		programs = append(programs, p)
	}
	return programs, nil
}

// programFolders are the folders of programmes.
func programFolders(args []string, reports string) ([]string, error) {
	var folders []string
	for _, arg := range args {
		found, err := expand(arg)
		if err != nil {
			return nil, err
		}
		folders = append(folders, found...)
	}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		switch {
		case folder == "-":
			return nil, failure.Usagef("standard input (-) is no folder; --all-programs takes a folder for each programme")
		case err != nil:
			return nil, failure.Usagef("%s: there is no such folder; --all-programs takes a folder for each programme", folder)
		case !info.IsDir():
			return nil, failure.Usagef("%s: is a file; --all-programs takes a folder for each programme", folder)
		case len(folders) > 1 && atomicfile.SamePath(folder, reports):
			return nil, intoProgram(folder)
		}
	}
	if len(folders) > 1 {
		return folders, nil
	}
	return subFolders(folders[0], reports)
}

// intoProgram is the error for reports that would be written among a programme's exports, to be
// read as such the next time.
func intoProgram(folder string) error {
	return failure.Usagef("%s: is a programme's folder; choose another for the reports with --output", folder)
}

// subFolders are the programmes in a folder.
func subFolders(above, reports string) (folders []string, err error) {
	entries, err := os.ReadDir(above)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read the folder: %w", above, err)
	}
	for _, e := range entries {
		folder := filepath.Join(above, e.Name())
		info, err := os.Stat(folder) // a link to a folder is one
		switch {
		case err != nil || !info.IsDir() || strings.HasPrefix(e.Name(), ".") || hasReportsAlone(folder):
		case !atomicfile.SamePath(folder, reports):
			folders = append(folders, folder)
		case hasMoreThanReports(folder):
			return nil, intoProgram(folder)
		}
	}
	if len(folders) == 0 {
		return nil, failure.Usagef("%s: has no sub-folders. One FOLDER stands for its sub-folders, each of them a "+
			"programme; to build some alone, name at least two", above)
	}
	return folders, nil
}

// hasMoreThanReports says whether a folder has what makes it a programme's: a configuration, or an
// export that is no report.
func hasMoreThanReports(folder string) bool {
	entries, _ := os.ReadDir(folder) // one that cannot be read cannot be written to either
	return slices.ContainsFunc(entries, func(e os.DirEntry) bool {
		return e.Name() == config.Name || isExport(e.Name())
	})
}

// hasReportsAlone says whether a folder has nothing but what picreport wrote there.
func hasReportsAlone(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && len(entries) > 0 &&
		!slices.ContainsFunc(entries, func(e os.DirEntry) bool { return !isOwnOutput(e.Name()) })
}

// isOwnOutput says whether a file's name is one that picreport gives to what it writes.
func isOwnOutput(name string) bool {
	return strings.HasPrefix(name, reportName) || strings.HasPrefix(name, FiguresName) && filepath.Ext(name) == ".xlsx"
}

// isExport says whether a file's name is one of an export.
func isExport(name string) bool {
	// files that Excel and macOS keep beside those that a user sees
	if isOwnOutput(name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
		return false
	}
	return table.HasEnding(name)
}

// findExports are the files that the programme's own configuration names under exports:, or else
// all exports in its folder.
func (p *program) findExports() ([]string, error) {
	if p.own && len(p.config.Exports) > 0 {
		return exportsOf(p.config, nil)
	}
	entries, err := os.ReadDir(p.folder)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read the folder: %w", p.folder, err)
	}
	var files []string
	for _, e := range entries {
		path := filepath.Join(p.folder, e.Name())
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || !isExport(e.Name()) {
			continue
		}
		if dictionary := p.config.Relative(p.config.REDCap.Dictionary); dictionary != "" &&
			atomicfile.SamePath(path, dictionary) {
			continue
		}
		files = append(files, path)
	}
	if len(files) == 0 {
		return nil, failure.Usagef("%s: has no exports (%s, or .gz of the first three). Each folder is a programme: put "+
			"its exports there, name them "+
			"under exports: in its %s, or name the folders of the programmes one by one", p.folder, strings.Join(table.Endings(),
			", "), config.Name)
	}
	return files, nil
}

// checkPrograms refuses programmes that could not be told apart, or whose figures could not be
// added up.
func checkPrograms(programs []*program) error {
	ids, names := map[string]*program{}, map[string]*program{}
	for _, p := range programs {
		id, name := strings.ToLower(p.id), strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(p.name()), " ")))
		switch {
		case id == allID:
			return failure.Usagef("%s: a programme cannot have the ID %q, which is the roll-up's; set program.id, or name the "+
				"folder otherwise", p.where(), p.id)
		case ids[id] != nil:
			return failure.Usagef("%s and %s have one ID, %s: set program.id in the %s of one of them", ids[id].where(),
				p.where(), p.id, config.Name)
		case names[name] != nil:
			return failure.Usagef("%s and %s have one name, %q: set program.name in the %s of one of them", names[name].where(),
				p.where(), p.name(), config.Name)
		}
		ids[id], names[name] = p, p
	}
	return sameDemographics(programs)
}

// where says which programme it is, by its folder where it has one.
func (p *program) where() string {
	if p.folder != "" {
		return p.folder
	}
	return "the programme " + p.id
}

// sameDemographics refuses age bands and bases that differ: a roll-up adds the tables of all
// programmes up.
func sameDemographics(programs []*program) error {
	first := programs[0]
	for _, p := range programs[1:] {
		is, want := p.config.Demographics, first.config.Demographics
		if is.Basis != want.Basis {
			return p.config.Errorf("demographics.basis",
				"%s counts %s clients, and %s counts %s: a roll-up adds them up, so give all programmes one basis",
				p.name(), is.Basis, first.name(), want.Basis)
		}
		bands, err := p.config.AgeBands()
		if err != nil {
			return err
		}
		others, err := first.config.AgeBands()
		if err != nil {
			return err
		}
		if !slices.Equal(bands, others) {
			return p.config.Errorf("demographics.age_bands",
				"%s has other age bands (%s) than %s (%s): a roll-up adds them up, so give all programmes the same",
				p.name(), strings.Join(is.AgeBands, ", "), first.name(), strings.Join(want.AgeBands, ", "))
		}
	}
	return nil
}

// plan makes a programme ready to be counted, in the quarter and on the day of the office.
func (p *program) plan(env Env, o Options, office *Report) error {
	o.Quarter, o.Today = office.Quarter.String(), office.today
	o.Command = "" // the files are found in the folders
	p.env = env.of(p.name())
	r, err := planWith(p.env, p.config, o)
	if err != nil {
		return err
	}
	r.rollupWords = office.Options.Words
	if p.own {
		r.warn()
	} else if !p.config.Named() {
		r.Options.Services = nil // the list of what the built-in programme offers
	}
	p.Report = r
	return nil
}

// rolledUp are the programme's figures as they stand in the roll-up.
func (p *program) rolledUp() report.ProgramFigures {
	f := report.ProgramFigures{ID: p.id, Name: p.name(), Inception: p.config.Program.Inception, Begun: p.begun}
	if p.begun {
		f.Figures = p.rollupFigures
		f.Figures.Restatements = p.Figures.Restatements
		f.Inception = f.Figures.Inception
	}
	return f
}
