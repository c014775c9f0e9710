package ingest

// field is what a column holds.
type field uint8

const (
	noField field = iota
	fieldContactID
	fieldClientID
	fieldContactDate
	fieldBirthDate
	fieldAge
	fieldGender
	fieldSource
	fieldServices
	fieldRecordedOn
	fieldName
	fieldFirstName
	fieldLastName
	fieldIgnore
	numFields
)

// fieldNames are the names that the config and the findings use. A column that is mapped to
// "ignore" is never read.
var fieldNames = [numFields]string{
	"", "contact_id", "client_id", "contact_date", "date_of_birth", "age", "gender", "source", "services", "recorded_on",
	"name", "first_name", "last_name", "ignore",
}

func (f field) String() string { return fieldNames[f] }

// Fields returns the names of the fields to which Options.Columns can map a header.
func Fields() []string { return append([]string(nil), fieldNames[1:]...) }

// fieldByName returns the field of a name, or noField.
func fieldByName(name string) field {
	for f := noField + 1; f < numFields; f++ {
		if fieldNames[f] == name {
			return f
		}
	}
	return noField
}

// headers are the built-in headers of each field, in order of preference, as value.Key writes them.
var headers = [numFields][]string{
	fieldContactID: {
		"contactid", "contactno", "contactnumber", "encounterid", "encounterno", "encounternumber", "eventid", "eventno",
		"eventnumber", "incidentid", "incidentno", "incidentnumber",
	},
	fieldClientID: {
		"clientid", "client", "clientno", "clientnumber", "clientidentifier", "individualid", "personid", "personalid", "patientid", "mrn",
		"subjectid", "participantid", "consumerid", "recordid", "studyid",
	},
	fieldContactDate: {
		"contactdate", "dateofcontact", "dateseen", "dateofservice", "servicedate", "encounterdate", "dateofencounter", "visitdate",
		"dateofvisit", "contactdatetime", "datetimeofcontact", "contactdateandtime", "incidentdate", "dateofincident", "datetime", "date",
	},
	fieldBirthDate: {"dateofbirth", "dob", "birthdate", "birthday", "clientdob", "clientdateofbirth", "patientdob"},
	fieldAge: {
		"age", "ageatcontact", "agegroup", "ageband", "agerange", "ageyears", "ageinyears", "ageyrs", "clientage",
		"ageatencounter", "ageattimeofcontact",
	},
	fieldGender: {"gender", "sex", "genderidentity", "clientgender", "clientsex"},
	fieldSource: {"source", "contactsource", "sourceofcontact", "referralsource", "referredby", "howgenerated", "contacttype"},
	fieldServices: {
		"services", "servicesprovided", "service", "serviceprovided", "servicesandreferrals", "referrals", "referralsmade",
	},
	fieldRecordedOn: {
		"recordedon", "daterecorded", "recordeddate", "dateentered", "enteredon", "entrydate", "dateofentry", "dataentrydate",
		"createdon", "datecreated", "createddate", "created",
	},
	fieldName:      {"name", "fullname", "clientname", "patientname", "personname", "individualname"},
	fieldFirstName: {"firstname", "givenname", "clientfirstname"},
	fieldLastName:  {"lastname", "surname", "familyname", "clientlastname"},
}

// builtin maps every built-in header to its field and its rank among the headers of that field.
var builtin = func() map[string]claim {
	m := map[string]claim{}
	for f, keys := range headers {
		for rank, key := range keys {
			m[key] = claim{field(f), rank}
		}
	}
	return m
}()

// claim is what a header says its column holds. A lower rank is preferred; mapped headers have rank
// -1.
type claim struct {
	field field
	rank  int
}

// hasLabels reports whether the values of the field are labels.
func (f field) hasLabels() bool { return f == fieldGender || f == fieldSource || f == fieldServices }

// isDemographic reports whether a roster may have the field.
func (f field) isDemographic() bool {
	switch f {
	case fieldClientID, fieldBirthDate, fieldAge, fieldGender, fieldName, fieldFirstName, fieldLastName:
		return true
	}
	return false
}
