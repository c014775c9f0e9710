package ingest_test

import (
	"slices"
	"testing"

	"picreport/ingest"
)

func TestNameTime(t *testing.T) {
	tests := []struct {
		name string
		want []int
	}{
		{"PIC_DATA_2024-07-05_0915.csv", []int{2024, 7, 5, 9, 15}},
		{"PIC_DATA_2024-10.csv", []int{2024, 10}},
		{"contacts20240705.csv", []int{2024, 7, 5}},
		{"20240705T091500.csv", []int{2024, 7, 5, 9, 15, 0}},
		{"20240705091500.csv.gz", []int{2024, 7, 5, 9, 15, 0}},
		{"export 2024.07.05 at 09.15.30.xlsx", []int{2024, 7, 5, 9, 15, 30}},
		{"2024_07_05-09h15.csv", []int{2024, 7, 5, 9, 15}},
		{"contacts 7-5-2024.csv", []int{2024, 7, 5}},
		{"contacts_07_05_2024_0915.csv", []int{2024, 7, 5, 9, 15}},
		{"from 2024-01-01 to 2024-06-30.csv", []int{2024, 6, 30}},
		{"2024-01-01_2024-06-30.csv", []int{2024, 6, 30}},
		{"2024_07_05_2015.csv", []int{2024, 7, 5, 20, 15}},
		{"contacts_07_05_2024_2015.csv", []int{2024, 7, 5, 20, 15}},
		{"20240705200512.csv", []int{2024, 7, 5, 20, 5, 12}},
		{"v20240101_2024-06-30_2.csv", []int{2024, 6, 30}},
		{"2023 2024-07.csv", []int{2024, 7}},
		{"2024-07-05/contacts.csv", nil}, // the folder's
		{"contacts-2024.csv", nil},
		{"contacts 13-25-2024.csv", nil},
		{"case 120240705.csv", nil},
		{"contacts (1).csv", nil},
		{"", nil},
	}
	for _, tt := range tests {
		if got := ingest.NameTimeOf(tt.name, ingest.MDY); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if got := ingest.NameTimeOf("contacts 7-5-2024.csv", ingest.DMY); !slices.Equal(got, []int{2024, 5, 7}) {
		t.Errorf("day first: %v", got)
	}
}

func TestCompareNames(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"PIC_DATA_2024-07-05_0915.csv", "PIC_DATA_2024-10-05_0915.csv", -1},
		{"PIC_DATA_2024-07-05_0915.csv", "PIC_DATA_2024-07-05_0914.csv", 1},
		{"b_2024-07.csv", "a_2024-10-05.csv", -1},
		{"PIC_2024-10.csv", "PIC_2024-10-05.csv", 0}, // of that month, but of which day?
		{"contacts.csv", "contacts (1).csv", -1},
		{"contacts (10).csv", "contacts (9).csv", 1},
		{"in/contacts(2).csv", "Contacts (1).CSV", 1},
		{"contacts.csv", "others (1).csv", 0},
		{"contacts.csv", "contacts (1).xlsx", 0},
		{"raw.csv", "labels.csv", 0},
		{"a_2024-07-05.csv", "a_2024-07-05 (1).csv", -1},
		{"a.csv", "a_2024-07-05.csv", 0},
	}
	for _, tt := range tests {
		if got := ingest.CompareNames(tt.a, tt.b, ingest.MDY); got != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := ingest.CompareNames(tt.b, tt.a, ingest.MDY); got != -tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.b, tt.a, got, -tt.want)
		}
	}
}
