package ledger

// The statements that every engine runs as they stand. Arguments are numbered in the order of their first use.
const (
	sqlSources = `SELECT id, place, name, path, size, sha256, reading, rows, contacts, roster, rejected, errors, warnings, infos,
 ingested, digest FROM source ORDER BY place`
	sqlSourceNamed = `SELECT id, place, name, path, size, sha256, reading, rows, contacts, roster, rejected, errors, warnings, infos,
 ingested, digest FROM source WHERE name = $1`
	sqlAddSource = `INSERT INTO source (place, name, path, size, sha256, reading, rows, contacts, roster, rejected, errors, warnings,
 infos, ingested, digest)
 SELECT coalesce(max(place), 0) + 1, $1, '', 0, '', '', 0, 0, 0, 0, 0, 0, 0, $2, 0 FROM source RETURNING id, place`
	sqlSetSource = `UPDATE source SET path = $1, size = $2, sha256 = $3, reading = $4, rows = $5, contacts = $6, roster = $7,
 rejected = $8, errors = $9, warnings = $10, infos = $11, digest = $12 WHERE id = $13`
	sqlRemoveSource  = `DELETE FROM source WHERE id = $1`
	sqlRemoveRecords = `DELETE FROM contact WHERE id BETWEEN $1 AND $2`
	sqlCountRecords  = `SELECT count(*) FROM contact`

	sqlLabels    = `SELECT id, text FROM label`
	sqlLabelOf   = `SELECT id FROM label WHERE text = $1`
	sqlAddLabel  = `INSERT INTO label (text) VALUES ($1) RETURNING id`
	sqlLists     = `SELECT id, labels FROM service_list`
	sqlListOf    = `SELECT id FROM service_list WHERE labels = $1`
	sqlAddList   = `INSERT INTO service_list (labels) VALUES ($1) RETURNING id`
	sqlAddEntry  = `INSERT INTO journal (at, source, act) VALUES ($1, $2, $3) RETURNING id`
	sqlAddCounts = `INSERT INTO journal_quarter (entry, quarter, added, changed, removed) VALUES ($1, $2, $3, $4, $5)`
	sqlLastEntry = `SELECT coalesce(max(id), 0) FROM journal`
	sqlEntries   = `SELECT id, at, source, act FROM journal WHERE id > $1 ORDER BY id`
	sqlCounts    = `SELECT entry, quarter, added, changed, removed FROM journal_quarter WHERE entry > $1 ORDER BY entry, quarter`

	sqlPublish   = `INSERT INTO published (quarter, figures, output, sha256, at, entry) VALUES ($1, $2, $3, $4, $5, $6)`
	sqlPublished = `SELECT quarter, figures, output, sha256, at, entry FROM published WHERE $1 IN ('', quarter) ORDER BY id`
)
