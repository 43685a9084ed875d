package handlers

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/study"
)

// samplesCSV and samplesTSV give the samples of an experiment that pass the filters of the address, all pages of them, with the columns it
// names; cells are as in the tables of searches. Columns are named as in addresses: "tissue", "raw.genotype".
func (s *server) samplesCSV(c echo.Context) error {
	return s.samplesTable(c, "csv", "text/csv; charset=utf-8", func(w io.Writer) rowWriter { return &csvRows{csv.NewWriter(w)} })
}

func (s *server) samplesTSV(c echo.Context) error {
	return s.samplesTable(c, "tsv", "text/tab-separated-values; charset=utf-8", func(w io.Writer) rowWriter { return &tsvRows{w: w} })
}

func (s *server) samplesTable(c echo.Context, format, contentType string, newWriter func(io.Writer) rowWriter) error {
	e, err := s.experiment(c)
	if e == nil || err != nil {
		return err
	}
	t, err := s.studyTable(c, e)
	if err != nil {
		return err
	}
	columns := t.study.Shown(t.query)
	names := []string{"accession_code", "alternate_accession_codes", "title"}
	columns = dataColumns(columns)
	for _, column := range columns {
		names = append(names, column.Name)
	}
	s.download(c, contentType, e.AccessionCode, format, t.study.Version)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	w := newWriter(c.Response())
	if err = w.row(names); err == nil {
		for n, i := range t.study.Select(t.query) {
			sample := &t.study.Samples[i]
			row := []string{sample.AccessionCode, joined(sample.Alternates), sample.Title}
			for _, column := range columns {
				row = append(row, joined(cellLabels(column.Cell(i))))
			}
			if err = w.row(row); err == nil && n%flushEvery == flushEvery-1 {
				err = w.flush()
			}
			if err != nil {
				break
			}
		}
	}
	if err == nil {
		err = w.flush()
	}
	return s.brokeOff(err, c)
}

// samplesJSON is samplesTSV as JSON: several values stay several, what is not reported is an empty list, and what of the address could
// not be used is named.
func (s *server) samplesJSON(c echo.Context) error {
	e, err := s.experiment(c)
	if e == nil || err != nil {
		return err
	}
	t, err := s.studyTable(c, e)
	if err != nil {
		return err
	}
	columns, selected := dataColumns(t.study.Shown(t.query)), t.study.Select(t.query)
	type columnJSON struct {
		Name  string `json:"name"`
		Label string `json:"label"`
	}
	head := struct {
		Experiment string           `json:"experiment"`
		Total      int              `json:"total"`   // samples of the experiment
		Passing    int              `json:"passing"` // those that pass the filters: all that are listed
		Columns    []columnJSON     `json:"columns"`
		Warnings   []search.Warning `json:"warnings"`
		Version    int64            `json:"catalogue_version"`
	}{e.AccessionCode, len(t.study.Samples), len(selected), []columnJSON{}, append([]search.Warning{}, t.warnings...), t.study.Version}
	for _, column := range columns {
		head.Columns = append(head.Columns, columnJSON{column.Name, column.Label})
	}
	begin, err := json.Marshal(head)
	if err != nil {
		return err
	}
	s.download(c, echo.MIMEApplicationJSON, e.AccessionCode, "json", t.study.Version)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err = fmt.Fprintf(c.Response(), "%s,\n\"samples\":[", begin[:len(begin)-1])
	for n, i := range selected {
		if err != nil {
			break
		}
		sample := &t.study.Samples[i]
		values := make(map[string][]string, len(columns))
		for _, column := range columns {
			values[column.Name] = append([]string{}, cellLabels(column.Cell(i))...)
		}
		err = writeSample(c.Response(), n, struct {
			Code       string              `json:"accession_code"`
			Alternates []string            `json:"alternate_accession_codes"`
			Title      string              `json:"title"`
			Values     map[string][]string `json:"values"`
		}{sample.AccessionCode, append([]string{}, sample.Alternates...), sample.Title, values})
	}
	if err == nil {
		_, err = io.WriteString(c.Response(), "\n]}\n")
	}
	return s.brokeOff(err, c)
}

// writeSample writes the nth sample of a list.
func writeSample(w io.Writer, n int, sample any) error {
	text, err := json.Marshal(sample)
	if err != nil {
		return err
	}
	comma := ",\n"
	if n == 0 {
		comma = "\n"
	}
	_, err = fmt.Fprintf(w, "%s%s", comma, text)
	return err
}

// dataColumns are columns without the other codes, which have a place of their own.
func dataColumns(columns []*study.Column) []*study.Column {
	var list []*study.Column
	for _, c := range columns {
		if c.Kind != study.OfAlternate {
			list = append(list, c)
		}
	}
	return list
}

func cellLabels(cell *study.Cell) []string {
	if cell == nil {
		return nil
	}
	list := make([]string, len(cell.Values))
	for i, v := range cell.Values {
		list[i] = v.Label
	}
	return list
}

// versionHeader says which version of the catalogue data was read from.
const versionHeader = "Facetome-Catalogue-Version"

// download begins the answer with a file: "facetome-GSE1133-samples.tsv".
func (s *server) download(c echo.Context, contentType, code, format string, version int64) {
	h := c.Response().Header()
	h.Set(versionHeader, strconv.FormatInt(version, 10))
	h.Set(echo.HeaderContentType, contentType)
	h.Set(echo.HeaderContentDisposition, `attachment; filename="facetome-`+plainName(code)+`-samples.`+format+`"`)
	c.Response().WriteHeader(http.StatusOK)
}

// plainName keeps of a code what is safe in every file system.
func plainName(code string) string {
	name := []byte(code)
	for i, b := range name {
		if (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') && (b < '0' || b > '9') && b != '-' {
			name[i] = '_'
		}
	}
	return string(name)
}

// brokeOff breaks the connection where a file could not be written to its end: one that is cut short must not look whole.
func (s *server) brokeOff(err error, c echo.Context) error {
	if err != nil {
		s.logger.Error("a download broke off", "error", err, "request", requestID(c))
		panic(http.ErrAbortHandler)
	}
	return nil
}
