package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// saidAge is what the text of an age stands for.
type saidAge struct {
	age         contact.Age
	key         string
	problem     finding.ID // 0 for none
	text        string     // of the problem
	notReported bool       // a word for unknown, declined and the like
	inNoBand    bool       // a group that lies in no one band of the report
	unknownAt
}

// ageOf returns what a text stands for; a column has few distinct ones.
func (p *rowParser) ageOf(text string) *saidAge {
	if said := p.ages[text]; said != nil {
		return said
	}
	said := p.r.readAge(text)
	if len(p.ages) < maxSeen {
		p.ages[strings.Clone(text)] = said
	}
	return said
}

func (r *Reader) readAge(text string) *saidAge {
	said := &saidAge{key: value.Key(text)}
	if age, ok := r.ages[said.key]; ok {
		said.age = age
		return said
	}
	ends, ok := value.ParseAge(text)
	low, high := ends[0], ends[1]
	switch {
	case !ok && isNotReported(text):
		said.notReported = true
	case !ok:
		said.problem, said.text = finding.AgeUnreadable, "the age is neither a number nor a band"
	case low < 0 || max(low, high) >= contact.MaxAge+1:
		said.problem, said.text = finding.AgeOutOfRange, "the age is below 0 or above 120; it was not used"
	default:
		said.age = contact.Age{Low: int16(low), High: int16(high), Known: true}
		said.inNoBand = !r.isInBand(said.age)
	}
	return said
}

// mapAges reads Options.Ages.
func (r *Reader) mapAges() error {
	said := map[string]string{}
	for _, text := range slices.Sorted(maps.Keys(r.opts.Ages)) {
		key, age := value.Key(text), r.opts.Ages[text]
		if key == "" {
			return fmt.Errorf("%q has no letter or digit", text)
		}
		if other, ok := r.ages[key]; ok && other != age {
			return fmt.Errorf("%q and %q are one text, but stand for two ages", said[key], text)
		}
		r.ages[key], said[key] = age, text
	}
	return nil
}

// isInBand reports whether one band holds all of an age, or there are none.
func (r *Reader) isInBand(age contact.Age) bool {
	for _, band := range r.opts.AgeBands {
		if age.Low >= band.Low && age.High <= band.High {
			return true
		}
	}
	return len(r.opts.AgeBands) == 0
}

// reportAgeGroups adds a finding for each age group that lies in no one band.
func (r *Reader) reportAgeGroups() {
	r.ageGroups.report(r.found, finding.AgeGroupInNoBand, fieldAge, func(n *note, v *unknownCells) {
		n.text = plural(v.count, "cell") + " with one age group that lies in no one age band of the report; it counts as not reported"
	})
}
