package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// Total counts matching experiments and the distinct matching samples in them.
type Total struct {
	Experiments int `json:"experiments"`
	Samples     int `json:"samples"`
}

// Result is one page of a search, and the counts of all facets.
type Result struct {
	Generation       string
	CatalogueVersion int64 // that the generation was built from
	Total            Total
	Facets           []Facet // in the order of Fields, all of them

	// One of the two is filled, by the query's view.
	Experiments []ExperimentHit
	Samples     []SampleHit

	Text     TextOutcome
	Warnings []Warning // what the engine could not use: values that the catalogue does not have, words that are not searched
}

// Hits returns how many hits the query has in its view: experiments or samples.
func (r *Result) Hits(v View) int {
	if v == ViewSamples {
		return r.Total.Samples
	}
	return r.Total.Experiments
}

// Moved says that the catalogue changed since the page that led to this one: what stood on the pages before may stand elsewhere now. ok is false
// where it did not, or nothing is known of that page.
func (r *Result) Moved(q Query) (w Warning, ok bool) {
	if q.Generation == "" || q.Generation == r.Generation {
		return w, false
	}
	return Warning{Param: paramGeneration, Value: shorten(q.Generation), Message: fmt.Sprintf("The catalogue changed while you were turning pages: this page was counted on %s, "+
		"the one before on %s. Some hits may have moved to another page; the first page begins the list anew.", r.Generation, shorten(q.Generation))}, true
}

// Facet returns the facet of a field.
func (r *Result) Facet(name string) *Facet {
	for i := range r.Facets {
		if r.Facets[i].Field.Name == name {
			return &r.Facets[i]
		}
	}
	return nil
}

// Facet is the counts of one field: every value that has any, and those that the query names. Values are ordered by inclusion, then
// exclusion, then samples, then label; a range's bins by number, not reported last.
type Facet struct {
	Field   *Field
	Buckets []Bucket
}

// Bucket is what would match if its value were its field's only condition.
type Bucket struct {
	Value       string // as in a URL; for a range "a..b"; empty where NotReported
	Label       string // as shown: a platform's name
	NotReported bool
	Experiments int
	Samples     int // distinct
	Selected    Selection
}

// Sort puts the buckets into their order.
func (f *Facet) Sort() {
	if f.Field.IsRange() {
		slices.SortStableFunc(f.Buckets, func(a, b Bucket) int { return cmp.Compare(f.place(a), f.place(b)) })
		return
	}
	slices.SortFunc(f.Buckets, func(a, b Bucket) int {
		return cmp.Or(cmp.Compare(a.Selected.rank(), b.Selected.rank()), cmp.Compare(b.Samples, a.Samples),
			cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
}

// place of a bin: by its number, not reported last.
func (f *Facet) place(b Bucket) int {
	if r, ok := ParseRange(b.Value); ok && !b.NotReported {
		return r.Min
	}
	return math.MaxInt
}

// rank puts included values before excluded ones, and these before the rest.
func (s Selection) rank() int {
	return slices.Index([]Selection{Included, Excluded, Neither}, s)
}

// NotReportedLabel is the label of the bucket of samples (or experiments) without a value; it decides among ties like any label.
const NotReportedLabel = "not reported"

// Selection is what the query says of a bucket.
type Selection string

// A bucket is included, excluded, or neither.
const (
	Neither  Selection = ""
	Included Selection = "include"
	Excluded Selection = "exclude"
)

// Hit is an ExperimentHit or a SampleHit.
type Hit interface{ hit() }

// ExperimentHit is one experiment as a card shows it.
type ExperimentHit struct {
	AccessionCode string     `json:"accession_code"`
	Alternates    []string   `json:"alternate_accession_codes,omitempty"`
	Title         string     `json:"title"`
	Description   string     `json:"description"`
	Institution   string     `json:"submitter_institution,omitempty"`
	Source        string     `json:"source_database,omitempty"`
	Published     *time.Time `json:"source_first_published"`
	Publication   bool       `json:"has_publication"`
	Organisms     []Term     `json:"organisms"` // of all its samples, commonest first
	Technologies  []Term     `json:"technologies"`
	Platforms     []Term     `json:"platforms"`
	Samples       int        `json:"samples"`          // how many it has
	Matching      int        `json:"matching_samples"` // how many of them match
	Why           *Why       `json:"why,omitempty"`    // of a page of hits that a text found
}

// SampleHit is one sample as a row shows it.
type SampleHit struct {
	AccessionCode string            `json:"accession_code"`
	Title         string            `json:"title"`
	Values        map[string][]Term `json:"values"`      // by field name; a field without an entry is not reported
	Experiments   []string          `json:"experiments"` // all it belongs to
	Under         string            `json:"experiment"`  // the first matching one, in the query's order
}

func (ExperimentHit) hit() {}
func (SampleHit) hit()     {}

// Term is a value as it is shown.
type Term struct {
	Value string `json:"value"` // as in a URL
	Label string `json:"label"`
}

// Warning says what of a request was not used, and why.
type Warning struct {
	Param   string `json:"param"` // of the URL: "organsim", "year", "q"
	Value   string `json:"value,omitempty"`
	Message string `json:"message"` // whole sentences, for people

	Text *TextProblem `json:"text,omitempty"` // of a warning about the text: of which kind, and where
}
