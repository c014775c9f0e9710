package ingest

import (
	"slices"
	"strings"
	"unicode"

	"picreport/ingest/internal/value"
)

// dateHeader is what a header says of the dates below it.
type dateHeader struct {
	ofContact bool   // it speaks of contacts, or is a bare "date"
	ofRedcap  bool   // likewise in REDCap, whose instruments name more than flat tables do
	named     bool   // it has the word date, or the like
	stem      string // its words without numbers: equal in Contact Date 1 and Contact Date 2
	number    int    // of the header among those of its stem; 0 for none
	isFirst   bool   // the number was "first", which also a single date is called
	isSide    bool   // it is of the client's first, last or previous contact, not of the row's
}

// contactWords are the words by which a header speaks of contacts; those of the second list do so in
// a word of their own or at its start alone, and those of redcapWords where an instrument has a date
// of its own. The words of notContactWords say of a date that it is another one, whatever else the
// header says.
var (
	contactWords      = []string{"contact", "visit", "incident", "encounter", "appointment"}
	contactWordStarts = []string{"call", "service", "session", "seen"}
	redcapWords       = []string{
		"followup", "phone", "meeting", "outreach", "checkin", "interaction", "intervention", "interview", "welfare",
	}
	notContactWords = []string{
		"birth", "born", "dob", "updat", "modif", "creat", "enter", "entry", "record", "timestamp", "export", "print", "review", "death",
		"deceas", "died", "consent", "expir", "candidate", "mandate", "next", "due", "schedul", "plann", "remind", "open", "clos", "discharg",
		"exit", "typed", "upload", "sign", "approv", "invoice", "bill", "paid",
	}
	dateWords    = []string{"date", "dates", "datetime", "dt", "day"}
	sideWords    = []string{"first", "last", "previous", "prior", "latest", "initial", "most"}
	ordinalWords = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
)

// readDateHeader reads a header, but for what stands in brackets and is no number.
func readDateHeader(text string) dateHeader {
	name, inside, _ := strings.Cut(text, "(")
	words := headerWords(name)
	if n := strings.TrimSuffix(inside, ")"); n != "" && strings.Trim(n, "0123456789") == "" {
		words = append(words, n)
	}
	var h dateHeader
	var rest []string
	for i, word := range words {
		n, isNumber := value.Digits(word)
		ordinal := slices.Index(ordinalWords, word) + 1
		switch {
		case isNumber && n < 100:
			h.number = n
			continue
		case ordinal > 0:
			h.number, h.isFirst = ordinal, ordinal == 1
			h.isSide = ordinal == 1
			continue
		case i > 0 && slices.Contains([]string{"st", "nd", "rd", "th"}, word):
			if _, after := value.Digits(words[i-1]); after {
				h.isFirst, h.isSide = h.number == 1, h.number == 1
				continue
			}
		}
		h.isSide = h.isSide || slices.Contains(sideWords, word)
		rest = append(rest, word)
	}
	h.stem = strings.Join(rest, "")
	h.named = slices.ContainsFunc(rest, isDateWord)
	bare := h.stem == "date" || h.stem == "datetime" || h.stem == "dates"
	if slices.ContainsFunc(rest, isNotContactWord) {
		return h
	}
	h.ofContact = bare || slices.ContainsFunc(rest, isContactWord)
	h.ofRedcap = h.ofContact || slices.Contains(rest, "fu") ||
		slices.ContainsFunc(redcapWords, func(w string) bool { return strings.Contains(h.stem, w) })
	return h
}

// isDateWord reports whether a word says that a column holds days.
func isDateWord(word string) bool {
	return slices.Contains(dateWords, word) || strings.HasPrefix(word, "date") || strings.HasSuffix(word, "date")
}

// isContactWord reports whether a word of a header speaks of contacts: "calls", "calldate",
// "dateofvisit".
func isContactWord(word string) bool {
	if slices.ContainsFunc(contactWords, func(w string) bool { return strings.Contains(word, w) }) {
		return true
	}
	for _, before := range [...]string{"date", "time"} {
		if rest, found := strings.CutPrefix(word, before); found && rest != "" {
			word = strings.TrimPrefix(rest, "of")
		}
	}
	return slices.ContainsFunc(contactWordStarts, func(w string) bool { return strings.HasPrefix(word, w) })
}

// isNotContactWord reports whether a word says of a date that it is not that of a contact. The short
// ones must begin the word, after "date" or "date of": a centre has "enter" in it.
func isNotContactWord(word string) bool {
	start := strings.TrimPrefix(strings.TrimPrefix(word, "date"), "of")
	return slices.ContainsFunc(notContactWords, func(w string) bool {
		return strings.HasPrefix(word, w) || strings.HasPrefix(start, w)
	})
}

// headerWords splits a header into words in small letters and numbers: "visitDate2" is visit, date,
// 2.
func headerWords(text string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	before := ' '
	for _, c := range text {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			end()
		case unicode.IsDigit(c) != unicode.IsDigit(before), unicode.IsUpper(c) && unicode.IsLower(before):
			end()
			word = append(word, c)
		default:
			word = append(word, c)
		}
		before = c
	}
	end()
	return words
}

// isBareDate reports whether a header is nothing but the word date.
func isBareDate(text string) bool {
	stem := readDateHeader(text).stem
	return stem == "date" || stem == "datetime" || stem == "dates"
}

// yamlKey writes a header as a key of a configuration: in quotes where it needs them.
func yamlKey(text string) string {
	plain := text != "" && unicode.IsLetter([]rune(text)[0]) && strings.TrimSpace(text) == text
	for _, c := range text {
		plain = plain && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" _-./()", c))
	}
	switch strings.ToLower(text) {
	case "yes", "no", "on", "off", "true", "false", "null", "y", "n":
		plain = false
	}
	if plain {
		return text
	}
	return quote(text)
}

// quote writes a text in double quotes as YAML reads them.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text) + `"`
}

// columnsLine writes the line of a configuration that maps each header of a list to a field.
func columnsLine(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(yamlKey(pairs[i]) + ": " + pairs[i+1])
	}
	return "columns: {" + b.String() + "}"
}
