package sqlite

import "picreport/ingest/ledger/internal/engine"

// applicationID marks a SQLite file as a ledger: "PICR".
const applicationID = 0x50494352

// Migrations make a ledger of version n into one of version n+1; version 0 is an empty database.
// The version is SQLite's user_version. A migration that was released is never changed.
var Migrations = []string{
	`CREATE TABLE source (
  id       INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id < 1 << 31),
  place    INTEGER NOT NULL UNIQUE, -- in the order of ingest
  name     TEXT NOT NULL UNIQUE,
  path     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  sha256   TEXT NOT NULL,
  reading  TEXT NOT NULL, -- digest of the options that the export was read with
  rows     INTEGER NOT NULL,
  contacts INTEGER NOT NULL,
  roster   INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  errors   INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos    INTEGER NOT NULL,
  ingested INTEGER NOT NULL, -- microseconds since 1970
  digest   INTEGER NOT NULL  -- CRC-32C of the contacts
) STRICT;

CREATE TABLE label (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE service_list (
  id     INTEGER PRIMARY KEY,
  labels TEXT NOT NULL UNIQUE CHECK (json_type(labels) = 'array')
) STRICT;

CREATE TABLE contact (
  id         INTEGER PRIMARY KEY, -- source.id << 32 | number of the row
  client     TEXT NOT NULL, -- as compared
  given      TEXT, -- as the export writes it, where that is something else
  contact_id TEXT,
  date       INTEGER NOT NULL, -- days since the end of the year 0; 0 is a row of a roster
  birth_date INTEGER,
  age_low    INTEGER,
  age_high   INTEGER,
  gender     INTEGER REFERENCES label,
  source     INTEGER REFERENCES label, -- of the contact, such as "Calls for service"
  services   INTEGER REFERENCES service_list,
  sheet      INTEGER REFERENCES label,
  row        INTEGER NOT NULL
) STRICT;

CREATE TABLE journal (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL, -- microseconds since 1970
  source TEXT NOT NULL,
  act    TEXT NOT NULL CHECK (act IN ('ingested', 'removed'))
) STRICT;

CREATE TABLE journal_quarter (
  entry   INTEGER NOT NULL REFERENCES journal,
  quarter TEXT NOT NULL, -- '' for rows of a roster
  added   INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (entry, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE published (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  quarter TEXT NOT NULL,
  figures TEXT NOT NULL,
  output  TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  at      INTEGER NOT NULL, -- microseconds since 1970
  entry   INTEGER NOT NULL  -- the journal's last entry that the figures know of
) STRICT;`,

	// What a ledger of version 1 holds is of one programme, which has no name. The order of ingest
	// is that of the journal's entries from now on; it was never ahead of them.
	`CREATE TABLE program (
  id TEXT PRIMARY KEY -- '' for the one without a name
) STRICT, WITHOUT ROWID;

INSERT INTO program (id) SELECT '' WHERE EXISTS (SELECT 1 FROM source) OR EXISTS (SELECT 1 FROM journal)
  OR EXISTS (SELECT 1 FROM published);

CREATE TABLE source_of_program (
  id       INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id < 1 << 31),
  place    INTEGER NOT NULL, -- in the order of ingest: the journal's entry
  program  TEXT NOT NULL,
  name     TEXT NOT NULL,
  path     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  sha256   TEXT NOT NULL,
  reading  TEXT NOT NULL, -- digest of the options that the export was read with
  rows     INTEGER NOT NULL,
  contacts INTEGER NOT NULL,
  roster   INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  errors   INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos    INTEGER NOT NULL,
  ingested INTEGER NOT NULL, -- microseconds since 1970
  digest   INTEGER NOT NULL, -- CRC-32C of the contacts
  UNIQUE (program, name)
) STRICT;

INSERT INTO source_of_program (id, place, program, name, path, size, sha256, reading, rows, contacts, roster, rejected, errors,
  warnings, infos, ingested, digest)
SELECT id, place, '', name, path, size, sha256, reading, rows, contacts, roster, rejected, errors, warnings, infos, ingested, digest
FROM source;

-- The ID of a source that was removed is not used again.
DELETE FROM sqlite_sequence WHERE name = 'source_of_program';
INSERT INTO sqlite_sequence (name, seq) SELECT 'source_of_program', seq FROM sqlite_sequence WHERE name = 'source';
DROP TABLE source;
ALTER TABLE source_of_program RENAME TO source;

ALTER TABLE journal ADD COLUMN program TEXT NOT NULL DEFAULT '';
ALTER TABLE published ADD COLUMN program TEXT NOT NULL DEFAULT '';`,

	// Contacts without a contact ID are compared in all columns, also in those of which nothing is kept
	// but a hash. Sources of before have none, and are not whole: clock is the minute of the day, from
	// 1; unread the sum of the hashes of the cells that are not read; unread_columns the label of these
	// columns.
	`CREATE TABLE secret (
  text TEXT NOT NULL -- the seeds of the hashes, in hex
) STRICT;

ALTER TABLE contact ADD COLUMN clock INTEGER;
ALTER TABLE contact ADD COLUMN unread INTEGER;
ALTER TABLE contact ADD COLUMN unread_columns INTEGER REFERENCES label;
ALTER TABLE source ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;`,

	// A publication stays when it is made again with the same figures, and when it is withdrawn.
	`CREATE TABLE published_file ( -- earlier files of a publication
  id          INTEGER PRIMARY KEY,
  publication INTEGER NOT NULL REFERENCES published,
  output      TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  at          INTEGER NOT NULL -- microseconds since 1970
) STRICT;

CREATE TABLE publication_note (
  id          INTEGER PRIMARY KEY,
  publication INTEGER NOT NULL REFERENCES published,
  kind        TEXT NOT NULL, -- withdrawn, opened or accepted
  name        TEXT NOT NULL, -- of the gate that was opened, or the finding that was accepted
  count       INTEGER NOT NULL,
  who         TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at          INTEGER NOT NULL -- microseconds since 1970
) STRICT;`,
}

const (
	addRecord = `INSERT INTO contact (id, client, contact_id, date, birth_date, age_low, age_high, gender,
 source, services, sheet, row, given, clock, unread, unread_columns)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	selectRecords = `SELECT id, client, contact_id, date, birth_date, age_low, age_high, gender, source,
 services, sheet, row, given, clock, unread, unread_columns FROM contact WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?`
)

// textStatements find and add a text.
var textStatements = [engine.TextTables]struct{ find, add string }{
	engine.Labels: {
		find: `SELECT id FROM label WHERE text = $1`,
		add:  `INSERT INTO label (text) VALUES ($1) RETURNING id`,
	},
	engine.ServiceLists: {
		find: `SELECT id FROM service_list WHERE labels = $1`,
		add:  `INSERT INTO service_list (labels) VALUES ($1) RETURNING id`,
	},
}
