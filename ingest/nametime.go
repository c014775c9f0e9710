package ingest

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Systems name a download by its day and time, and browsers number those of one name. That tells
// which of two exports is the newer.

// nameTimes are the ways to write a day, or a month, and perhaps a time of day after it. Of their
// parts two are what stands between year, month and day.
var nameTimes = [...]*regexp.Regexp{
	regexp.MustCompile(`^(?P<year>(?:19|20)\d\d)(?P<sep>[-_. ]?)(?P<month>0[1-9]|1[0-2])` +
		`(?:(?P<sep2>[-_. ]?)(?P<day>0[1-9]|[12]\d|3[01])` + nameClock + `)?(?:$|\D)`),
	regexp.MustCompile(`^(?P<month>\d\d?)(?P<sep>[-_. ])(?P<day>\d\d?)(?P<sep2>[-_. ])(?P<year>(?:19|20)\d\d)` +
		nameClock + `(?:$|\D)`),
}

// nameClock is a time of day as it stands in the name of a file, such as _0915 or T09.15.00.
const nameClock = `(?:[-_. T]*(?:at )?(?P<hour>[01]\d|2[0-3])[-_.:h]?(?P<minute>[0-5]\d)(?:[-_.:]?(?P<second>[0-5]\d))?)?`

// NameTime is the last day and time in the name of a file: year, month, day, hour, minute, second,
// as far as the name has them. It is empty where the name has none.
type NameTime []int

// NameTimeOf reads the name of a file. Where the year stands last the order of day and month is the
// given one.
func NameTimeOf(path string, order DateOrder) NameTime {
	name := filepath.Base(path)
	var last NameTime
	for i := 0; i < len(name); i++ {
		if !isDigit(name[i]) || i > 0 && isDigit(name[i-1]) {
			continue
		}
		for form := range nameTimes {
			if t, length := nameTime(name[i:], form, order); t != nil {
				last = t
				i += length - 1
				break
			}
		}
	}
	return last
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// nameTime reads the beginning of a text in one of the forms. It returns how long its day is, or
// nil where there is none.
func nameTime(text string, form int, order DateOrder) (t NameTime, length int) {
	m := nameTimes[form].FindStringSubmatchIndex(text)
	if m == nil {
		return nil, 0
	}
	part := func(name string) string {
		i := 2 * nameTimes[form].SubexpIndex(name)
		length = max(length, m[i+1])
		return text[max(0, m[i]):max(0, m[i+1])]
	}
	names := []string{"year", "month", "day"}
	if form == 1 && order == DMY {
		names = []string{"year", "day", "month"}
	}
	if part("day") != "" && part("sep") != part("sep2") {
		return nil, 0
	}
	bounds := [...]int{9999, 12, 31}
	for i, name := range names {
		n, err := strconv.Atoi(part(name))
		if err != nil {
			return t, length // a month
		}
		if n < 1 || n > bounds[i] {
			return nil, 0
		}
		t = append(t, n)
	}
	day := length
	for _, name := range [...]string{"hour", "minute", "second"} {
		n, err := strconv.Atoi(part(name))
		if err != nil {
			break
		}
		t = append(t, n)
	}
	return t, day
}

// Compare says which of two is later, as cmp.Compare does. It is not told, and 0, where they are
// equal as far as both go.
func (t NameTime) Compare(other NameTime) int {
	n := min(len(t), len(other))
	return slices.Compare(t[:n], other[:n])
}

var numbered = regexp.MustCompile(`^(.*?) ?\((\d{1,4})\)$`)

// CompareNames says which of two exports is the newer by their names, as cmp.Compare does: by their
// NameTime or, where they are alike but for it, by the number that a browser gives to a further
// download of one name. It is 0 where the names do not tell.
func CompareNames(a, b string, order DateOrder) int {
	if c := NameTimeOf(a, order).Compare(NameTimeOf(b, order)); c != 0 {
		return c
	}
	stemA, numberA := copyNumber(a)
	stemB, numberB := copyNumber(b)
	if stemA != stemB {
		return 0
	}
	return cmp.Compare(numberA, numberB)
}

// copyNumber returns a name without the number of a further download, and that number, 0 for none.
func copyNumber(path string) (stem string, number int) {
	name, ending, _ := strings.Cut(filepath.Base(path), ".")
	if m := numbered.FindStringSubmatch(name); m != nil {
		name = m[1]
		number, _ = strconv.Atoi(m[2]) // a few digits
	}
	return strings.ToLower(name + "." + ending), number
}
