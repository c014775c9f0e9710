package ingest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"picreport/ingest"
)

// writeBig writes an export of n made-up contacts with 0.4 n clients over twelve quarters: 85 bytes a row. A client has one birth date and
// one gender in all rows. Every run writes the same.
func writeBig(out io.Writer, n int, contactIDs bool) error {
	type person struct {
		birth  ingest.Date
		gender string
	}
	sources := [...]string{"Calls for service", "Self-referral", "Follow-up", "Community partner", "Victim services"}
	services := [...]string{
		"De-escalation and stabilization on scene", "Referral to treatment", "Transport to hospital",
		"De-escalation and stabilization on scene; Referral to treatment", "", "Follow-up visit",
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	people := make([]person, max(n*4/10, 1))
	for i := range people {
		people[i] = person{ingest.MakeDate(1930, 1, 1) + ingest.Date(rnd.IntN(80*365)), [...]string{"Male", "Female"}[i%2]}
		if i%20 == 0 {
			people[i].gender = ""
		}
	}
	days := make([]string, 3*365)
	for i := range days {
		days[i] = (ingest.MakeDate(2022, 1, 1) + ingest.Date(i)).String()
	}
	w := bufio.NewWriterSize(out, 1<<20)
	header := "Client ID,Contact Date,Date of Birth,Gender,Source,Services\n"
	if contactIDs {
		header = "Contact ID," + header
	}
	_, _ = w.WriteString(header)
	for i := range n {
		if contactIDs {
			fmt.Fprintf(w, "E%08d,", i)
		}
		client := rnd.IntN(len(people))
		p := people[client]
		fmt.Fprintf(w, "WPC-%07d,%s,%s,%s,%s,%s\n", client, days[rnd.IntN(len(days))], p.birth, p.gender,
			sources[rnd.IntN(len(sources))], services[rnd.IntN(len(services))])
	}
	return w.Flush()
}

// bigRows is how many rows BenchmarkBig reads. PICREPORT_BIG_ROWS says otherwise; PICREPORT_BIG_KEEP names a folder to leave the exports in,
// for other programs to read.
func bigRows(b *testing.B) int {
	text, ok := os.LookupEnv("PICREPORT_BIG_ROWS")
	if !ok {
		return 200_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkBig reads and merges a large export, with and without contact IDs. Its heap-MB is what is in use, garbage included, at the end.
func BenchmarkBig(b *testing.B) {
	rows := bigRows(b)
	for _, contactIDs := range []bool{false, true} {
		b.Run(fmt.Sprintf("rows=%d/ids=%t", rows, contactIDs), func(b *testing.B) {
			dir := os.Getenv("PICREPORT_BIG_KEEP")
			if dir == "" {
				dir = b.TempDir()
			}
			path := filepath.Join(dir, fmt.Sprintf("big-%d-%t.csv", rows, contactIDs))
			f, err := os.Create(path)
			if err != nil {
				b.Fatal(err)
			}
			if err := writeBig(f, rows, contactIDs); err != nil {
				b.Fatal(err)
			}
			info, err := f.Stat()
			if err != nil || f.Close() != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Size())
			b.ReportAllocs()
			for b.Loop() {
				readBig(b, path, rows)
			}
			var heap runtime.MemStats
			runtime.ReadMemStats(&heap)
			b.ReportMetric(float64(heap.HeapInuse)/1e6, "heap-MB")
		})
	}
}

func readBig(b *testing.B, path string, rows int) {
	r, err := ingest.NewReader(ingest.Options{Today: ingest.MakeDate(2025, 1, 1)})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for _, err := range ingest.Merge(r.Read(context.Background(), []ingest.Input{{Path: path}})).Contacts() {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	if n != rows {
		b.Fatalf("%d contacts", n)
	}
}
