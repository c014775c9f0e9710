package config

import (
	"picreport/ingest"
	"picreport/ingest/finding"
	"picreport/report"
	"picreport/report/brand"
)

// schemaDoc says what a key of the configuration is for, and which values it takes where these are
// limited.
type schemaDoc struct {
	text     string
	values   []string
	pattern  string // of a text; a blank one is as none
	names    []string
	maxItems int
}

// Forms of texts.
const (
	colorForm   = `^(#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}))?$`
	programForm = `^([a-z0-9][a-z0-9_-]{0,62})?$`
	monthForm   = `^([0-9]{4}-(0[1-9]|1[0-2]))?$`
	bandForm    = `^\s*[0-9]{1,3}\s*([-–]\s*[0-9]{1,3}|\+)\s*$`
)

// schemaDocs are the keys of the configuration, by their path: [] stands for each item of a list,
// {} for each key of a group.
var schemaDocs = map[string]schemaDoc{
	"": {text: "What a programme is called, what its exports say, and how its report looks. What is left out keeps its " +
		"default, but for the programme's identity: name, contact lines, funding, sources and services have none."},

	"program":      {text: "The programme."},
	"program.name": {text: "The programme's full name. Needed."},
	"program.id": {
		text: "The programme's ID in a ledger that several programmes share, such as riverton; --program wins over it. Not " +
			"set: the ledger is this programme's alone.",
		pattern: programForm,
	},
	"program.title": {text: "The name as on the cover; not set: the name."},
	"program.mission": {
		text: "The first paragraph of the report, in Markdown. {{.Inception}} is the first month, such as March 2024.",
	},
	"program.inception": {
		text: "The first month of the programme, as 2024-03. Contacts before it are errors. Not set: the month of the " +
			"earliest contact.",
		pattern: monthForm,
	},

	"contact":       {text: "How to reach the programme, at the foot of the report. A line that is not set is left out."},
	"contact.phone": {text: "Telephone number."},
	"contact.email": {text: "E-mail address."},
	"contact.web":   {text: "Web address, with or without https://."},

	"funding": {text: "Who funds the programme, in one or more sentences."},
	"text": {
		text: "Path of the report text, seen from this file; not set: the built-in text. picreport help template says what " +
			"it can refer to.",
	},
	"rollup_text": {
		text: "Path of the text of the roll-up of several programmes, seen from this file; not set: the built-in text. " +
			"picreport help programs says what a roll-up is.",
	},

	"language": {text: "The language of the report; --lang wins over it.", values: Languages()},
	"languages": {
		text:  "What the programme says of itself in another language than that of the other keys.",
		names: Languages(),
	},
	"languages{}": {
		text: "What the programme says of itself in this language. What is not set stands as it is in the first one.",
	},
	"languages{}.title":   {text: "The name as on the cover."},
	"languages{}.mission": {text: "The first paragraph of the report, in Markdown."},
	"languages{}.funding": {text: "Who funds the programme."},
	"languages{}.text":    {text: "Path of the report text, seen from this file; not set: the built-in text."},
	"languages{}.rollup_text": {
		text: "Path of the text of the roll-up of several programmes, seen from this file; not set: the built-in text.",
	},
	"languages{}.labels": {
		text: "Labels of genders, sources and services, and how the page has each in this language.",
	},
	"languages{}.labels{}":  {text: "The label in this language."},
	"languages{}.sources":   {text: "Labels of sources, and how a sentence in this language names each."},
	"languages{}.sources{}": {text: "The words of a sentence, with a small first letter."},
	"columns": {
		text: "Headers of your exports that picreport does not know, and the field that each holds. A column mapped to " +
			"ignore is not read. Several may be mapped to contact_date: a row is a contact for each that it fills.",
	},
	"columns{}": {text: "The field that the column holds.", values: ingest.Fields()},
	"client_id_pattern": {
		text: "The form of client IDs, as a regular expression of a whole ID in any case, such as WPC-[0-9]{4}. An ID of " +
			"another form is a warning. Not set: a warning of a form that hardly any ID has.",
	},
	"leave_out":             {text: "Rows that are no contacts: they are left out, counted, and named by a finding."},
	"leave_out.client_id":   {text: "The client IDs of such rows, such as [Test]."},
	"leave_out.client_id[]": {text: "A client ID."},
	"leave_out.reason":      {text: "Why they are none, such as training records."},
	"same_client":           {text: "Clients who are one person: the ID that exports have, and the one that counts, as in {PIC-21: PIC-12}."},
	"same_client{}":         {text: "The client ID that counts."},
	"before_inception": {
		text:   "What contacts before program.inception are: \"\" for an error, leave_out to leave them out and count them.",
		values: []string{"", EarlyLeaveOut},
	},
	"anonymous": {
		text: "Whether rows without a client ID count as contacts, and as no client: true for all whose ID is blank, a word such " +
			"as Unknown, 0, a code for missing data or an error, or a list of these, in which blank is a blank cell.",
	},
	"anonymous[]": {text: "What stands for the client ID, in any case, or blank."},
	"contact_ids": {
		text: "What rows of one contact ID are. \"\" goes by their clients and dates, and stops where the ID may be the " +
			"number of a case or is used again; corrections: one contact, of which the last row stands; ignore: contact IDs " +
			"are not read.",
		values: []string{"", string(ingest.ContactIDsCorrect), string(ingest.ContactIDsIgnored)},
	},
	"separator": {
		text: "What parts several services in a cell of the exports, such as \",\" or \" + \". Not set: a semicolon, a " +
			"bar or a new line, and a comma, a slash, & or blanks where each part is then a label.",
	},
	"date_order": {
		text: "The order of day and month in dates such as 3/4/2024. Not set: mdy, and picreport says where nothing in a " +
			"column shows its order.",
		values: []string{string(ingest.MDY), string(ingest.DMY)},
	},
	"timezone": {
		text: "The time zone whose calendar says what day it is, as America/New_York; not set: the machine's. Exports with " +
			"times of UTC that are on another day there are reported.",
	},
	"redcap": {text: "How to read exports of REDCap; see picreport help redcap."},
	"redcap.dictionary": {
		text: "Path of the project's data dictionary (CSV), seen from this file: the labels of raw codes and check boxes.",
	},
	"redcap.contacts": {
		text: "The instruments and events whose rows are contacts, as exports write them; rows of others are none. Each " +
			"may have a date of its own. Not set: every row with a contact date is a contact.",
	},
	"redcap.contacts[]": {text: "The name of an instrument or event."},
	"demographics":      {text: "Whom the tables of gender and age describe, and in which bands."},
	"demographics.basis": {
		text:   "new: the quarter's new clients; served: all individuals served.",
		values: []string{string(report.BasisNew), string(report.BasisServed)},
	},
	"demographics.age_bands":   {text: "The age bands, from 0 up, without gap or overlap; the last one is open, as 60+."},
	"demographics.age_bands[]": {text: "An age band: 13-17, or 60+ for the last.", pattern: bandForm},

	"ages": {
		text: "The age band in which an age group of exports counts that lies in no one of them, or a word, as in " +
			"{Under 18: 13-17}. Case, blanks and punctuation do not matter.",
	},
	"ages{}": {text: "One of demographics.age_bands.", pattern: bandForm},

	"genders":            {text: "The genders of the report, in its order."},
	"genders[]":          {text: "A gender."},
	"genders[].label":    {text: "The label, as the report prints it."},
	"genders[].values":   {text: "What exports say for it. Case, blanks and punctuation do not matter."},
	"genders[].values[]": {text: "A spelling."},
	"genders[].always":   {text: "Whether it prints at zero too."},

	"sources":            {text: "What contacts come from. Others count under Other."},
	"sources[]":          {text: "A source."},
	"sources[].label":    {text: "The label, as the tables print it."},
	"sources[].values":   {text: "What exports say for it. Case, blanks and punctuation do not matter."},
	"sources[].values[]": {text: "A spelling."},
	"sources[].text":     {text: "How a sentence names it; not set: the label, with a small first letter."},
	"sources[].referral": {text: "Whether it is a unit, which a sentence names as \"referrals from the …\"."},

	"services":            {text: "The services that the report lists, in its order."},
	"services[]":          {text: "A service."},
	"services[].label":    {text: "The label, as the report prints it."},
	"services[].values":   {text: "What exports say for it. Case, blanks and punctuation do not matter."},
	"services[].values[]": {text: "A spelling."},

	"coverage": {text: "What is to be expected of the data."},
	"coverage.closed": {
		text: "When the programme is closed, so that no contact is missing: a month as 2024-08, days as " +
			"2024-08-05..2024-08-16, or days of every year as 12-20..01-05.",
	},
	"coverage.closed[]": {text: "A month, a day, or days from one to another."},

	"opening": {
		text: "The clients of before the data, where the exports begin later than the programme. They are since inception, " +
			"and never new.",
	},
	"opening.through": {
		text:    "The last month of that time, as 2023-12. Contacts up to it count in no period.",
		pattern: monthForm,
	},
	"opening.clients": {text: "How many clients there were by its end."},
	"opening.file": {
		text: "Path of a file with a column of their client IDs, seen from this file. Not set: new and carried-over " +
			"clients cannot be told apart, and build publishes nothing.",
	},
	"opening.unmatched": {
		text:   "accept publishes without opening.file; the report says that clients of before may count as new.",
		values: []string{"", UnmatchedAccept},
	},

	"exports": {
		text: "Exports that picreport ingest reads when it is given none: paths and patterns, seen from this file.",
	},
	"exports[]":       {text: "A path, a pattern such as exports/*.csv, or files with what is particular to them."},
	"exports[].files": {text: "A path, or a pattern such as exports/*.csv. Needed."},
	"exports[].source": {
		text: "The source name of the one file, or of the newest; not set: the file's name.",
	},
	"exports[].latest": {
		text: "Whether the newest of the files is the export of the source: by the last date and time in the name where " +
			"all have one, else by the last contact.",
	},
	"exports[].sheets":   {text: "The sheets of a workbook to read; \"*\" is all that have contacts."},
	"exports[].sheets[]": {text: "The name of a sheet."},
	"exports[].columns": {
		text: "Headers of these files and the field that each holds, beside those of columns:, over which they win.",
	},
	"exports[].columns{}": {text: "A field, or ignore.", values: ingest.Fields()},
	"restatements": {
		text: "What to do where a figure of an earlier report was published otherwise than it is now: \"\" says so on " +
			"standard error and in the JSON, note also in the report.",
		values: []string{"", RestatementsNote},
	},
	"strict": {
		text: "Families of findings whose warnings stop a report as errors do; --strict is all of them. picreport rules " +
			"names them.",
	},
	"strict[]":   {text: "A family of findings.", values: finding.FamilyNames()},
	"output":     {text: "Where reports are written."},
	"output.dir": {text: "The folder for reports, seen from this file; not set: the working folder."},

	"brand":       {text: "How the report looks."},
	"brand.paper": {text: "The paper size.", values: []string{string(brand.Letter), string(brand.A4)}},
	"brand.colors": {
		text: "The colours, as \"#12284C\". Text needs a contrast of at least 4.5:1 to its ground.",
	},
	"brand.colors.primary": {text: "Bands, headings and figures.", pattern: colorForm},
	"brand.colors.accent": {
		text:    "The one big figure, the eyebrow, the bar of the reported quarter, links.",
		pattern: colorForm,
	},
	"brand.colors.decoration": {text: "Rules and bullets.", pattern: colorForm},
	"brand.colors.bar":        {text: "The bars of earlier quarters.", pattern: colorForm},
	"brand.colors.panel":      {text: "The ground of panels and cards.", pattern: colorForm},
	"brand.colors.text":       {text: "Running text.", pattern: colorForm},
	"brand.colors.muted":      {text: "The footer.", pattern: colorForm},
	"brand.logos":             {text: "The logos of the cover.", maxItems: 3},
	"brand.logos[]":           {text: "A logo, PNG or JPEG."},
	"brand.logos[].file":      {text: "Path, seen from this file."},
	"brand.logos[].alt":       {text: "What a reader who does not see it is told. Needed."},
	"brand.fonts": {
		text: "Static TrueType files that replace the built-in typeface; paths seen from this file.",
	},
	"brand.fonts.regular":   {text: "Running text."},
	"brand.fonts.semibold":  {text: "Labels."},
	"brand.fonts.bold":      {text: "Headings."},
	"brand.fonts.extrabold": {text: "Titles and big figures."},
}
