package ingest

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// idKind says what a text in the column of client IDs is. What is doubtful is an ID or none
// according to what the other IDs are (doubtfulrows.go).
type idKind uint8

const (
	isID           idKind = iota
	isBlank               // nothing stands there
	isError               // the error of a spreadsheet program
	isWord                // a word that stands for people without an ID
	isZero                // 0
	isTotal               // the label of a total
	isTruth               // TRUE or FALSE, as a cell or as text
	isLong                // a number cell of more digits than a spreadsheet keeps
	doubtfulCode          // a code for missing data, or the label of a total, that may be initials: NI, nan, Max
	doubtfulNumber        // 99, 9999, -99
	doubtfulZero          // 0000
	doubtfulName          // a word and a number: Unknown-1
	doubtfulLabel         // the label of a date in a summary: First contact, Start date
	doubtfulDay           // a date or a time, as a cell
	doubtfulDate          // a text that a spreadsheet may have made of an ID: 12-Mar
)

// doubtful reports whether the other IDs decide.
func (k idKind) doubtful() bool { return k >= doubtfulCode }

// clientIDKind says what a text is that has been through readCell. It is the one rule for client
// IDs that are none.
func clientIDKind(text string, kind table.Kind) idKind {
	switch {
	case kind == table.ErrorValue:
		return isError
	case text == "":
		return isBlank
	case kind == table.Bool, strings.EqualFold(text, "true"), strings.EqualFold(text, "false"):
		return isTruth
	case kind == table.Date, kind == table.DateTime, kind == table.Time:
		return doubtfulDay
	case isDateOfSpreadsheet(text):
		return doubtfulDate
	case kind == table.Number && digitsOf(text) > maxDigits:
		return isLong
	}
	if k := numberKind(text); k != isID {
		return k
	}
	if totalLabelOf(text) >= maybeTotal {
		return isTotal
	}
	if dateLabels[strings.TrimRight(strings.ToLower(text), " :=")] {
		return doubtfulLabel
	}
	return wordsKind(text)
}

// maxDigits is how many digits of a number a spreadsheet keeps.
const maxDigits = 15

// digitsOf returns how many digits a number has before its decimal point.
func digitsOf(text string) int {
	whole, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return len(whole)
}

// numberKind tells 0, the 9s that stand for missing data, and negative numbers.
func numberKind(text string) idKind {
	digits := strings.TrimPrefix(text, "-")
	switch {
	case digits == "":
		return isID
	case strings.Trim(digits, "0") == "" && len(digits) > 1:
		return doubtfulZero
	case strings.Trim(digits, "0") == "", strings.Trim(digits, "0") == "." && digits[0] == '0':
		return isZero
	case strings.Trim(digits, "9") == "" && len(digits) > 1,
		len(digits) < len(text) && strings.Trim(digits, "0123456789") == "":
		return doubtfulNumber
	}
	return isID
}

// idSigns counts the signs of a short text by their kind, in one number: letters in the lowest
// eight bits, dashes above, and above those what an ID has seldom. Digits and _ count as nothing.
type idSigns uint32

const (
	letterSign idSigns = 1
	dashSign   idSigns = 1 << 8
	oddSign    idSigns = 1 << 16
)

var signsOfID = func() (signs [256]idSigns) {
	for i := range signs {
		switch c := byte(i); {
		case value.IsDigit(c), c == '_':
		case value.IsLetter(c):
			signs[i] = letterSign
		case c == '-':
			signs[i] = dashSign
		default:
			signs[i] = oddSign
		}
	}
	return signs
}()

// isPlainID reports whether a short text of ASCII with a digit is an ID at a glance. Rows go
// through it; for all others clientIDKind decides, which takes longer.
func isPlainID(text string) bool {
	var signs idSigns
	for i := range len(text) {
		signs += signsOfID[text[i]]
	}
	if signs >= oddSign {
		return false
	}
	letters, dashes := signs%dashSign, signs/dashSign
	first := text[0]
	switch {
	case letters == 0 && dashes == 0:
		return first != '0' && first != '9' || strings.Trim(text, text[:1]) != ""
	case letters == 0: // 2024-07-12, -99
		return first != '-' && dashes != 2
	case letters < 3:
		return true
	case letters == 3: // 12-Mar, UNK-1
		return len(text) > 6 && (value.IsLetter(first) || dashes == 0)
	}
	return !isShortNumber(text[len(strings.TrimRight(text, "0123456789")):]) // Unknown1
}

// isDateOfSpreadsheet reports whether a text is a date as a spreadsheet program writes one that it
// has made of an ID such as 3-12: 12-Mar, Mar-12, 3/12/2024, 2024-03-12.
func isDateOfSpreadsheet(text string) bool {
	if len(text) < 5 || len(text) > len("2024-03-12 00:00:00") {
		return false
	}
	if a, b, ok := strings.Cut(text, "-"); ok && (isMonth(a) && isShortNumber(b) || isMonth(b) && isShortNumber(a)) {
		return true
	}
	if !strings.ContainsAny(text, "/-") || strings.Count(text, "/")+strings.Count(text, "-") != 2 {
		return false
	}
	_, _, problem := value.ParseDate(text, value.MDY, anyDay)
	if problem != 0 {
		_, _, problem = value.ParseDate(text, value.DMY, anyDay)
	}
	return problem == 0
}

// anyDay is a day before which two-digit years may be, whatever is today.
var anyDay = contact.MakeDate(2068, 12, 31)

// isMonth reports whether a text is the short name of a month in English or Spanish.
func isMonth(text string) bool {
	const months = " jan feb mar apr may jun jul aug sep oct nov dec ene abr ago dic "
	return len(text) == 3 && strings.Contains(months, " "+strings.ToLower(text)+" ")
}

// isShortNumber reports whether a text is a number of one or two digits.
func isShortNumber(text string) bool {
	_, ok := value.Digits(text)
	return ok && len(text) <= 2
}

// wordsKind tells the words that stand for people without an ID: those of the tables below, alone
// or together (Unknown male, refused to give name), and with a number of their own (Unknown 2).
// A word that goes on without a blank, as TEST001 and NA-12 do, is an ID.
func wordsKind(text string) idKind {
	if k := codeKind(text); k != isID {
		return k
	}
	words, negated, found := 0, false, false
	for rest := text; ; words++ {
		word, after := nextWord(rest)
		if word == "" {
			break
		}
		var lower [maxWord]byte
		switch noIDWords[string(appendLower(lower[:0], word))] {
		case coreWord:
			found = true
		case negation:
			negated = true
		case otherWord:
			found = found || negated
		default:
			if words == 0 || !isOrdinal(word, text[:len(text)-len(after)-len(word)]) {
				return nameKind(text)
			}
		}
		rest = after
	}
	if found || isNotReported(text) {
		return isWord
	}
	return isID
}

// codeKind tells codes of up to four letters, and texts without letter and digit.
func codeKind(text string) idKind {
	var code [4]byte
	n := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case value.IsDigit(c), c >= utf8.RuneSelf, value.IsLetter(c) && n == len(code):
			return isID
		case value.IsLetter(c):
			code[n] = c | 0x20
			n++
		}
	}
	switch {
	case n == 0:
		return isWord // "-", "?", "..."
	case !missingCodes[string(code[:n])]:
		return isID
	case strings.ContainsAny(text, `<>()[]\/`), text == "NaN", text == "NaT":
		return isWord // N/A, <NA>, \N
	}
	return doubtfulCode
}

// isOrdinal reports whether a word is a number of up to three digits that stands by itself: after a
// blank or after #.
func isOrdinal(word, before string) bool {
	if _, ok := value.Digits(word); !ok || len(word) > 3 {
		return false
	}
	return strings.HasSuffix(before, " ") || strings.HasSuffix(before, "#") || strings.HasSuffix(before, "(")
}

// nameKind tells one of doubtfulNames with a number of one or two digits: Unknown1, Doe-2.
func nameKind(text string) idKind {
	name := strings.TrimRight(text, "0123456789")
	number := text[len(name):]
	if !isShortNumber(number) || number[0] == '0' {
		return isID
	}
	if doubtfulNames[value.Key(name)] {
		return doubtfulName
	}
	return isID
}

// maxWord is longer than any word of the tables.
const maxWord = 24

// nextWord returns the first word of a text, of letters and digits, and what follows it.
func nextWord(text string) (word, after string) {
	from := strings.IndexFunc(text, isOfWord)
	if from < 0 {
		return "", ""
	}
	to := from
	for to < len(text) {
		r, n := utf8.DecodeRuneInString(text[to:])
		if !isOfWord(r) {
			break
		}
		to += n
	}
	return text[from:to], text[to:]
}

func isOfWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// appendLower appends a word in lower case and without accents; what does not fit is left out.
func appendLower(dst []byte, word string) []byte {
	for _, r := range word {
		if i := strings.IndexRune("áéíóúüñÁÉÍÓÚÜÑ", r); i >= 0 {
			r = rune("aeiouunaeiouun"[i/2])
		}
		if len(dst)+utf8.UTFMax > cap(dst) {
			break
		}
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}

// The kinds of words of which placeholders are made.
const (
	coreWord  = 1 + iota // says that there is no ID
	negation             // likewise with another word
	otherWord            // goes with one of them
)

//go:embed noclientid.txt
var noIDText string

// noIDWords is the one table of texts that are no client IDs, word by word: noclientid.txt.
var noIDWords = func() map[string]uint8 {
	m := map[string]uint8{}
	kinds := map[string]uint8{"core": coreWord, "not": negation, "other": otherWord}
	for line := range strings.Lines(noIDText) {
		if kind, words, ok := strings.Cut(line, ":"); ok && kinds[kind] != 0 {
			for _, word := range strings.Fields(words) {
				m[word] = kinds[kind]
			}
		}
	}
	return m
}()

// missingCodes are codes for missing data, those of REDCap and of programs that write data, and
// short labels of totals, that may be the initials or the name of a client.
var missingCodes = func() map[string]bool {
	m := map[string]bool{}
	for _, code := range strings.Fields(`n na nan nat nd dk unk ukn tbd tba tbc ni inv nask asku nav msk np qs trc una navu der oth
		pinf ninf nn ns nc nr no xx xxx xxxx max min`) {
		m[code] = true
	}
	return m
}()

// doubtfulNames are the words after which a number does not make an ID, unless other IDs are made
// in that way; as value.Key writes them.
var doubtfulNames = map[string]bool{
	"unknown": true, "unidentified": true, "unk": true, "unkn": true, "johndoe": true, "janedoe": true, "doe": true,
	"unnamed": true, "desconocido": true, "desconocida": true, "unknownmale": true, "unknownfemale": true,
}

// clientProblem returns the finding for a text that is no client ID, without its place; none where
// it is one or may be one.
func clientProblem(text string, kind idKind) note {
	n := note{field: fieldClientID, value: text, rule: finding.ClientIDMissing}
	switch kind {
	case isBlank:
		n.text = "the client ID is blank"
	case isError:
		n.rule, n.text = finding.ErrorCellNeeded, "the client ID is an Excel error"
	case isWord, doubtfulName:
		n.text = "a word for people without one stands for the client ID"
	case doubtfulCode:
		n.hint = "fill in the client ID, or leave the row out; for people who gave none, anonymous: true counts such rows as " +
			"contacts and as no client; where it is an ID, set client_id_pattern to what IDs look like"
		n.text = "a code for missing data, or the label of a total, stands for the client ID"
	case doubtfulLabel:
		n.text = "the label of a date, as a summary below a table has it, stands for the client ID"
		n.hint = "delete the summary, leave its rows out with leave_out:, or set client_id_pattern to what IDs look like"
	case isZero, doubtfulZero:
		n.text = "0 stands for the client ID"
	case doubtfulNumber:
		n.text = "a number for missing data, far from the other IDs, stands for the client ID"
	case isTotal:
		n.text = "the label of a total stands for the client ID"
	case isTruth:
		n.rule, n.text = finding.ClientIDConverted, "the client ID is a truth value"
	case doubtfulDay, doubtfulDate:
		n.rule, n.text = finding.ClientIDConverted, "the client ID is a date, and the others are none"
	case isLong:
		n.rule, n.text = finding.ClientIDConverted, "the client ID is a number of more than 15 digits, of which a "+
			"spreadsheet keeps 15"
	}
	return n
}
