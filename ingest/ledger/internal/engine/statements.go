package engine

// The statements that every engine runs as they stand. Arguments are numbered in the order of their
// first use.
const (
	SQLSources = `SELECT id, place, name, path, size, sha256, reading, rows, contacts, roster,
 rejected, errors, warnings, infos, ingested, digest, whole FROM source WHERE program = $1 ORDER BY place`
	SQLSourceNamed = `SELECT id, place, name, path, size, sha256, reading, rows, contacts, roster,
 rejected, errors, warnings, infos, ingested, digest, whole FROM source WHERE program = $1 AND name = $2`
	SQLAddSource = `INSERT INTO source (place, program, name, path, size, sha256, reading, rows, contacts, roster,
 rejected, errors, warnings, infos, ingested, digest)
 VALUES (0, $1, $2, '', 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0) RETURNING id`
	SQLSetSource = `UPDATE source SET place = $1, path = $2, size = $3, sha256 = $4, reading = $5, rows = $6, contacts = $7,
 roster = $8, rejected = $9, errors = $10, warnings = $11, infos = $12, ingested = $13, digest = $14,
 whole = $15 WHERE id = $16`
	SQLRemoveSource  = `DELETE FROM source WHERE id = $1`
	SQLRemoveRecords = `DELETE FROM contact WHERE id BETWEEN $1 AND $2`
	SQLSecret        = `SELECT text FROM secret`
	SQLAddSecret     = `INSERT INTO secret (text) VALUES ($1)`
	SQLDropSecret    = `DELETE FROM secret`
	SQLCountRecords  = `SELECT count(*) FROM contact`

	SQLLabels    = `SELECT id, text FROM label`
	SQLLists     = `SELECT id, labels FROM service_list`
	SQLAddEntry  = `INSERT INTO journal (at, program, source, act) VALUES ($1, $2, $3, $4) RETURNING id`
	SQLAddCounts = `INSERT INTO journal_quarter (entry, quarter, added, changed, removed) VALUES ($1, $2, $3, $4, $5)`
	SQLCopyEntry = `INSERT INTO journal (id, at, program, source, act) VALUES ($1, $2, $3, $4, $5)`
	SQLLastEntry = `SELECT coalesce(max(id), 0) FROM journal WHERE program = $1`
	SQLEntries   = `SELECT id, at, source, act FROM journal WHERE program = $1 AND id > $2 ORDER BY id`
	SQLCounts    = `SELECT q.entry, q.quarter, q.added, q.changed, q.removed FROM journal_quarter q
 JOIN journal j ON j.id = q.entry
 WHERE j.program = $1 AND q.entry > $2 ORDER BY q.entry, q.quarter`

	SQLPublish = `INSERT INTO published (program, quarter, figures, output, sha256, at, entry)
 VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`
	SQLPublished = `SELECT id, quarter, figures, output, sha256, at, entry FROM published
 WHERE program = $1 AND $2 IN ('', quarter)
 ORDER BY id`
	SQLPublishAgain = `UPDATE published SET figures = $1, output = $2, sha256 = $3, at = $4, entry = $5 WHERE id = $6`
	SQLAddFile      = `INSERT INTO published_file (publication, output, sha256, at) VALUES ($1, $2, $3, $4)`
	SQLDropFile     = `DELETE FROM published_file WHERE publication = $1 AND output = $2 AND sha256 = $3`
	SQLFiles        = `SELECT publication, output, sha256, at FROM published_file
 WHERE publication IN (SELECT id FROM published WHERE program = $1) ORDER BY publication, id`
	SQLAddNote = `INSERT INTO publication_note (publication, kind, name, count, who, reason, at)
 VALUES ($1, $2, $3, $4, $5, $6, $7)`
	SQLNotes = `SELECT publication, kind, name, count, who, reason, at FROM publication_note
 WHERE publication IN (SELECT id FROM published WHERE program = $1) ORDER BY publication, id`

	SQLPrograms    = `SELECT id FROM program ORDER BY id`
	SQLAddProgram  = `INSERT INTO program (id) VALUES ($1)`
	SQLDropProgram = `DELETE FROM program WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM source WHERE program = $1)
 AND NOT EXISTS (SELECT 1 FROM published WHERE program = $1)`
	SQLNameProgram   = `UPDATE program SET id = $1 WHERE id = ''`
	SQLNameSources   = `UPDATE source SET program = $1 WHERE program = ''`
	SQLNameJournal   = `UPDATE journal SET program = $1 WHERE program = ''`
	SQLNamePublished = `UPDATE published SET program = $1 WHERE program = ''`
	SQLStrays        = `SELECT (SELECT count(*) FROM source WHERE program NOT IN (SELECT id FROM program))
 + (SELECT count(*) FROM journal WHERE program NOT IN (SELECT id FROM program))
 + (SELECT count(*) FROM published WHERE program NOT IN (SELECT id FROM program))`
)
