package handlers

import (
	"encoding/csv"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
)

// searchCSV and searchTSV stream all hits of a query as a table: a row an experiment or, with view=samples, a sample.
//
// CSV is what spreadsheets open, so a cell that a spreadsheet would take for a formula gets an apostrophe before it: titles
// are anybody's text. TSV is for programs: cells are as they are in the catalogue, but for tabs and line breaks, which become
// blanks. Several values of one cell are parted by "; ".
func (s *server) searchCSV(c echo.Context) error {
	return s.searchTable(c, "csv", "text/csv; charset=utf-8", func(w io.Writer) rowWriter {
		return &csvRows{csv.NewWriter(w)}
	})
}

func (s *server) searchTSV(c echo.Context) error {
	return s.searchTable(c, "tsv", "text/tab-separated-values; charset=utf-8", func(w io.Writer) rowWriter {
		return &tsvRows{w: w}
	})
}

// rowWriter writes a table.
type rowWriter interface {
	row(cells []string) error
	flush() error
}

// flushEvery is how many rows are sent together.
const flushEvery = 500

func (s *server) searchTable(c echo.Context, format, contentType string, newWriter func(io.Writer) rowWriter) error {
	r := c.Request()
	q, _ := readQuery(r.URL)
	q, err := q.Resolve(r.Context(), s.store)
	if err != nil {
		return err
	}
	generation := ""
	next, stop := iter.Pull2(s.engine.Export(r.Context(), q, func(name string) { generation = name }))
	defer stop()
	hit, err, more := next() // a query that fails at once is an error page, not a broken file
	if more && err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, contentType)
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+fileName(q, generation, format)+`"`)
	h.Set(generationHeader, generation)
	c.Response().WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	w := newWriter(c.Response())
	err = w.row(columns(q.View))
	for n := 1; more && err == nil; n++ {
		if err = w.row(cells(hit)); err == nil && n%flushEvery == 0 {
			if err = w.flush(); err == nil {
				c.Response().Flush()
			}
		}
		if err == nil {
			hit, err, more = next()
		}
	}
	if err == nil {
		err = w.flush()
	}
	if err != nil {
		// Rows are on their way already. Break the connection: a file that is cut short must not look whole.
		s.logger.Error("a download broke off", "error", err, "request", requestID(c))
		panic(http.ErrAbortHandler)
	}
	return nil
}

// generationHeader names the generation of the index that data was counted on, or read from.
const generationHeader = "Facetome-Generation"

// fileName says what a file holds, and which generation of the index says so: "facetome-acute-leukemia-samples-gen-000012.csv".
func fileName(q search.Query, generation, format string) string {
	name := "facetome"
	words := strings.FieldsFunc(strings.ToLower(q.Text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') // plain letters are safe in every file system
	})
	const longest = 40
	for _, word := range words {
		if len(name)+len(word) > longest {
			break
		}
		name += "-" + word
	}
	return name + "-" + string(q.View) + "-" + plainName(generation) + "." + format
}

func columns(v search.View) []string {
	if v != search.ViewSamples {
		return []string{
			"accession_code", "alternate_accession_codes", "title", "organisms", "technologies", "platforms", "samples",
			"matching_samples", "source_database", "has_publication", "source_first_published", "submitter_institution", "description",
		}
	}
	names := []string{"accession_code", "title"}
	for _, f := range search.SampleFields() {
		names = append(names, f.Name)
	}
	return append(names, "experiments")
}

func cells(hit search.Hit) []string {
	switch h := hit.(type) {
	case search.ExperimentHit:
		published := ""
		if h.Published != nil {
			published = h.Published.UTC().Format(time.RFC3339)
		}
		return []string{
			h.AccessionCode, joined(h.Alternates), h.Title, labels(h.Organisms), labels(h.Technologies), labels(h.Platforms),
			strconv.Itoa(h.Samples), strconv.Itoa(h.Matching), h.Source, strconv.FormatBool(h.Publication), published,
			h.Institution, h.Description,
		}
	case search.SampleHit:
		row := []string{h.AccessionCode, h.Title}
		for _, f := range search.SampleFields() {
			row = append(row, labels(h.Values[f.Name]))
		}
		return append(row, joined(h.Experiments))
	}
	return nil
}

func joined(list []string) string { return strings.Join(list, "; ") }

func labels(terms []search.Term) string {
	list := make([]string, len(terms))
	for i, t := range terms {
		list[i] = t.Label
	}
	return joined(list)
}

type csvRows struct{ w *csv.Writer }

func (c *csvRows) row(cells []string) error {
	for i, cell := range cells {
		cells[i] = guarded(cell)
	}
	return c.w.Write(cells)
}

func (c *csvRows) flush() error {
	c.w.Flush()
	return c.w.Error()
}

// guarded keeps a spreadsheet from running a cell as a formula (OWASP, "CSV injection").
func guarded(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

type tsvRows struct {
	w     io.Writer
	lines strings.Builder
}

var oneLine = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

func (t *tsvRows) row(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			t.lines.WriteByte('\t')
		}
		t.lines.WriteString(oneLine.Replace(cell))
	}
	t.lines.WriteByte('\n')
	return nil
}

func (t *tsvRows) flush() error {
	_, err := io.WriteString(t.w, t.lines.String())
	t.lines.Reset()
	return err
}
