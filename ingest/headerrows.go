package ingest

import (
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// furtherHeaders returns how many of the rows right below the headers are headers too: those of
// Qualtrics, whose names stand above the questions and a row of JSON; those of SurveyMonkey, whose
// questions stand above the forms of their answers; and labels below names in general.
func (r *Reader) furtherHeaders(l *layout, below []headRow) int {
	for n, row := range below[:min(len(below), 2)] {
		if isImportRow(row) {
			return n + 1
		}
	}
	n := 0
	for n < min(len(below), 2) && r.isFurtherHeader(l, below[n]) {
		n++
	}
	return n
}

// isImportRow reports whether a row is the one of Qualtrics that names the question of each column,
// as in {"ImportId":"QID1"}.
func isImportRow(row headRow) bool {
	found := false
	for _, text := range row.texts {
		is := strings.HasPrefix(text, `{"ImportId":`)
		if text != "" && !is {
			return false
		}
		found = found || is
	}
	return found
}

// isFurtherHeader reports whether a row has headers in place of a client and a date.
func (r *Reader) isFurtherHeader(l *layout, row headRow) bool {
	differs := false // else it is the row of headers again
	for col, text := range row.texts {
		differs = differs || text != "" && (col >= len(l.texts) || value.Key(text) != value.Key(l.texts[col]))
		if c, ok := r.claim(value.Key(text)); ok && text != "" && l.col[c.field] >= 0 && l.col[c.field] != col {
			return false // the columns stand in another order from here on
		}
	}
	found := false
	for _, f := range [...]field{fieldClientID, fieldContactDate} {
		col := l.col[f]
		if col < 0 || col >= len(row.texts) {
			return false
		}
		text := row.texts[col]
		if row.dates[col] || text != "" && !r.isHeaderOf(text, f) {
			return false
		}
		found = found || f == fieldContactDate && text != ""
	}
	return found && differs && !slices.Contains(row.dates, true)
}

// answerForms are what SurveyMonkey and others write below a question for the form of its answer, as
// value.Key has them.
var answerForms = []string{
	"response", "openendedresponse", "datetime", "date", "text", "number", "mmddyyyy", "ddmmyyyy", "yyyymmdd", "required", "freetext",
}

// questionWords are words of which a question has one that asks for a field.
var questionWords = map[field][]string{
	fieldClientID:    {"client", "id", "patient", "participant", "person", "individual", "record"},
	fieldContactDate: {"date", "day", "when"},
}

// isHeaderOf reports whether a text stands for a field as a header does: as a known header of it, as
// the form of an answer, or as a question.
func (r *Reader) isHeaderOf(text string, f field) bool {
	key := value.Key(text)
	if c, ok := r.claim(key); ok && c.field == f || slices.Contains(answerForms, key) {
		return true
	}
	words := headerWords(text)
	return len(words) > 2 && !strings.ContainsAny(text, "0123456789") &&
		slices.ContainsFunc(words, func(word string) bool { return slices.Contains(questionWords[f], word) })
}

// addHeaders takes in a further row of headers: columns without one of their own are answers to the
// question before them.
func (l *layout) addHeaders(row headRow) {
	question := -1
	for col, text := range row.texts {
		if col < len(l.texts) && l.texts[col] != "" {
			question = col
			continue
		}
		if text == "" || question < 0 {
			continue
		}
		for len(l.texts) <= col {
			l.texts = append(l.texts, "")
		}
		l.texts[col] = l.texts[question] + ": " + text
		if l.col[fieldServices] == question {
			l.services = append(l.services, col)
		} else {
			l.free = append(l.free, col)
		}
	}
}

// takeFurtherHeaders passes over the further rows of headers, and says so.
func (r *Reader) takeFurtherHeaders(l *layout, below []headRow) (rows []headRow) {
	n := r.furtherHeaders(l, below)
	if n == 0 {
		return below
	}
	l.texts = slices.Clone(l.texts)
	for _, row := range below[:n] {
		if !isImportRow(row) {
			l.addHeaders(row)
		}
		l.last = row.num
	}
	l.found = append(l.found, note{
		rule: finding.HeaderRows,
		text: fmt.Sprintf("%s of headers below, to row %d, passed over", plural(n, "further row"), l.last),
	})
	return below[n:]
}

// joinedHeaders returns the layout of two rows that are headers only together, such as Client and
// Contact above ID and Date, or nil.
func (r *Reader) joinedHeaders(upper, lower headRow) *layout {
	joined := lower
	joined.texts = make([]string, max(len(upper.texts), len(lower.texts)))
	group := ""
	for col := range joined.texts {
		var above, below string
		if col < len(upper.texts) {
			above = upper.texts[col]
		}
		if col < len(lower.texts) {
			below = lower.texts[col]
		}
		if above != "" {
			group = above
		}
		joined.texts[col] = r.joinedHeader(above, group, below)
	}
	l := r.layoutOf(joined)
	if l.role != roleContacts {
		return nil
	}
	l.found = append(l.found, note{
		rule: finding.HeaderRows,
		text: fmt.Sprintf("the headers of rows %d and %d were read together", upper.num, lower.num),
	})
	return l
}

// joinedHeader returns the header of a column of two rows: what both say where that is known, else
// the lower, else the upper.
func (r *Reader) joinedHeader(above, group, below string) string {
	isKnown := func(text string) bool {
		key := value.Key(text)
		c, ok := r.claim(key)
		return ok && isDateOfContact(c.field, key, group+" "+below)
	}
	switch both := group + " " + below; {
	case below == "":
		return above
	case group == "" || !isKnown(both) && isKnown(below):
		return below
	default:
		return both
	}
}
