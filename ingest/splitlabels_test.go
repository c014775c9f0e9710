package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"picreport/ingest"
)

// serviceOptions have labels of one and of several words, and one with a comma.
func serviceOptions(o *ingest.Options) {
	o.Services = []ingest.Label{
		{Name: "De-escalation"},
		{Name: "Shelter information", Values: []string{"shelter", "shelter-info"}},
		{Name: "Food, clothing and transport", Values: []string{"food/clothing"}},
		{Name: "Transport"},
	}
}

// TestSplitLabels holds at what several services in a cell are parted.
func TestSplitLabels(t *testing.T) {
	for _, tt := range []struct{ text, want, separator string }{
		{text: "De-escalation;#Shelter information", want: "De-escalation+Shelter information"},
		{text: "De-escalation\vShelter information", want: "De-escalation+Shelter information"},
		{text: "De-escalation\x1dTransport", want: "De-escalation+Transport"},
		{text: "De-escalation, Shelter information", want: "De-escalation+Shelter information"},
		{text: "De-escalation,Shelter information,Transport", want: "De-escalation+Shelter information+Transport"},
		{text: "De-escalation/Shelter information", want: "De-escalation+Shelter information"},
		{text: "De-escalation & Shelter information", want: "De-escalation+Shelter information"},
		{text: "deescalation shelter transport", want: "De-escalation+Shelter information+Transport"},
		{text: "shelter information de-escalation", want: "Shelter information+De-escalation"},
		{text: "De-escalation, shelter & transport", want: "De-escalation+Shelter information+Transport"},
		{text: "Food, clothing and transport, De-escalation", want: "Food, clothing and transport+De-escalation"},
		{text: "food/clothing", want: "Food, clothing and transport"},
		{text: "Transport/food/clothing", want: "Transport+Food, clothing and transport"},
		{text: "1. De-escalation\n2. Shelter information", want: "De-escalation+Shelter information"},
		{text: "- De-escalation\n- Shelter information", want: "De-escalation+Shelter information"},
		{text: "De-escalation + Shelter information", want: "Other"},
		{text: "De-escalation and Shelter information", want: "Other"},
		{text: `["De-escalation","Shelter information"]`, want: "Other"},
		{text: "De-escalation, lunch", want: "Other"},
		{text: "Lunch; De-escalation, shelter", want: "Other+De-escalation+Shelter information"},
		{text: "De-escalation + Shelter information", want: "De-escalation+Shelter information", separator: " + "},
		{text: "De-escalation and shelter", want: "De-escalation+Shelter information", separator: " and "},
		{text: "De-escalation, shelter", want: "Other", separator: ";"},
	} {
		o := with(serviceOptions)
		o.Separator = tt.separator
		contacts, _ := readFiles(t, o, csv(fmt.Sprintf("client_id,contact_date,services\nA1,2024-07-01,\"%s\"\n",
			strings.ReplaceAll(tt.text, `"`, `""`))))
		if got := strings.Join(contacts[0].Services, "+"); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestSlashBoxes holds which columns with a slash in the header are check boxes.
func TestSlashBoxes(t *testing.T) {
	for _, tt := range []struct{ headers, cells, want string }{
		{"services,services/deescalation,services/shelter", "deescalation shelter,1,1", "De-escalation+Shelter information"},
		{"services/deescalation,services/shelter", "0,1", "Shelter information"},
		{"visit/services/deescalation,visit/services/shelter", "TRUE,FALSE", "De-escalation"},
		{"services,services/deescalation,services/lunch", "deescalation lunch,1,1", "De-escalation+Other"},
		{"services/deescalation,services/transport", "De-escalation,", "De-escalation"},
		{"Services/Referrals", "Transport", ""},
		{"Services: De-escalation,Services: Shelter information", "1,0", "De-escalation"},
		{"Services: please list", "De-escalation", ""},
		{"services,services/transport", "Shelter,by bus", "Shelter information"},
	} {
		contacts, _ := readFiles(t, with(serviceOptions), csv("client_id,contact_date,"+tt.headers+"\nA1,2024-07-01,"+tt.cells+"\n"))
		if got := strings.Join(contacts[0].Services, "+"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.headers, got, tt.want)
		}
	}
}

// TestPluralHeaders holds that a header may stand in the plural, and that the singular is preferred.
func TestPluralHeaders(t *testing.T) {
	contacts, sum := readFiles(t, options(), csv("Client IDs,Contact Dates,Genders,Sources,Ages\nA1,2024-07-01,F,911,34\n"))
	if len(contacts) != 1 || contacts[0].Gender != "Female" || contacts[0].Source == "" || contacts[0].Age.Low != 34 {
		t.Errorf("%+v", contacts)
	}
	if len(sum.Findings) > 0 {
		t.Errorf("%v", codes(sum))
	}
	contacts, sum = readFiles(t, options(), csv("Clients,Client ID,Date\n3,A1,2024-07-01\n"))
	if contacts[0].Client != "a1" || !slices.Equal(codes(sum), []string{"column-not-used A1"}) {
		t.Errorf("%+v, %v", contacts, codes(sum))
	}
}
