package ingest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
)

func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	var csv strings.Builder
	csv.WriteString("Client ID,Contact Date,DOB,Gender,Source,Services\n")
	for i := range rows {
		fmt.Fprintf(&csv, "C%05d,%d/%d/2024,%d/15/19%02d,%s,Calls for service,De-escalation; Referral\n",
			i%9000, i%9+1, i%28+1, i%9000%12+1, i%9000%90+10, []string{"Male", "Female"}[i%2])
	}
	text := csv.String()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := ingest.NewReader(ingest.Options{
			Today:   contact.MakeDate(2025, 1, 1),
			Sources: []ingest.Label{{Name: "Calls for service"}}, Services: []ingest.Label{{Name: "De-escalation"}, {Name: "Referral"}},
		})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		m := dedup.Merge(r.Read(context.Background(), []ingest.Input{{Name: "a.csv", Stdin: strings.NewReader(text)}}))
		for _, err := range m.Contacts() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != rows {
			b.Fatalf("%d contacts", n)
		}
	}
}
