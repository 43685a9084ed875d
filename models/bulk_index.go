package models

import "database/sql"

// bulkIndex is an index that the first import into a SQLite catalogue does without: sorting millions of entries once is several times
// faster than putting each in its place. PostgreSQL would keep readers waiting meanwhile.
const bulkIndex = "sample_values_value"

// dropBulkIndex removes the index, if nothing is in the catalogue yet, and remembers its definition.
func (w *Writer) dropBulkIndex() error {
	if w.postgres || w.lastID["samples"] > 0 {
		return nil
	}
	err := w.query("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?",
		func(rows *sql.Rows) error { return rows.Scan(&w.indexToMake) }, bulkIndex)
	if err != nil || w.indexToMake == "" {
		return err
	}
	return w.exec("DROP INDEX " + bulkIndex)
}

// makeBulkIndex makes it again.
func (w *Writer) makeBulkIndex() error {
	if w.indexToMake == "" {
		return nil
	}
	return w.exec(w.indexToMake)
}
