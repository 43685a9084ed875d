package synthetic

import (
	"bufio"
	"embed"
	"fmt"
	"strings"
)

//go:embed words/*.txt
var wordFiles embed.FS

// entry is a line of a word list.
type entry struct {
	sections []string // the words of the [heading] it stands under
	fields   []string // parted by "|", trimmed
	at       string   // file:line
}

// field returns a field, empty where the line has fewer.
func (e entry) field(i int) string {
	if i < len(e.fields) {
		return e.fields[i]
	}
	return ""
}

// readWords reads a word list: lines of fields parted by "|", below headings in brackets; lines that begin with # are comments.
func readWords(name string) ([]entry, error) {
	file, err := wordFiles.Open("words/" + name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // embedded: nothing can be lost
	var entries []entry
	var sections []string
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			sections = strings.Split(strings.Trim(line, "[]"), ", ")
		default:
			e := entry{sections: sections, at: fmt.Sprintf("words/%s:%d", name, number)}
			for field := range strings.SplitSeq(line, "|") {
				e.fields = append(e.fields, strings.TrimSpace(field))
			}
			entries = append(entries, e)
		}
	}
	return entries, lines.Err()
}
