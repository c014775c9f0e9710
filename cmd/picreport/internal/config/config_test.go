package config

import (
	"testing"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
	"picreport/ingest/contact"
)

// load loads a configuration file of this text, in an empty folder.
func load(t *testing.T, text string) (*Config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	filetest.Write(t, Name, text)
	return Load("", ".")
}

// TestFaults holds what is said of a configuration that cannot be decoded, and where.
func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"program: {nam: X}\n":                  `picreport.yaml:1:11: unknown key "nam"; did you mean "name"?`,
		"program: {\"xyzzy plugh\": X}\n":      `picreport.yaml:1:11: unknown key "xyzzy plugh"`,
		"exports: 3\n":                         "picreport.yaml:1:10: a number does not fit here: a list is wanted",
		"exports: 1.5\n":                       "picreport.yaml:1:10: a number does not fit here: a list is wanted",
		"exports: true\n":                      "picreport.yaml:1:10: true or false does not fit here: a list is wanted",
		"exports: {a: b}\n":                    "picreport.yaml:1:10: a group of keys does not fit here: a list is wanted",
		"program: [a]\n":                       "picreport.yaml:1:10: a list does not fit here: a group of keys is wanted",
		"program: X\n":                         "picreport.yaml:1:10: text does not fit here: a group of keys is wanted",
		"funding: [a]\n":                       "picreport.yaml:1:10: a list does not fit here: text is wanted",
		"date_order: [dmy]\n":                  "picreport.yaml:1:13: a list does not fit here: text is wanted",
		"columns: {Seen: {a: b}}\n":            "picreport.yaml:1:17: a group of keys does not fit here: text is wanted",
		"genders: [{label: A, always: no-no}]": "picreport.yaml:1:30: text does not fit here: true or false is wanted",
		"funding: a\n---\nfunding: b\n":        "picreport.yaml: there is a second document after ---; write one",
	} {
		_, err := load(t, text)
		if failure.Code(err) != failure.Usage || err.Error() != want {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}

// TestReadingStays holds the digests that ledgers of version 0.1.0 have of the configuration that
// their sources were read with: another digest for the same configuration would have every export
// ingested again.
func TestReadingStays(t *testing.T) {
	for text, want := range map[string]string{
		"": "b1ffb27aa12b59431d6e19e1ec3b3a4270be8effced8a67320aa6d97fe9e580d",
		"redcap: {dictionary: d.csv}\ncolumns: {Seen: contact_date}\ndate_order: dmy\n": "81a01e701134f2fef004279a7c20d62923a5a54b649531f8de9241142fb11009",
	} {
		c, err := load(t, text)
		if err != nil {
			t.Fatal(err)
		}
		filetest.Write(t, "d.csv",
			"\"Variable / Field Name\",\"Field Type\",\"Field Label\",\"Choices, Calculations, OR Slider Labels\"\n"+
				"sex,radio,Sex,\"1, Male | 2, Female\"\n")
		if got, err := c.Reading(); err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
}

// TestReaderFaults holds that what the reader of exports has against a configuration stands at its
// key.
func TestReaderFaults(t *testing.T) {
	for text, want := range map[string]string{
		"columns:\n  Seen: date\n": `picreport.yaml:2:7: ` +
			`columns: "Seen" is mapped to the unknown field "date"; the fields are `,
		"sources:\n- {label: A, values: [x]}\n- {label: B, values: [x]}\n": `picreport.yaml:2:1: ` +
			`sources: the spelling "x" stands under both "A" and "B"`,
		"genders:\n- {label: A, values: [x]}\n- {label: B, values: [x]}\n": `picreport.yaml:2:1: ` +
			`genders: the spelling "x" stands under both "A" and "B"`,
		"redcap: {dictionary: none.csv}\n": "picreport.yaml: read REDCap dictionary none.csv: " +
			"there is no such file",
	} {
		c, err := load(t, text)
		if err != nil {
			t.Fatal(err)
		}
		err = c.Check(contact.MakeDate(2026, 1, 23))
		if failure.Code(err) != failure.Usage || len(err.Error()) < len(want) || err.Error()[:len(want)] != want {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}
