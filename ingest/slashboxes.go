package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/internal/value"
)

// cutChoice parts a header such as services/shelter or Services: Shelter, as KoboToolbox, ODK and
// forms write several choices, into the field with its groups and the choice.
func cutChoice(text string) (group, choice string, ok bool) {
	at, width := strings.LastIndexByte(text, '/'), 1
	if at < 0 {
		at, width = strings.LastIndex(text, ": "), len(": ")
	}
	if at <= 0 || at+width >= len(text) {
		return "", "", false
	}
	return text[:at], text[at+width:], true
}

// claimSlashBox takes a header such as services/shelter as a check box of a field with labels. A plain header may have a slash too, Services/Referrals,
// so that the choice has to be a label, or the field to have a column of its own as well;
// dropTexts looks at the cells.
func (r *Reader) claimSlashBox(l *layout, col int, text string) bool {
	group, choice, ok := cutChoice(text)
	if !ok {
		return false
	}
	name := group[strings.LastIndexByte(group, '/')+1:]
	c, ok := r.claim(value.Key(name))
	if !ok || r.spellings[c.field] == nil || !r.spellings[c.field].isLabel(choice) && !slices.Contains(l.texts, group) {
		return false
	}
	l.boxes[c.field] = append(l.boxes[c.field], box{col, choice})
	l.slashed = append(l.slashed, slashBox{c.field, group})
	return true
}

// slashBox is the field and the group of a check box that has a slash in its header.
type slashBox struct {
	field field
	group string
}

// settleSlashBoxes drops check boxes with a slash in their header whose cells below are no marks,
// and has the others stand for the column that lists the same choices.
func (l *layout) settleSlashBoxes(below []headRow) {
	for _, s := range l.slashed {
		l.boxes[s.field] = slices.DeleteFunc(l.boxes[s.field], func(b box) bool {
			if _, _, ok := cutChoice(l.texts[b.col]); !ok || areMarks(b, below) {
				return false
			}
			l.free = append(l.free, b.col)
			return true
		})
	}
	for _, s := range l.slashed {
		if col := l.col[s.field]; len(l.boxes[s.field]) > 0 && col >= 0 && l.texts[col] == s.group && !l.mapped[s.field] {
			l.col[s.field] = -1
			l.free = append(l.free, col)
		}
	}
}

// areMarks reports whether the cells of a check box are blank or say that it is checked or not.
func areMarks(b box, below []headRow) bool {
	for _, row := range below {
		if b.col >= len(row.texts) {
			continue
		}
		switch strings.ToLower(row.texts[b.col]) {
		case "", "0", "1", "8", "9", "99", "true", "false", "yes", "no", "y", "n", "x", "checked", "unchecked":
		default:
			if value.Key(row.texts[b.col]) != value.Key(b.choice) {
				return false
			}
		}
	}
	return true
}
