package ledger

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// withNotes makes the last publication of a ledger again, with a gate that was opened, and withdraws
// the first.
func withNotes(t *testing.T, l *Ledger) {
	t.Helper()
	all := published(t, l)
	again := all[len(all)-1]
	again.Output, again.Notes = "again\x00.pdf", []Note{{Kind: Opened, Name: "gaps", By: "ana", Reason: "closed in \x00"}}
	if err := l.PublishAgain(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if err := l.Withdraw(t.Context(), []int64{all[0].ID}, "ben", "too early"); err != nil {
		t.Fatal(err)
	}
}

func published(t *testing.T, l *Ledger) []Published {
	t.Helper()
	all, err := l.Published(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPublishAgain holds that a publication that is made again keeps its earlier files, each once,
// and its notes, each once.
func TestPublishAgain(t *testing.T) { onEngines(t, testPublishAgain) }

func testPublishAgain(t *testing.T, newLedger maker) {
	l := newLedger(t)
	gate := Note{Kind: Opened, Name: "gaps", By: "ana", Reason: "closed", At: clock}
	later := Note{Kind: Accepted, Name: "client-birth-dates", Count: 2, By: "ana", At: clock}
	p := Published{Quarter: "2024Q1", Figures: []byte(`{"new": 87}`), Output: "q1.pdf", SHA256: "a", At: clock, Notes: []Note{gate}}
	if err := l.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	p.ID = published(t, l)[0].ID
	for i, file := range []PublishedFile{{"q1.pdf", "b", clock}, {"q1.html", "c", clock}, {"q1.pdf", "a", clock}, {"q1.pdf", "a", clock}} {
		p.Output, p.SHA256, p.At, p.Entry = file.Output, file.SHA256, clock.Add(time.Duration(i)*time.Hour), int64(i)
		p.Notes = []Note{gate, later}
		p.Notes[0].At = p.At // when it was opened again
		if err := l.PublishAgain(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	want := p
	want.Notes = []Note{gate, later}
	want.Earlier = []PublishedFile{{"q1.pdf", "b", clock}, {"q1.html", "c", clock.Add(time.Hour)}}
	if diff := cmp.Diff([]Published{want}, published(t, l)); diff != "" {
		t.Error(diff)
	}
	for name, id := range map[string]int64{"of no publication": 99, "of a withdrawn one": p.ID} {
		if err := l.Withdraw(t.Context(), []int64{p.ID}, "ana", ""); (err != nil) != (len(published(t, l)) > 1) {
			t.Errorf("%s: %v", name, err)
		}
		before := len(published(t, l))
		p.ID = id
		if err := l.PublishAgain(t.Context(), p); err != nil || len(published(t, l)) != before+1 {
			t.Errorf("%s: %d publications, %v", name, len(published(t, l)), err)
		}
		p.ID = 1
	}
}

// TestWithdraw holds that all or none are withdrawn, once, and that other programmes' are not.
func TestWithdraw(t *testing.T) { onEngines(t, testWithdraw) }

func testWithdraw(t *testing.T, newLedger maker) {
	root := newLedger(t)
	l, other := root.In("lakeside"), root.In("riverton")
	for _, of := range []*Ledger{l, l, other} {
		if err := of.Publish(t.Context(), Published{Quarter: "2024Q1", Figures: []byte(`{}`)}); err != nil {
			t.Fatal(err)
		}
	}
	ids := func(l *Ledger) (all []int64) {
		for _, p := range published(t, l) {
			all = append(all, p.ID)
		}
		return all
	}
	withdrawn := func() (n int) {
		for _, of := range []*Ledger{l, other} {
			for _, p := range published(t, of) {
				if p.Withdrawn() != nil {
					n++
				}
			}
		}
		return n
	}
	own := ids(l)
	for name, wrong := range map[string][]int64{
		"another programme's": {own[0], ids(other)[0]}, "one twice": {own[0], own[0]}, "none": {99},
	} {
		if err := l.Withdraw(t.Context(), wrong, "ana", ""); err == nil || withdrawn() > 0 {
			t.Errorf("%s: %d withdrawn, %v", name, withdrawn(), err)
		}
	}
	if err := l.Withdraw(t.Context(), own, "ana", "wrong file"); err != nil || withdrawn() != 2 {
		t.Errorf("%d withdrawn, %v", withdrawn(), err)
	}
	if err := l.Withdraw(t.Context(), own[:1], "ana", ""); err == nil {
		t.Error("one was withdrawn twice")
	}
	want := &Note{Kind: Withdrawn, By: "ana", Reason: "wrong file", At: clock}
	if diff := cmp.Diff(want, published(t, l)[1].Withdrawn()); diff != "" {
		t.Error(diff)
	}
}
