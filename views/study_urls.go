package views

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/study"
)

// SamplesTable ends the addresses of an experiment's samples as data, before the format.
const SamplesTable = "/samples"

// StudyURL is the one URL of an experiment's page with its table as a query asks.
func StudyURL(code string, q study.Query) string { return withQuery(ExperimentURL(code), q.Values()) }

// StudyDataURL is the URL of the same table as data: "json", "csv" or "tsv".
func StudyDataURL(code string, q study.Query, format string) string {
	return withQuery(ExperimentURL(code)+SamplesTable+"."+format, q.Plain().Values())
}

// samplesAnchor leads to the table.
const samplesAnchor = "#samples"

// studySample is the page of a sample that leads back to where the reader came from.
func studySample(code string, q study.Query) string {
	if q.From == "" {
		return SampleURL(code)
	}
	return withQuery(SampleURL(code), url.Values{"from": {q.From}})
}

// wordsToSearch is the most characters of a submitter's words that make a search: nobody else wrote the same sentence.
const wordsToSearch = 80

// textURL is the search for a submitter's words as they stand; empty for words that are no search.
func textURL(words string) string {
	words = strings.Join(strings.Fields(strings.ReplaceAll(words, `"`, " ")), " ")
	if words == "" || utf8.RuneCountInString(words) > wordsToSearch {
		return ""
	}
	return SearchURL(search.Query{Text: `"` + words + `"`})
}

// columnValue leads from a value to its search: that of its field, or of its words.
func columnValue(c *study.Column, v study.Value) Link {
	switch c.Kind {
	case study.OfField:
		link := Link{Label: valueLabel(c.Name, v.Label, v.Label), URL: textURL(v.Label)}
		if c.Name == models.FieldPlatform {
			link.Label = shortName(search.Term{Value: v.Label, Label: v.Name})
		}
		if search.FieldByName(c.Name) != nil {
			link.URL = ValueURL(c.Name, v.Label)
		}
		return link
	case study.OfExperiment:
		return Link{v.Label, ExperimentURL(v.Label)}
	case study.OfAttribute:
		return Link{excerpt(v.Label, cellWords), textURL(v.Label)}
	}
	return Link{Label: v.Label}
}

// cellWords is how many characters of a submitter's words a cell shows.
const cellWords = 100

func cellLinks(c *study.Column, cell *study.Cell) []Link {
	if cell == nil {
		return nil
	}
	links := make([]Link, len(cell.Values))
	for i, v := range cell.Values {
		links[i] = columnValue(c, v)
	}
	return links
}

// columnWords is a column's name as people read it: that of an attribute as submitted, told from the field of the same name.
func columnWords(c *study.Column) string {
	switch {
	case c.Label == "":
		return "without a name"
	case c.Kind == study.OfAttribute && slices.ContainsFunc(study.Fields(), func(f string) bool { return models.Fold(study.Label(f)) == models.Fold(c.Label) }):
		return c.Label + ", as submitted"
	}
	return c.Label
}

// elementID is the id of an element about a column: keys of attributes hold blanks and quotes.
func elementID(prefix, column string) string { return prefix + url.QueryEscape(column) }
