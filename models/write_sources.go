package models

import (
	"database/sql"
	"strings"
)

// formerKey begins the keys of sources that were imported when a source was known by its name alone. Such a source is that of the
// first file which is imported in the same format, and whose path ends as its name does, if there is one such source only.
const formerKey = "name:"

// sourceOfKey finds a source of this import or of the tables; nil where there is none.
func (w *Writer) sourceOfKey(key, name, format string) (*Source, error) {
	if known := w.sources[key]; known != nil {
		return known, nil
	}
	var found *Source
	err := w.query("SELECT id, key, name, format FROM sources WHERE key = ?", w.scanSource(func(s *Source) { found = s }), key)
	if err != nil || found != nil {
		return found, err
	}
	var former []*Source
	if err := w.query("SELECT id, key, name, format FROM sources WHERE key > ? AND key < ? AND format = ?", w.scanSource(func(s *Source) {
		if endsAs(s.Name, name) || endsAs(name, s.Name) {
			former = append(former, s)
		}
	}), formerKey, formerKey[:len(formerKey)-1]+";", format); err != nil || len(former) != 1 {
		return nil, err
	}
	found = former[0]
	delete(w.sources, found.Key)
	found.Key, found.Name = key, name
	w.sources[key] = found
	return found, w.exec("UPDATE sources SET key = ?, name = ? WHERE id = ?", key, name, int64(found.ID))
}

// endsAs tells whether a path ends as another.
func endsAs(path, end string) bool { return path == end || strings.HasSuffix(path, "/"+end) }

// scanSource reads rows of id, key, name and format.
func (w *Writer) scanSource(use func(*Source)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var s Source
		if err := rows.Scan(&s.ID, &s.Key, &s.Name, &s.Format); err != nil {
			return err
		}
		use(w.sourceOf(s))
		return nil
	}
}

// sourceOf is the one *Source of a row of sources.
func (w *Writer) sourceOf(row Source) *Source {
	source := w.sourcesByID[row.ID]
	if source == nil {
		source = &row
		w.sourcesByID[row.ID], w.sources[row.Key] = source, source
	}
	return source
}
