package models

import "database/sql"

// Platform takes a platform's description (accession code and name).
func (w *Writer) Platform(p Platform) error {
	if w.err != nil {
		return w.err
	}
	code, name := cut(cleanLine(p.AccessionCode), maxLabel), cut(cleanLine(p.Name), maxLabel)
	if Fold(code) == "" {
		return errNoCode
	}
	if err := w.keepSource(); err != nil {
		return err
	}
	return w.final(w.writePlatform(code, name))
}

func (w *Writer) writePlatform(code, name string) error {
	old, known := "", false
	if err := w.query("SELECT name FROM platform_records WHERE source_id = ? AND accession_code = ?", func(rows *sql.Rows) error {
		known = true
		return rows.Scan(&old)
	}, int64(w.source.ID), code); err != nil || known && old == name {
		return err
	}
	ids, err := w.thingIDs(&w.values.platforms, "platforms", "accession_code", "name", "", []string{code})
	if err != nil {
		return err
	}
	w.changed = true
	return w.exec(`INSERT INTO platform_records (source_id, accession_code, platform_id, name) VALUES (?, ?, ?, ?)
		ON CONFLICT (source_id, accession_code) DO UPDATE SET name = excluded.name`, int64(w.source.ID), code, int64(ids[code]), name)
}
