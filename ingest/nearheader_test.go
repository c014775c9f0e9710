package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"picreport/ingest"
	"picreport/ingest/finding"
)

// otherHeaders are headers of programmes' exports that are none of picreport's fields, by what the
// columns hold.
var otherHeaders = map[string]string{
	"text one;text two;text three": "Stage,Resource,Resources Provided,Contract Type,Service Provider,Services Provided By,Service Provided To,Referred To," +
		"Referral To,Referrer,Referring Agency,Referral Agency,Referral Reason,Referral Outcome,Referral Notes,Source of Income,Income Source," +
		"Payment Source,Funding Source,Data Source,Insurance,Insurance Type,Visit Type,Type of Visit,Call Type,Incident Type,Event Type,Event Name," +
		"Case Type,Type,Outcome,Disposition,Notes,Comments,Remarks,Narrative,Course,Score Range,Age Verified By,Agency,Agent,Beat,District,Zone,Sector," +
		"Address,Street,City,State,County,Location,Place,Housing,Housing Status,Veteran Status,Race,Ethnicity,Race/Ethnicity,Language,Primary Language," +
		"Clinician,Clinic,Officer,Officer Name,Staff,Staff Name,Counselor,Case Manager,Provider,Provider Name,Supervisor,Client Status,Client Type," +
		"Contact Person,Contact Method,Contact Location,Contact Reason,Contact Outcome,Contact Notes,Contact Name,Contacted By,Reported By,Recorded By," +
		"Entered By,Created By,Modified By,Parent Name,Guardian,Emergency Contact,Email,Diagnosis,Medication,Substance,Problem,Presenting Problem,Need," +
		"Needs,Barriers,Goal,Goals,Plan,Service Area,Service Location,Service Category,Service Unit,Service Line,Services Declined,Services Needed," +
		"Services Requested,Services Offered,Service Status,Referral Status,Follow Up,Follow-up Plan,Page,Title,Unit,Squad,Shift,Team,Program,Grant," +
		"Education,Employment,Marital Status,Relationship,Religion,Occupation,School,Grade,List Name,Group,Group Name,Band,Range,Tag,Tags,Label,Category," +
		"Sexual Orientation,Pronouns,Preferred Gender Pronouns,Sender,Message,Subject,Summary,Record Type,Record Status,Record Owner,Case Notes,Entity,Mode," +
		"Nature of Call,Call Source,Origin,Priority,Weapon,Injury,Crime,Offense,Arrest Type,Name of Agency,Identifying Marks,Server,Identity Document,Time of Day",
	"Y;N;Y": "Sex Offender,Sex Worker,Sexual Assault,Gender Affirming Care,Referral,Referral Made,Referral Accepted,Service Declined,Consent,Veteran,Homeless," +
		"Repeat Client,New Client,Returning Client,Client Agreed,Arrested,Transported,Follow-up Needed,Minor,Aged Out,Age Confirmed,Teenager,Interpreter Used," +
		"Sex Trafficking,Services Refused,Crisis,Naloxone Given,Hospitalized,Insured,Contacted,Source Verified,Born in US,Birth Certificate",
	"1;3;12": "Page,Stage,Wage,Usage,Mileage,Dosage,Average,Number of Contacts,Number of Services,Number of Referrals,No. of Visits,Contacts,Visits,Units," +
		"Hours,Minutes,Score,PHQ9,GAF,Household Size,Children,Number of Children,Ages of Children,Age of Youngest Child,Age of Onset,Children Under Age 5,Language Code," +
		"Rating,Phase,Level,Sequence,Order,Percentage,Damage,Package,Message Count,Storage,Coverage,Engagement,Age Difference,Grade Level,Income",
	"K-40021;K-40022;K-40023": "Service ID,Services ID,Provider ID,Agency ID,Agent ID,Staff ID,Officer ID,Parent ID,Contract ID,Contract No,Contract Number,Form ID," +
		"Program ID,Referral ID,Referral Number,Report Number,Member ID,Member Number,Medicaid ID,Prison ID,Unit ID,Complaint No,Cause Number,Cause No,Account No,Visit ID," +
		"Booking Number,Badge No,Phone,Phone Number,License No,Location ID,Sender ID,Policy No,Row ID,User ID,Device ID,Call Number,Call ID",
	"2024-07-03;2024-07-04;2024-07-09": "Services Date,Referral Date,Date Referred,Date of Referral,Discharge Date,Intake Date,Enrollment Date,Last Updated,Modified On,Date Closed," +
		"Date Opened,Follow Up Date,Next Visit,Consent Date,Review Date,Date Assigned,Contract Date,Date of Contract,Due Date,Reported Date,Arrest Date,Birth of Child,Child's DOB," +
		"Partner Birth Date,Baby DOB,Staff DOB",
	"10:15;11:20;23:59": "Time,Call Time,Contact Time,Time of Contact,Time Contacted,Arrival Time,Dispatch Time,Service Time,Visit Time,Contact Start Time",
	"M;F;F":             "Officer Gender,Staff Gender,Staff Sex,Caller Sex,Partner Gender,Sex of Child,Child Gender,Suspect Sex,Offender Sex,Clinician Gender,Victim/Offender Gender",
}

// TestOtherHeaders holds that no header of otherHeaders is taken for one that is nearly understood,
// where no column has any of the fields.
func TestOtherHeaders(t *testing.T) {
	tried := 0
	for values, names := range otherHeaders {
		for name := range strings.SplitSeq(names, ",") {
			tried++
			for _, f := range nearFindings(t, name, strings.Split(values, ";")...) {
				t.Errorf("%q above %s: %s; %s", name, values, f.Message, f.Hint)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d headers", tried)
	}
}

// nearFindings reads contacts that have one more column, and returns the findings of header-near.
func nearFindings(t *testing.T, header string, values ...string) (near []finding.Finding) {
	t.Helper()
	text := fmt.Sprintf("Client ID,Contact Date,%q\n", header)
	for i, v := range values {
		text += fmt.Sprintf("A%d,2024-07-0%d,%q\n", i+1, i+1, v)
	}
	_, sum := readFiles(t, options(), csv(text))
	for _, f := range sum.Findings {
		if f.Code == "header-near" {
			near = append(near, f)
		}
	}
	return near
}

// TestNearHeaders holds that a header that is nearly one of a field is reported with the line to
// set, and that the field is read once it is set.
func TestNearHeaders(t *testing.T) {
	for _, tt := range []struct{ field, headers, values string }{
		{"gender", "Genderr,Gendr,Gneder,GENDRE,Gander,Sexx,Gender Idenity,Client Gendr,Gendr (M/F),Sex/Gender,Gender / Sex,Sex at Birth,Gender Code," +
			"Client's Gender at Intake,Sex of Client,gendr,genderidenttiy", "M;F;M"},
		{"gender", "genderr,sexx", "1;2;1"},
		{"source", "Refarral Source,Refferal Source,Referral Sorce,Sorce,Souce,Source of Contct,How Genrated,Contct Type,Contact Souce,Referred by / Source," +
			"refferal_source,refrralsource,RefrralSource,Refrred By,Contact Tpye", "911;School;Walk-in"},
		{"source", "Refferal Source", "1;2;1"},
		{"services", "Servces,Serivces,Servics Provided,Services Providd,Referals Made,Services/Referrals,Servises,servicesprovded", "De-escalation;Lunch; "},
		{"age", "Agee,Aeg,Age at Contct,Age Gruop,Age Rnage,Clent Age,Age/Age Group", "34;18-24;60+"},
		{"date_of_birth", "Date of Brith,Birth Dt,Brith Date,Birthdte,Client DOBB,Date Born,DOB of Client,Client Birth Date,DOB/Birth Date", "1990-01-02;1/2/1991;1980-03-04"},
		{"contact_id", "Contct ID,Contact Nubmer,Encouter ID,Encountr No", "C1;C2;C3"},
	} {
		for header := range strings.SplitSeq(tt.headers, ",") {
			values := strings.Split(tt.values, ";")
			near := nearFindings(t, header, values...)
			if len(near) != 1 || near[0].Field != tt.field || !strings.Contains(near[0].Hint, fmt.Sprintf("%q: %s", header, tt.field)) {
				t.Errorf("%q: findings %+v, want one of %s", header, near, tt.field)
				continue
			}
			o := with(func(o *ingest.Options) { o.Columns = map[string]string{header: tt.field} })
			_, sum := readFiles(t, o, csv(fmt.Sprintf("Client ID,Contact Date,%q\nA1,2024-07-01,%q\n", header, values[0])))
			if got := sum.Exports[0].Sheets[0].Columns[2].Field; got != tt.field {
				t.Errorf("%q: mapped, the column is read as %q", header, got)
			}
		}
	}
}

// TestNearHeadersAreOfNoOtherColumn holds that a header is no near one where its field has a
// column, where the config ignores it, and where what it holds speaks against it.
func TestNearHeadersAreOfNoOtherColumn(t *testing.T) {
	ignore := with(func(o *ingest.Options) { o.Columns = map[string]string{"Genderr": "ignore"} })
	for _, tt := range []struct {
		options ingest.Options
		text    string
	}{
		{options(), "Client ID,Contact Date,Gender,Genderr\nA1,2024-07-01,M,M\n"},
		{ignore, "Client ID,Contact Date,Genderr\nA1,2024-07-01,M\n"},
		{options(), "Client ID,Contact Date,Genderr\nA1,2024-07-01,red\nA2,2024-07-01,blue\n"},
		{options(), "Client ID,Contact Date,Servces\nA1,2024-07-01,2024-07-01\n"},
		{options(), "Client ID,DOB,Servces\nA1,1990-07-01,Lunch\n"}, // a roster
	} {
		_, sum := readFiles(t, tt.options, csv(tt.text))
		if n := codes(sum); strings.Contains(strings.Join(n, " "), "header-near") {
			t.Errorf("%q: %q", tt.text, n)
		}
	}
}

// TestNearHeadersOfBoxes holds that the name of check boxes may be misspelt too, and is reported
// once.
func TestNearHeadersOfBoxes(t *testing.T) {
	for _, text := range []string{
		"record_id,redcap_event_name,contact_date,servces___1,servces___2\nA1,e,2024-07-01,1,0\n",
		"Record ID,Event Name,Contact Date,Servces (choice=De-escalation),Servces (choice=Lunch)\nA1,e,2024-07-01,Checked,Unchecked\n",
	} {
		_, sum := readFiles(t, options(), csv(text))
		var hints []string
		for _, f := range sum.Findings {
			if f.Code == "header-near" {
				hints = append(hints, f.Hint)
			}
		}
		if len(hints) != 1 || !strings.Contains(strings.ToLower(hints[0]), `{"servces": services}`) {
			t.Errorf("%q: hints %q", text, hints)
		}
	}
}
