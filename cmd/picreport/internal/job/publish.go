package job

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
	"picreport/report"
)

// publish records in the ledger what a build wrote, so that a later one can say what has changed
// since. Only what a reader sees, a PDF or a page, is a publication, and the same figures again are
// the same one.
func (r *Report) publish(ctx context.Context, formats []string, files []atomicfile.File) error {
	s, ok := r.source.(*ledgerSource)
	i := slices.IndexFunc(formats, func(f string) bool { return f == "pdf" || f == "html" })
	if !ok || i < 0 || files[i].Path == "-" {
		return nil
	}
	figures, err := json.Marshal(r.Figures)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(files[i].Data)
	entry := s.snapshot.Entry
	s.snapshot.Close()
	s.snapshot = nil
	p := ledger.Published{
		Quarter: r.Quarter.String(), Figures: figures, Output: files[i].Path,
		SHA256: hex.EncodeToString(sum[:]), Entry: entry,
	}
	record := s.ledger.Publish
	if p.ID, err = s.publishedAs(ctx, r.Figures); p.ID != 0 {
		record = s.ledger.PublishAgain
	}
	if err == nil {
		err = record(ctx, p)
	}
	if err != nil {
		return fmt.Errorf("%s was written, but could not be recorded as published: %w", files[i].Path, err)
	}
	return nil
}

// restate compares what was published of this and earlier quarters with what is counted now. It
// says each difference on standard error and puts it into the figures.
func (r *Report) restate(ctx context.Context) error {
	s, ok := r.source.(*ledgerSource)
	if !ok {
		return nil
	}
	published, err := s.lastPublished(ctx, r.Quarter)
	if err != nil || len(published) == 0 {
		return err
	}
	var touched []publication
	for _, p := range published {
		if p.because, err = s.because(ctx, p); err != nil {
			return err
		}
		counted := r.Options.Opening == nil || p.quarter.End() > r.Options.Opening.Through
		if p.because != "" && counted {
			touched = append(touched, p)
		}
	}
	if len(touched) == 0 {
		return nil
	}
	quarters := make([]contact.Quarter, len(touched))
	for i, p := range touched {
		quarters[i] = p.quarter
	}
	now, err := count(dedup.Merge(s.snapshot.Contacts()).Contacts(), quarters, r.Options)
	if err != nil {
		return err
	}
	for i, p := range touched {
		for _, c := range report.Restated(&p.figures, &now[i]) {
			c.PublishedOn, c.Because = contact.DateOf(p.At), p.because
			r.Figures.Restatements = append(r.Figures.Restatements, c)
			name := cmp.Or(r.Options.Words.Restated[c.Figure], c.Figure)
			r.env.Log.Warn(fmt.Sprintf("%s %s: published %d on %s, now %d (%s)",
				c.Quarter, name, c.Published, c.PublishedOn, c.Now, c.Because))
		}
	}
	return nil
}

// publication is what a report said of a quarter.
type publication struct {
	ledger.Published
	quarter contact.Quarter
	figures report.Figures
	because string // what has changed the quarter's contacts since; "" for nothing
}

// days are the first and the last day of a period. Publications are told by them: a period may have
// several names.
type days [2]contact.Date

func daysOf(q contact.Quarter) days { return days{q.Start(), q.End()} }

// standing returns what was published and not withdrawn, in the order in which it was first
// published.
func (s *ledgerSource) standing(ctx context.Context) (all []publication, err error) {
	published, err := s.ledger.Published(ctx, "")
	if err != nil {
		return nil, err
	}
	return readPublications(published, s.where)
}

// readPublications returns the publications that stand, with their figures.
func readPublications(published []ledger.Published, where string) (all []publication, err error) {
	for _, p := range published {
		if p.Withdrawn() != nil {
			continue
		}
		pub := publication{Published: p}
		if err := json.Unmarshal(p.Figures, &pub.figures); err != nil {
			return nil, fmt.Errorf("ledger %s: the figures published for %s cannot be read: %w",
				ledger.Name(where), p.Quarter, err)
		}
		pub.quarter = pub.figures.Quarter
		all = append(all, pub)
	}
	return all, nil
}

// lastPublished returns the last publication of each quarter up to q, in order.
func (s *ledgerSource) lastPublished(ctx context.Context, q contact.Quarter) ([]publication, error) {
	all, err := s.standing(ctx)
	if err != nil {
		return nil, err
	}
	last := map[days]publication{}
	for _, pub := range all {
		if pub.figures.Period.Through != 0 {
			continue // a quarter so far is bound to change
		}
		if old, ok := last[daysOf(pub.quarter)]; pub.quarter <= q && (!ok || !pub.At.Before(old.At)) {
			last[daysOf(pub.quarter)] = pub
		}
	}
	out := make([]publication, 0, len(last))
	for _, p := range last {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b publication) int { return int(a.quarter - b.quarter) })
	return out, nil
}

// publishedAs returns the ID of the last publication of the same days in the same language, where
// its figures are the same as these; else 0. The label of the period is in that language.
func (s *ledgerSource) publishedAs(ctx context.Context, now *report.Figures) (id int64, err error) {
	all, err := s.standing(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range slices.Backward(all) {
		if daysOf(p.quarter) == daysOf(now.Quarter) && p.figures.Period.Label == now.Period.Label {
			if report.Same(&p.figures, now) {
				id = p.ID
			}
			return id, nil
		}
	}
	return 0, nil
}

// because says what the ledger's journal has on contacts up to a publication's quarter, and on
// rosters, since it was made: "1 contact added by contacts-2024-10.csv".
func (s *ledgerSource) because(ctx context.Context, p publication) (string, error) {
	entries, err := s.ledger.Journal(ctx, p.Entry)
	if err != nil {
		return "", err
	}
	type change struct {
		source string
		roster bool
	}
	var order []change
	tallies := map[change]*ledger.Tally{}
	for _, e := range entries {
		for _, q := range e.Quarters {
			if q.Quarter > p.Quarter { // 2024Q3 sorts as text, and a roster's "" before all
				continue
			}
			k := change{e.Source, q.Quarter == ""}
			if tallies[k] == nil {
				tallies[k] = &ledger.Tally{}
				order = append(order, k)
			}
			t := tallies[k]
			t.Added += q.Added
			t.Changed += q.Changed
			t.Removed += q.Removed
		}
	}
	var parts []string
	for _, k := range order {
		one, many := "contact", "contacts"
		if k.roster {
			one, many = "roster row", "roster rows"
		}
		parts = append(parts, tallyText(*tallies[k], one, many)+" by "+k.source)
	}
	return strings.Join(parts, "; "), nil
}

func tallyText(t ledger.Tally, one, many string) string {
	var parts []string
	for _, n := range []struct {
		count int
		verb  string
	}{{t.Added, "added"}, {t.Changed, "changed"}, {t.Removed, "removed"}} {
		if n.count == 0 {
			continue
		}
		if len(parts) == 0 {
			parts = append(parts, finding.Counted(n.count, one, many)+" "+n.verb)
		} else {
			parts = append(parts, fmt.Sprintf("%d %s", n.count, n.verb))
		}
	}
	return strings.Join(parts, ", ")
}
