package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxQuotedLines is over how many lines a quoted field may go. One that goes on is a stray quotation mark.
const maxQuotedLines = 64

// rowReader reads a tab-separated table (or one with another separator) row by row, in memory of one row. Fields may be quoted as in RFC 4180: "a ""b""" is a "b".
// A quotation mark that nothing closes is text.
type rowReader struct {
	lines     *lineReader
	multiline bool // whether quoted fields may hold line ends
	separator byte // between fields

	header []string
	line   int           // on which the row that next returned begins
	ahead  []numberedRow // lines that were read in search of a quotation mark
}

type numberedRow struct {
	number int
	text   string
	long   bool
}

func newRowReader(t *text, multiline bool) *rowReader {
	return &rowReader{lines: &lineReader{r: t.Reader}, multiline: multiline, separator: '\t'}
}

// row is a row of a table.
type row struct {
	header, fields []string
	line           int
}

// get returns the field of the first column of that name; "" where the table or the row has none.
func (r *row) get(column string) string {
	for i, name := range r.header {
		if name == column && i < len(r.fields) {
			return strings.TrimSpace(r.fields[i])
		}
	}
	return ""
}

// has tells whether the table has one of the columns.
func hasColumn(header []string, columns ...string) bool {
	for _, name := range header {
		for _, column := range columns {
			if name == column {
				return true
			}
		}
	}
	return false
}

// begin reads the header, the first line that is not blank.
func (r *rowReader) begin() error {
	for {
		fields, fault, err := r.raw()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case fault != "":
			return &damage{r.line, fault + "; nothing of the file is imported"}
		case fields == nil:
			continue
		}
		for i := range fields {
			fields[i] = oneLine(fields[i])
		}
		r.header = fields
		return nil
	}
}

// next returns the next row that is not blank. Rows may lack columns at their end; empty columns too many are dropped. fault says
// why a row cannot be used. The error is io.EOF after the last row.
func (r *rowReader) next() (next *row, fault string, err error) {
	var fields []string
	for fields == nil {
		if fields, fault, err = r.raw(); err != nil || fault != "" {
			return &row{line: r.line}, fault, err
		}
	}
	for len(fields) > len(r.header) && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	next = &row{header: r.header, fields: fields, line: r.line}
	if len(fields) > len(r.header) {
		fault = fmt.Sprintf("a row of %d columns; expected %d, as in the header", len(fields), len(r.header))
	}
	return next, fault, nil
}

// raw reads a row; fields are nil for a blank line.
func (r *rowReader) raw() (fields []string, fault string, err error) {
	first, err := r.read(0)
	if err != nil {
		return nil, "", err
	}
	r.line = first.number
	used := 1
	if fields, unclosed := splitRowAt(first.text, r.separator); !unclosed || !r.multiline {
		r.ahead = r.ahead[used:]
		return rowFault(fields, first.text, first.long)
	}
	joined, long := first.text, first.long
	for used < maxQuotedLines && !long && len(joined) <= maxLine {
		more, err := r.read(used)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", err
		}
		used++
		joined, long = joined+"\n"+more.text, long || more.long
		if fields, unclosed := splitRowAt(joined, r.separator); !unclosed {
			r.ahead = r.ahead[used:]
			return rowFault(fields, joined, long)
		}
	}
	r.ahead = r.ahead[1:]
	fields, _ = splitRowAt(first.text, r.separator)
	return rowFault(fields, first.text, first.long)
}

func rowFault(fields []string, text string, long bool) ([]string, string, error) {
	switch {
	case long:
		return nil, "a line of more than 16 MB; expected shorter ones", nil
	case strings.TrimSpace(text) == "":
		return nil, "", nil
	}
	return fields, "", nil
}

// read returns the line that is n lines ahead.
func (r *rowReader) read(n int) (numberedRow, error) {
	for len(r.ahead) <= n {
		line, long, err := r.lines.next()
		if err != nil {
			return numberedRow{}, err
		}
		if long {
			line = nil
		}
		r.ahead = append(r.ahead, numberedRow{r.lines.number, string(bytes.TrimSuffix(line, []byte("\r"))), long})
	}
	return r.ahead[n], nil
}

// splitRow parts a row into fields; unclosed says that a quotation mark at the beginning of a field is not closed.
func splitRow(line string) (fields []string, unclosed bool) { return splitRowAt(line, '\t') }

// splitRowAt is splitRow for another separator.
func splitRowAt(line string, separator byte) (fields []string, unclosed bool) {
	for {
		if strings.HasPrefix(line, `"`) {
			field, rest, last, ok := quotedField(line, separator)
			if ok {
				fields = append(fields, field)
				if last {
					return fields, unclosed
				}
				line = rest
				continue
			}
			unclosed = true
		}
		field, rest, more := strings.Cut(line, string(separator))
		fields = append(fields, field)
		if !more {
			return fields, unclosed
		}
		line = rest
	}
}

// quotedField reads a quoted field; ok is false where no mark before a separator or the end closes it.
func quotedField(line string, separator byte) (field, rest string, last, ok bool) {
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] != '"':
			b.WriteByte(line[i])
		case i+1 == len(line):
			return b.String(), "", true, true
		case line[i+1] == separator:
			return b.String(), line[i+2:], false, true
		case line[i+1] == '"':
			b.WriteByte('"')
			i++
		default:
			b.WriteByte('"')
		}
	}
	return "", "", false, false
}

// headerOf is the first line of a head that is not blank, parted into columns.
func headerOf(head []byte) []string {
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, "\n"), []byte("\n"))
	fields, _ := splitRow(string(first))
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}
