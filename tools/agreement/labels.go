package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/facetome/facetome/models"
)

// label is what a labelled table says of a sample: values by field. Tissues of URSA are ids of ontologies.
type label map[string][]string

// labels are the labels of one table, by accession codes of samples or runs.
type labels map[string]label

// The labelled tables.
const (
	johnson = "Johnson 2023" // sex, age group and tissue of human samples, by hand (https://doi.org/10.1186/s12859-023-05386-x)
	ursa    = "URSA"         // tissues as ids of UBERON and the Cell Ontology (https://doi.org/10.1093/bioinformatics/btt529)
)

// readLabels reads the labelled tables of a folder.
func readLabels(folder string) (map[string]labels, error) {
	tables := map[string]labels{johnson: {}, ursa: {}}
	for _, t := range []struct {
		name, file string
		separator  rune
		header     bool
		read       func(get func(string) string, row []string) (code string, l label)
	}{
		{johnson, "johnson_2023__microarray.tsv.gz", '\t', true, func(get func(string) string, _ []string) (string, label) { return get("gsm"), johnsonLabel(get) }},
		{johnson, "johnson_2023__rnaseq.tsv.gz", '\t', true, func(get func(string) string, _ []string) (string, label) { return get("run"), johnsonLabel(get) }},
		{ursa, "ursa.csv.gz", ',', false, func(_ func(string) string, row []string) (string, label) {
			return row[0], label{models.FieldTissue: strings.Split(row[len(row)-1], "|")}
		}},
	} {
		err := eachRow(filepath.Join(folder, t.file), t.separator, t.header, func(get func(string) string, row []string) {
			if code, l := t.read(get, row); code != "" {
				if tables[t.name][code] == nil {
					tables[t.name][code] = label{}
				}
				for field, values := range l {
					tables[t.name][code][field] = append(tables[t.name][code][field], values...)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// johnsonLabel reads a row: tissues are MeSH terms with their broader ones, "D008168:Lung|D012137:Respiratory System"; stages are classes of ages.
func johnsonLabel(get func(string) string) label {
	l := label{}
	add := func(field, value string) {
		if value != "" && value != "NA" {
			l[field] = append(l[field], value)
		}
	}
	add(models.FieldSex, get("sex"))
	add(models.FieldStage, get("age_group"))
	for _, term := range strings.Split(get("tissue"), "|") {
		if id, name, ok := strings.Cut(term, ":"); ok && strings.HasPrefix(id, "D") {
			term = name
		}
		add(models.FieldTissue, term)
	}
	return l
}

// eachRow calls fn for each row of a gzip table; get returns a column by its name.
func eachRow(path string, separator rune, header bool, fn func(get func(string) string, row []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w; --shared names the folder of the published files", err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	rows := csv.NewReader(bufio.NewReader(unzipped))
	rows.Comma, rows.LazyQuotes, rows.FieldsPerRecord = separator, true, -1
	columns := map[string]int{}
	for first := true; ; first = false {
		row, err := rows.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", path, err)
		case first && header:
			for i, name := range row {
				columns[name] = i
			}
			continue
		}
		fn(func(name string) string {
			if i, ok := columns[name]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}, row)
	}
}
