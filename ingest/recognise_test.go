package ingest

import (
	"strings"
	"testing"
)

func TestRecognise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, want string }{
		"SOFT":                    {testFile(t, "soft/family.soft"), "geo-soft"},
		"old SOFT":                {testFile(t, "soft/lowercase.soft"), "geo-soft"},
		"GDS":                     {testFile(t, "soft/gds.soft"), "geo-soft"},
		"old GDS":                 {"^database\n!database_name = GEO\n^dataset = GDS100\n", "geo-soft"},
		"SOFT after blank lines":  {"\n\n^SERIES = GSE1\n", "geo-soft"},
		"refine.bio":              {testFile(t, "refinebio/dataset.json"), "refinebio"},
		"refine.bio 2018":         {testFile(t, "refinebio/dataset2018.json"), "refinebio"},
		"NDJSON":                  {testFile(t, "ndjson/catalogue.ndjson"), "ndjson"},
		"NDJSON, broken line":     {testFile(t, "ndjson/broken.ndjson"), "ndjson"},
		"NDJSON, broken at first": {"{broken\n{\"accession_code\":\"GSM1\",\"type\":\"sample\"}\n", "ndjson"},
		"empty":                   {"", "an empty file: not a format of this version"},
		"blank":                   {"\n \n", "an empty file: not a format of this version"},
		"TSV":                     {"a\tb\n1\t2\n", "a tab-separated table: not a format of this version"},
		"CSV":                     {"a,b\n1,2\n", "a comma-separated table: not a format of this version"},
		"matrix":                  {"!Series_title\t\"x\"\n", "geo-series-matrix"},
		"MINiML":                  {"<?xml version=\"1.0\"?>\n<MINiML>", "miniml"},
		"XML":                     {"<?xml version=\"1.0\"?>\n<ROOT>", "XML: not a format of this version"},
		"HTML":                    {"<!DOCTYPE html><html>", "an HTML page, perhaps an error message that was saved by a download: not a format of this version"},
		"JSON list":               {"[{\"type\":\"sample\"}]", "JSON of another kind: not a format of this version"},
		"JSON":                    {"{\"count\": 1, \"results\": [{\"experiments\": {}}]}", "JSON of another kind: not a format of this version"},
		"JSON with a blank key":   {"{\"\": \"experiments\", \"x\": {\"experiments\": {}}}", "JSON of another kind: not a format of this version"},
		"refine.bio table":        {"refinebio_accession_code\trefinebio_title\n", "refinebio-tsv"},
		"refine.bio API":          {testFile(t, "refinebio-api/answers.json"), "refinebio-api"},
		"refine.bio API 2018":     {testFile(t, "refinebio-api/experiments2018.json"), "refinebio-api"},
		"refine.bio table 2018":   {testFile(t, "refinebio-tsv/oldest.tsv"), "refinebio-tsv"},
		"matrix without series":   {testFile(t, "series-matrix/edited.txt"), "geo-series-matrix"},
		"MINiML with a DOCTYPE":   {testFile(t, "miniml/bomb.xml"), "miniml"},
		"Bgee libraries":          {testFile(t, "bgee/libraries.tsv"), "bgee"},
		"Bgee chip types":         {testFile(t, "bgee/chiptypes.tsv"), "bgee"},
		"Bgee release":            {testFile(t, "bgee/release.tsv"), "bgee"},
		"recount2 runs":           {testFile(t, "recount/runs.tsv"), "recount"},
		"recount2 studies":        {testFile(t, "recount/web.tsv"), "recount"},
		"recount2 abstracts":      {testFile(t, "recount/abstracts.tsv"), "recount"},
		"recount2 list":           {testFile(t, "recount/ids.tsv"), "recount"},
		"recount3":                {testFile(t, "recount/sra.MD"), "recount"},
		"ZIP":                     {"PK\x03\x04....", "a ZIP archive (unpack it and import the folder): not a format of this version"},
		"tar":                     {"a.soft" + strings.Repeat("\x01", 250) + "ustar", "a tar archive (unpack it and import the folder): not a format of this version"},
		"PDF":                     {"%PDF-1.4", "a PDF document: not a format of this version"},
		"binary":                  {"\x01\x02\x03\x04abc", "binary data: not a format of this version"},
		"text":                    {"Dear reader", "a text of another kind: not a format of this version"},
	} {
		text, err := newText(strings.NewReader(c.content))
		if err != nil {
			t.Fatal(err)
		}
		f, got, err := recognise(text)
		if err != nil {
			t.Fatal(err)
		}
		if f != nil {
			got = f.name
		}
		if got != c.want {
			t.Errorf("%s is %q; want %q", name, got, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	list := Formats()
	names := map[string]bool{}
	for _, f := range list {
		if names[f.Name] {
			t.Errorf("two formats %s", f.Name)
		}
		names[f.Name] = true
		if f.About == "" || formatByName(f.Name) == nil || f.Name == Auto || strings.Contains(f.About, "\n") {
			t.Errorf("format %+v", f)
		}
	}
}
