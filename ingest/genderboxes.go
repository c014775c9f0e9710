package ingest

import (
	"slices"

	"picreport/ingest/internal/value"
)

// genderHeaders are headers of columns of 0 and 1 that are genders beside Man, Woman and the labels
// of the configuration, as value.Key has them: those of the HMIS Data Standards of 2022 and 2024.
// GenderNone says why nothing is known.
var genderHeaders = []string{
	"nonbinary", "transgender", "questioning", "culturallyspecific", "differentidentity", "twospirit", "gendernone",
}

// claimGenderBoxes takes columns headed by genders, of which each row marks its own, as check boxes
// of the gender, where no column has it: two at the least are headed by labels, and all hold marks.
func (r *Reader) claimGenderBoxes(l *layout, below []headRow) {
	if l.has(fieldGender) || !l.has(fieldClientID) {
		return
	}
	var boxes []box
	labels := 0
	for _, col := range l.free {
		b := box{col, l.texts[col]}
		isLabel := r.spellings[fieldGender].isLabel(b.choice)
		if !isLabel && !slices.Contains(genderHeaders, value.Key(b.choice)) || !areMarks(b, below) || !isMarked(b, below) {
			continue
		}
		boxes = append(boxes, b)
		if isLabel {
			labels++
		}
	}
	if labels < 2 {
		return
	}
	l.boxes[fieldGender] = boxes
	l.free = slices.DeleteFunc(l.free, l.uses)
	l.fields++
	if l.role == roleNone {
		l.role = l.roleOf()
	}
}

// isMarked reports whether a cell of a check box says anything.
func isMarked(b box, below []headRow) bool {
	return slices.ContainsFunc(below, func(row headRow) bool { return b.col < len(row.texts) && row.texts[b.col] != "" })
}
