package ledger

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// postgresStage stages records in a temporary table, which only its connection sees and which ends with it. It is filled by COPY.
type postgresStage struct {
	e       *postgresEngine
	ctx     context.Context
	c       *pgx.Conn
	records []record               // that are yet to be sent
	texts   map[textTable][]string // what intern was given, in order

	t   *postgresTx           // the transaction of write
	ids map[textTable][]int32 // the IDs of texts in it
}

// sendAt is how many records are sent at a time.
const sendAt = 16384

func (e *postgresEngine) stage(ctx context.Context) (stage, error) {
	if e.readOnly {
		return nil, &Error{Path: e.name, Kind: ReadOnly, What: "was opened to be read only"}
	}
	t, err := e.start(ctx, postgresUnstage+"; "+postgresStageTable) // a transaction of its own
	if err != nil {
		return nil, err
	}
	return &postgresStage{e: e, ctx: ctx, c: t.c, texts: map[textTable][]string{}}, nil
}

func (s *postgresStage) close() {
	if s.c.IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if _, err := s.c.Exec(ctx, postgresUnstage); err != nil {
		drop(s.c)
		return
	}
	s.e.put(s.c)
}

func (s *postgresStage) intern(in textTable, text string) (int64, error) {
	s.texts[in] = append(s.texts[in], text)
	return int64(len(s.texts[in])), nil
}

func (s *postgresStage) addRecord(r *record) error {
	s.records = append(s.records, *r)
	if len(s.records) < sendAt {
		return nil
	}
	return s.send()
}

// send sends the records that wait.
func (s *postgresStage) send() error {
	rows := pgx.CopyFromSlice(len(s.records), func(i int) ([]any, error) {
		r := &s.records[i]
		return []any{
			r.id, r.row, r.date, unlessZero(r.birthDate), unlessZero(r.gender), unlessZero(r.source), unlessZero(r.services), unlessZero(r.sheet),
			valueIf(r.ageKnown, r.ageLow), valueIf(r.ageKnown, r.ageHigh), storedText(r.client),
			valueIf(r.given != "", storedText(r.given)), valueIf(r.contactID != "", storedText(r.contactID)),
		}, nil
	})
	_, err := s.c.CopyFrom(s.ctx, postgresStaged, postgresColumns, rows)
	s.records = s.records[:0]
	if err != nil {
		return s.e.failed(s.ctx, err)
	}
	return nil
}

func unlessZero(v int64) any { return valueIf(v != 0, v) }

func valueIf(there bool, v any) any {
	if !there {
		return nil
	}
	return v
}

// write is run again after a conflict with the records as they were staged, since the contacts can be read only once.
func (s *postgresStage) write(ctx context.Context, locks []lock, do func(tx) error) error {
	if err := s.send(); err != nil {
		return err
	}
	start := func() (*postgresTx, error) {
		if _, err := s.c.Exec(ctx, s.e.beginWrite()); err != nil {
			return nil, s.e.failed(ctx, err)
		}
		s.t, s.ids = &postgresTx{e: s.e, ctx: ctx, c: s.c, kept: true}, map[textTable][]int32{}
		return s.t, nil
	}
	return s.e.attempts(ctx, locks, start, do)
}

func (s *postgresStage) move(number, source int64) error {
	for in, statements := range postgresTexts {
		if s.ids[in] == nil {
			if err := s.internAll(in, statements[0], statements[1]); err != nil {
				return err
			}
		}
	}
	from, to := recordRange(number)
	first, _ := recordRange(source)
	return s.t.query(postgresMove, nil, first-from, s.ids[labelTexts], s.ids[listTexts], from, to)
}

// internAll finds out the IDs that the texts of a table have in the ledger, to which those are added that it lacks.
func (s *postgresStage) internAll(in textTable, add, find string) error {
	stored := make([]string, len(s.texts[in]))
	place := map[string]int{}
	for i, text := range s.texts[in] {
		stored[i], place[text] = storedText(text), i
	}
	if err := s.t.query(add, nil, stored); err != nil {
		return err
	}
	s.ids[in] = make([]int32, len(stored))
	return s.t.query(find, func(r row) error {
		s.ids[in][place[r.text(1)]] = int32(r.int(0))
		return nil
	}, stored)
}

func (s *postgresStage) contacts(number int64, each func(*stored) error) error {
	d := newTexts(newDictionary(nil))
	for i, text := range s.texts[labelTexts] {
		d.labels.set(int64(i+1), text)
	}
	for i, text := range s.texts[listTexts] {
		labels, _ := parseList(text) // the encoder wrote it
		d.lists.set(int64(i+1), labels)
	}
	from, to := recordRange(number)
	if err := s.t.query(postgresCursor, nil, from, to); err != nil {
		return err
	}
	var records []record
	for more := true; more; {
		records = records[:0]
		err := s.t.query(postgresFetch, func(row row) error {
			var r record
			scanRecord(row.(postgresRow), &r)
			records = append(records, r)
			return nil
		})
		if err != nil {
			return err
		}
		var c stored
		for i := range records {
			d.decode(&records[i], "", &c)
			if err := each(&c); err != nil {
				return err
			}
		}
		more = len(records) > 0
	}
	return s.t.query(postgresUnfetch, nil)
}
