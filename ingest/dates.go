package ingest

import (
	"strings"
	"time"
)

// layouts are how published formats write days and times; those without a zone are UTC.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02", "Jan 2 2006"}

// The years that a date of a record can have: transcriptome archives began in 2000; anything outside is a slip of the pen.
const firstYear, lastYear = 1990, 2100

// parseDate reads a date; ok is false where it is none.
func parseDate(s string) (date *time.Time, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			t = t.UTC()
			return &t, t.Year() >= firstYear && t.Year() <= lastYear
		}
	}
	return nil, false
}
