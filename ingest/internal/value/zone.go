package value

import "strings"

// parseZone reports whether s is empty or a time zone, and whether that is UTC: "Z", "EST",
// "+02:00", "-0400", "UTC+2", "GMT-0400 (Eastern Daylight Time)", "-04:00[America/New_York]",
// "America/New_York", "Eastern".
func parseZone(s string) (utc, ok bool) {
	if s == "" {
		return false, true
	}
	if isNamedZone(s) {
		return strings.HasSuffix(strings.ToLower(s), "/utc"), true
	}
	i := 0
	for i < len(s) && i < 5 && IsLetter(s[i]) {
		i++
	}
	name, s := s[:i], strings.TrimLeft(s[i:], " ")
	offset, s, ok := zoneOffset(s)
	s = strings.TrimLeft(s, " ")
	if !ok || !isZoneComment(s) || offset == noOffset && s != "" && IsLetter(s[0]) {
		return false, false
	}
	switch {
	case offset != 0 && offset != noOffset:
		return false, true
	case name == "":
		return offset == 0, offset != noOffset || s != ""
	}
	for _, n := range [...]string{"Z", "UTC", "GMT", "UT"} {
		utc = utc || strings.EqualFold(name, n)
	}
	return utc, true
}

// noOffset stands for no difference from UTC at all.
const noOffset = -1 << 15

// zoneOffset takes the minutes by which a zone differs from UTC off the front of s; noOffset where
// there are none.
func zoneOffset(s string) (minutes int, rest string, ok bool) {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return noOffset, s, true
	}
	hours, rest, ok := timePart(s[1:], 14)
	if !ok {
		return 0, s, false
	}
	part := 0
	if after := strings.TrimPrefix(rest, ":"); after != "" && IsDigit(after[0]) {
		if part, rest, ok = timePart(after, 59); !ok {
			return 0, s, false
		}
	}
	if minutes = hours*60 + part; s[0] == '-' {
		minutes = -minutes
	}
	return minutes, rest, rest == "" || rest[0] == ' ' || rest[0] == '(' || rest[0] == '['
}

// isZoneComment reports whether s is empty or names a zone once more: "(Eastern Daylight Time)",
// "[America/New_York]", "EDT", "UTC".
func isZoneComment(s string) bool {
	if s == "" {
		return true
	}
	if last := s[len(s)-1]; s[0] == '(' && last == ')' || s[0] == '[' && last == ']' {
		s = s[1 : len(s)-1]
		return s != "" && !strings.ContainsAny(s, "()[]")
	}
	for i := range len(s) {
		if !IsLetter(s[i]) {
			return false
		}
	}
	return len(s) <= 5
}

// isNamedZone reports whether s is the name of a zone in words: "America/New_York", "Eastern",
// "Central Daylight Time".
func isNamedZone(s string) bool {
	if strings.IndexByte(s, '/') > 0 {
		for i := range len(s) {
			if c := s[i]; !IsLetter(c) && c != '/' && c != '_' && c != '-' {
				return false
			}
		}
		return true
	}
	word, rest, _ := strings.Cut(s, " ")
	for _, name := range [...]string{"eastern", "central", "mountain", "pacific", "alaska", "hawaii", "atlantic"} {
		if strings.EqualFold(word, name) {
			return rest == "" || strings.EqualFold(rest, "time") || strings.EqualFold(rest, "standard time") ||
				strings.EqualFold(rest, "daylight time")
		}
	}
	return false
}
