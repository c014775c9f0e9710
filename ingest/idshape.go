package ingest

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// idShape is what IDs of one scheme share: a hash of an ID in which each run of digits and each run
// of letters counts as one sign. WPC-0001 and ABC-12 have one shape.
type idShape uint64

// Runs of these signs are one sign of a shape.
const (
	digitsOfShape  = '9'
	lettersOfShape = 'A'
)

var shapeSigns = func() (signs [256]byte) {
	for i := range signs {
		switch c := byte(i); {
		case value.IsDigit(c):
			signs[i] = digitsOfShape
		case value.IsLetter(c), c >= utf8.RuneSelf:
			signs[i] = lettersOfShape
		default:
			signs[i] = c
		}
	}
	return signs
}()

// shapeOf returns the shape of an ID.
func shapeOf(id []byte) idShape {
	shape, _ := shapeAndJoint(id)
	return shape
}

// shapeAndJoint returns the shape of an ID, and whether it has a sign that may stand between two.
func shapeAndJoint(id []byte) (shape idShape, joined bool) {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h, last := uint64(offset), byte(0)
	for _, c := range id {
		sign := shapeSigns[c]
		if sign == last && (sign == digitsOfShape || sign == lettersOfShape) {
			continue
		}
		last = sign
		h = (h ^ uint64(sign)) * prime
		joined = joined || sign != digitsOfShape && sign != lettersOfShape && strings.IndexByte(idSeparators, sign) >= 0
	}
	return idShape(h), joined
}

// idShapes are how many clients have IDs of each shape.
type idShapes struct {
	n      map[idShape]int
	last   idShape // of the client before, which most share
	run    int     // how many have had it, and are not counted in n
	joined []int32 // clients whose IDs have a sign that may stand between two
}

func (s *idShapes) add(client int32, id []byte) {
	shape, joined := shapeAndJoint(id)
	if joined {
		s.joined = append(s.joined, client)
	}
	if shape != s.last {
		s.n[s.last] += s.run
		s.last, s.run = shape, 0
	}
	s.run++
}

func (s *idShapes) end() {
	s.n[s.last] += s.run
	s.run = 0
	delete(s.n, 0)
}

// idSeparators are what may stand between two IDs in one cell.
const idSeparators = ";/&,|+ "

// checkIDs reports client IDs that stand out from the others: two in one cell, and those of a shape
// that few have.
func (r *Reader) checkIDs() {
	shapes := idShapes{n: map[idShape]int{}}
	var id []byte
	for client := int32(1); client <= r.clients.Len(); client++ {
		if client == r.dict.Anonymous {
			continue
		}
		id = r.clients.AppendID(id[:0], client)
		shapes.add(client, id)
	}
	shapes.end()
	said := map[int32]bool{}
	for _, client := range shapes.joined {
		if r.isTwoIDs(r.clients.ID(client), &shapes) {
			said[client] = true
			r.noteClient(client, finding.ClientIDsInOneCell, "the cell has two client IDs or more, which count as one client")
		}
	}
	r.checkShapes(&shapes, said)
}

// isTwoIDs reports whether an ID is made of parts that are IDs by themselves: each has the shape of
// more clients than the whole.
func (r *Reader) isTwoIDs(id string, shapes *idShapes) bool {
	parts := splitIDs(id)
	whole := shapes.n[shapeOf([]byte(id))]
	for _, part := range parts {
		if !bytes.ContainsAny(part, "0123456789") || shapes.n[shapeOf(part)] <= whole {
			return false
		}
	}
	return len(parts) > 1
}

// splitIDs returns the parts of an ID at what may stand between two.
func splitIDs(id string) [][]byte {
	b := []byte(id)
	for _, word := range [...]string{" and ", " y "} {
		b = bytes.ReplaceAll(b, []byte(word), []byte(";"))
	}
	return bytes.FieldsFunc(b, func(r rune) bool { return strings.ContainsRune(idSeparators, r) })
}

// Clients are enough to tell what is usual where there are shapesLeast. A shape of a scheme is one
// that a tenth of them has; if such shapes have nearly all, the others are few.
const (
	shapesLeast = 50
	shapeOdd    = 3 // clients, at the most, and a hundredth of all
)

// checkShapes reports the clients whose IDs have a shape that few have, or that are not of the form
// that the configuration sets.
func (r *Reader) checkShapes(shapes *idShapes, said map[int32]bool) {
	if p := r.idPattern; p != nil {
		for client := int32(1); client <= r.clients.Len(); client++ {
			if !said[client] && client != r.dict.Anonymous && !p.MatchString(r.clients.Given(client)) {
				r.noteClient(client, finding.ClientIDShape, "the client ID is not of the form that client_id_pattern sets")
			}
		}
		return
	}
	all, usual := int(r.clients.Len()), 0
	for _, n := range shapes.n {
		if n*10 >= all {
			usual += n
		}
	}
	if all < shapesLeast || usual*100 < all*98 || usual == all {
		return
	}
	var id []byte
	for client := int32(1); client <= r.clients.Len(); client++ {
		id = r.clients.AppendID(id[:0], client)
		if n := shapes.n[shapeOf(id)]; n <= shapeOdd && n*100 <= max(all, 100) && !said[client] && client != r.dict.Anonymous {
			r.noteClient(client, finding.ClientIDShape, fmt.Sprintf(
				"the client ID is of another form than nearly all of the %d others", all-1))
		}
	}
}

// noteClient reports the ID of a client at its first row.
func (r *Reader) noteClient(client int32, rule finding.ID, text string) {
	r.found.add(note{
		at: r.at(r.clients.State(client).seen, fieldClientID), rule: rule, field: fieldClientID,
		value: r.clients.Given(client), text: text,
	})
}

// newClients are rows one after the other that each have a new client: only such may have numbers
// of rows for client IDs.
type newClients struct {
	first, n int32 // the first of the clients, and how many
	longest  idRun // without a gap, so far
}

// idRun are clients whose IDs go on by one from row to row.
type idRun struct{ first, n int32 }

// rowNumbersLeast is from how many rows on IDs that go on by one are taken for numbers of rows.
const rowNumbersLeast = 200

// add takes the row of a new client.
func (c *newClients) add(client int32) {
	if c.n == 0 {
		c.first = client
	}
	c.n++
}

// end takes the row of a client who is not new, or the end of the sheet.
func (c *newClients) end(r *Reader) {
	if c.n >= rowNumbersLeast {
		c.longest = r.longestRun(c.first, c.n, c.longest)
	}
	c.n = 0
}

// longestRun returns the longest run among clients, if it is longer than another.
func (r *Reader) longestRun(first, n int32, longest idRun) idRun {
	var id, before []byte
	run, step := idRun{first: first, n: 1}, 0
	number := 0
	for client := first; client < first+n; client++ {
		id = r.clients.AppendID(id[:0], client)
		digits := len(id)
		for digits > 0 && value.IsDigit(id[digits-1]) {
			digits--
		}
		next, err := strconv.Atoi(string(id[digits:]))
		by, rows := next-number, int32(1)
		if between := number + by/2; (by == 2 || by == -2) && numberKind(strconv.Itoa(between)) == doubtfulNumber {
			by, rows = by/2, 2 // 99 and the like wait for the end of the sheet
		}
		switch goesOn := err == nil && client > first && bytes.Equal(id[:digits], before) && (by == 1 || by == -1); {
		case goesOn && (step == 0 || by == step):
			run.n, step = run.n+rows, by
		case goesOn:
			run, step = idRun{client - 1, 1 + rows}, by
		default:
			run, step = idRun{client, 1}, 0
		}
		before, number = append(before[:0], id[:digits]...), next
		if run.n > longest.n {
			longest = run
		}
	}
	return longest
}

// checkRowNumbers reports client IDs that go on by one in nearly all rows of a sheet of contacts:
// they seem to be the numbers of rows, so that each contact is a client.
func (s *sheetReader) checkRowNumbers() {
	s.fresh.end(s.r)
	run := s.fresh.longest
	if s.layout.role != roleContacts || run.n < rowNumbersLeast || int(run.n)*10 < s.rows*9 {
		return
	}
	s.r.noteClient(run.first, finding.ClientIDRowNumber, fmt.Sprintf(
		"from this row on the client IDs go on by one from row to row, %d times: they seem to be numbers of rows", run.n))
}
