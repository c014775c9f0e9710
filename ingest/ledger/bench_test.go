package ledger

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// manyContacts yields n contacts of 0.4 n clients over three years.
func manyContacts(name string, n int, ids bool) iter.Seq2[*contact.Contact, error] {
	genders := []string{"Male", "Female", ""}
	sources := []string{"Calls for service", "Walk-in", "Follow-up", "Other", ""}
	services := [][]string{nil, {"De-escalation"}, {"De-escalation", "Transport"}, {"Referral"}}
	return func(yield func(*contact.Contact, error) bool) {
		r, made := rand.New(rand.NewPCG(5, 6)), contacttest.New()
		first := contact.MakeDate(2022, 1, 1)
		for i := range n {
			client := r.IntN(n*2/5 + 1)
			c := contacttest.Row{
				Client: fmt.Sprintf("p-%06d", client), Date: first + contact.Date(r.IntN(1095)), BirthDate: first - contact.Date(client%30000),
				Gender: genders[client%3], Source: sources[r.IntN(5)], Services: services[r.IntN(4)], Place: contact.Place{File: name, Row: i + 2},
			}
			if ids {
				c.ID = fmt.Sprintf("c-%07d", i)
			}
			if !yield(made.Contact(c), nil) {
				return
			}
		}
	}
}

func BenchmarkMillion(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkMillion(b, newLedger) })
	b.Run("postgres", func(b *testing.B) {
		testServer(b)
		benchmarkMillion(b, newPostgres)
	})
}

func benchmarkMillion(b *testing.B, newLedger maker) {
	const n = 1_000_000
	for _, ids := range []bool{false, true} {
		fill := func(b *testing.B, l *Ledger) {
			_, err := l.Ingest(context.Background(), []Batch{{Source: Source{Name: "a"}, Contacts: manyContacts("a", n, ids)}}, IngestOptions{})
			if err != nil {
				b.Fatal(err)
			}
		}
		name := map[bool]string{false: "", true: "IDs"}[ids]
		b.Run("Ingest"+name, func(b *testing.B) {
			for b.Loop() {
				fill(b, newLedger(b))
			}
		})
		l := newLedger(b)
		fill(b, l)
		b.Run("Contacts"+name, func(b *testing.B) {
			for b.Loop() {
				if got := countContacts(b, l); got != n {
					b.Fatal(got)
				}
			}
		})
		b.Run("Again"+name, func(b *testing.B) {
			for b.Loop() {
				fill(b, l)
			}
		})
	}
}

// countContacts reads all contacts, and keeps none.
func countContacts(b *testing.B, l *Ledger) (n int) {
	s, err := l.Snapshot(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for _, err := range s.Contacts() {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	return n
}
