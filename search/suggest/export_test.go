package suggest

import (
	"strings"
	"testing"
)

// NamesTable lists the rows of the table: name, organism, source.
func NamesTable(t *testing.T) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(namesTable) {
		if cells := strings.Split(strings.TrimSpace(line), "\t"); len(cells) == 3 && cells[0] != "name" {
			if cells[2] != "NCBI" && cells[2] != "use" {
				t.Errorf("%s has the source %q", cells[0], cells[2])
			}
			rows = append(rows, cells)
		}
	}
	return rows
}
