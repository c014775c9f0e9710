package ingest

import "picreport/ingest/contact"

// Date is a calendar day: contact.Date.
type Date = contact.Date

// Age is an age in completed years: contact.Age.
type Age = contact.Age
