package clients

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"strings"
	"unicode/utf8"

	"picreport/ingest/contact"
	"picreport/ingest/internal/swar"
	"picreport/ingest/internal/value"
)

// ID is a client ID that was parsed. It has no pointers.
type ID struct {
	key  key    // with the spelling; of an ID that does not fit, only its last byte means something
	Hash uint32 // which IDs that look alike share
}

// InKey reports whether the ID and its spelling tell the text that was parsed, which else is needed
// beside it.
func (id ID) InKey() bool { return id.key.spelling() < spelledOtherwise }

// Text returns the text of an ID that is InKey.
func (id ID) Text() string { return id.key.spelling().of(string(id.key.append(nil))) }

// key is a client ID as compared, padded with zeros; its last byte is the spelling. An ID that is
// longer, or that has a zero byte, does not fit: its key holds a number in place of it.
type key struct{ low, high uint64 }

// keyBytes is how many bytes of an ID fit a key.
const keyBytes = 15

// spelling is what tells the text of an ID from the ID as compared.
type spelling uint8

const (
	spelledAsID spelling = iota
	spelledInCapitals
	spelledOtherwise
	long // the ID does not fit the key, however it is spelled
)

const spellingShift = 56

func (k key) spelling() spelling { return spelling(k.high >> spellingShift) }

// with returns the key with another spelling.
func (k key) with(s spelling) key {
	return key{k.low, k.high&(1<<spellingShift-1) | uint64(s)<<spellingShift}
}

// sameID reports whether two keys of IDs that fit hold one ID, however it is spelled.
func (k key) sameID(other key) bool {
	return k.low == other.low && (k.high^other.high)<<8 == 0 && k.spelling() != long && other.spelling() != long
}

// append appends the ID of a key in which it fits.
func (k key) append(dst []byte) []byte {
	k = k.with(0)
	for _, part := range [...]uint64{k.low, k.high} {
		for ; part != 0; part >>= 8 {
			dst = append(dst, byte(part))
		}
	}
	return dst
}

// keyOf returns the key of an ID, and whether the ID fits.
func keyOf(id []byte) (k key, fits bool) {
	var b [keyBytes + 1]byte
	if copy(b[:keyBytes], id) < len(id) || bytes.IndexByte(id, 0) >= 0 {
		return key{}, false
	}
	return key{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}, true
}

// of returns the text of an ID, for a spelling that tells it.
func (s spelling) of(id string) string {
	if s == spelledAsID {
		return id
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r &^ 0x20
		}
		return r
	}, id)
}

// spellingOf returns how a text differs from its ID.
func spellingOf(id []byte, text string) spelling {
	switch {
	case text == string(id):
		return spelledAsID
	case isCapitals(id, text):
		return spelledInCapitals
	}
	return spelledOtherwise
}

// isCapitals reports whether a text is an ID with its ASCII letters in upper case.
func isCapitals(id []byte, text string) bool {
	if len(id) != len(text) {
		return false
	}
	for i, c := range id {
		if c >= 'a' && c <= 'z' {
			c &^= 0x20
		}
		if c != text[i] {
			return false
		}
	}
	return true
}

// Compared returns an ID as it is compared: NFC, case-folded, inner blanks collapsed. The text has
// been through value.Clean.
func Compared(text string) string {
	id := value.Fold(text)
	if strings.Contains(id, "  ") || strings.ContainsAny(id, "\t\n\r") {
		id = strings.Join(strings.Fields(id), " ")
	}
	return id
}

// AppendCompared appends Compared of a text.
func AppendCompared(dst []byte, text string) []byte {
	start := len(dst)
	blank := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && blank {
			return append(dst[:start], Compared(text)...)
		}
		blank = c == ' '
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// Parser parses client IDs. Each goroutine has its own; those of one Set share its seeds.
type Parser struct {
	mixer     contact.Mixer
	seed      maphash.Seed // for what is longer than a key
	id, alike []byte       // of the last text
}

// Parse parses the text of a client ID, which has been through value.Clean and is not blank.
func (p *Parser) Parse(text string) ID {
	if id, ok := p.parseShort(text); ok {
		return id
	}
	p.id = AppendCompared(p.id[:0], text)
	p.alike = appendAlikeKey(p.alike[:0], p.id)
	if len(p.alike) == 0 {
		p.alike = append(p.alike, p.id...)
	}
	k, fits := keyOf(p.id)
	if fits {
		k = k.with(spellingOf(p.id, text))
	} else {
		k = key{}.with(long)
	}
	return ID{k, p.hash(p.alike)}
}

// ParseShort parses a text that may not have been through value.Clean, and reports whether that is
// no matter: whether it is an ID of up to fifteen characters of ASCII, with a digit among them,
// that is no error text and no number that a spreadsheet has shortened.
func (p *Parser) ParseShort(text string) (ID, bool) { return p.parseShort(text) }

// hash returns a hash of bytes.
func (p *Parser) hash(b []byte) uint32 {
	if k, fits := keyOf(b); fits {
		return p.hashKey(k)
	}
	return uint32(maphash.Bytes(p.seed, b))
}

func (p *Parser) hashKey(k key) uint32 { return uint32(p.mixer.Pair(k.low, k.high)) }

// parseShort parses what ParseShort says, eight characters at a time. It gives what Parse gives.
func (p *Parser) parseShort(text string) (id ID, ok bool) {
	n := len(text)
	if n == 0 || n > keyBytes || text[0] == '#' {
		return ID{}, false
	}
	low, high := swar.Pair(text)
	if (low | high).NotASCII() != 0 {
		return ID{}, false
	}
	lettersA, lettersB := (low|swar.All(0x20)).Between('a', 'z'), (high|swar.All(0x20)).Between('a', 'z')
	digits := pairBits(low.Between('0', '9'), high.Between('0', '9'))
	all := uint32(1)<<n - 1
	others := all &^ digits &^ pairBits(lettersA, lettersB)
	capitalsA, capitalsB := lettersA&^swar.Set(low<<2), lettersB&^swar.Set(high<<2)
	low, high = low|swar.Word(capitalsA>>2), high|swar.Word(capitalsB>>2)
	if digits == 0 || others != 0 && pairBits(shortIDChars(low), shortIDChars(high)) != all {
		return ID{}, false
	}
	if digits&1 != 0 && low.Equal('e')|high.Equal('e') != 0 { // perhaps a number with an exponent
		return ID{}, false
	}
	id.key = key{uint64(low), uint64(high)}
	switch {
	case capitalsA|capitalsB == 0:
	case capitalsA == lettersA && capitalsB == lettersB:
		id.key = id.key.with(spelledInCapitals)
	default:
		id.key = id.key.with(spelledOtherwise)
	}
	if ohs := low.Equal('o'); ohs != 0 {
		low ^= ohs.Bytes() & swar.All('o'^'0')
		digits |= uint32(ohs.Bits())
	}
	if ohs := high.Equal('o'); ohs != 0 {
		high ^= ohs.Bytes() & swar.All('o'^'0')
		digits |= uint32(ohs.Bits()) << 8
	}
	zeros := pairBits(low.Equal('0'), high.Equal('0'))
	// The sum carries a bit through the zeros that begin a run of digits.
	leading := zeros &^ (zeros + zeros&^(digits<<1))
	id.Hash = p.hashKey(without(low, high, others|leading&(digits>>1)))
	return id, true // a zero stays where no digit follows
}

// shortIDChars returns which characters parseShort takes.
func shortIDChars(w swar.Word) swar.Set {
	return w.Between('!', '~') &^ w.Equal('.') &^ w.Equal('+')
}

// pairBits returns a set of the characters of two words as bits.
func pairBits(low, high swar.Set) uint32 { return uint32(low.Bits()) | uint32(high.Bits())<<8 }

// without returns the characters of two words but for some, of which it is given the bits.
func without(low, high swar.Word, drop uint32) key {
	for drop != 0 {
		last := bits.Len32(drop) - 1
		drop &^= 1 << last
		if last >= 8 {
			before := swar.Word(1)<<(8*(last-8)) - 1
			high = high&before | high>>8&^before
			continue
		}
		before := swar.Word(1)<<(8*last) - 1
		low = low&before | low>>8&^before | high<<56
		high >>= 8
	}
	return key{uint64(low), uint64(high)}
}
