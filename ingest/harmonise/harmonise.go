// Package harmonise turns what submitters wrote into values that facets can count: "Gender: F" becomes sex = female.
//
// Everything it knows stands in the tables beside it (*.tsv), which are meant to be read and edited by biologists: which keys
// name which field, which values mean that nothing was reported, how sexes and technologies are spelled. It never guesses: a key
// that no table names, or one that says two things ("tissue/cell line"), gives no value, and what was submitted is kept
// as an attribute in any case. Every value remembers the key and the text that it was read from.
package harmonise

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/facetome/facetome/models"
)

// maxValue is the longest value, in bytes, that a facet takes. Longer ones are prose, and PostgreSQL's indexes take 2,704 bytes.
const maxValue = 500

// Attribute returns the values that a submitter's key and value stand for: none where no table names the key, where
// the value means "not reported", or where it is prose. A value that carries further pairs ("male; age: 47 yr") gives those too.
func Attribute(key, value string) []models.FieldValue {
	row, known := tables().keys[fold(key)]
	if !known || row.field == "" || row.field == ageUnit {
		return nil
	}
	first, rest := splitPairs(value)
	values := read(row.field, key, first, row.unit)
	if len(rest) > 0 {
		for i := range values {
			values[i].RawValue = models.Tidy(value)
		}
	}
	for _, pair := range rest {
		values = append(values, Attribute(pair.Key, pair.Value)...)
	}
	return values
}

// Field returns the values of a field (a models.Field… constant) that rawValue stands for, whatever its key is called.
func Field(field, rawKey, rawValue string) []models.FieldValue {
	return read(field, rawKey, rawValue, "")
}

// read is Field; unit is that of an age without one.
func read(field, rawKey, rawValue, unit string) []models.FieldValue {
	raw := models.Tidy(rawValue)
	trimmed := strings.TrimRight(raw, ";, ")
	if Absent(field, trimmed) || len(trimmed) > maxValue {
		return nil
	}
	var values []models.FieldValue
	for _, value := range harmonised(field, trimmed, unit) {
		v := models.FieldValue{Field: field, Value: value, RawKey: rawKey}
		if field == models.FieldOrganism {
			v.TaxonomyID = tables().taxa[models.Fold(value)]
		}
		if value != raw {
			v.RawValue = raw
		}
		values = append(values, v)
	}
	return values
}

// Absent tells whether a value of a field means that nothing was reported.
func Absent(field, value string) bool {
	row, listed := tables().absent[models.Fold(value)]
	return listed && row.holds(field)
}

func harmonised(field, value, unit string) []string {
	if spelled, listed := tables().spellings[field+"\t"+models.Fold(value)]; listed {
		return []string{spelled}
	}
	switch field {
	case models.FieldOrganism:
		return []string{Organism(value)}
	case models.FieldSex:
		return sexes(value)
	case models.FieldTechnology:
		if technology, ok := Technology(TechnologyName, value); ok {
			return []string{technology}
		}
		return nil
	case models.FieldAge:
		if age, ok := readAge(value, unit); ok {
			return []string{age.String()}
		}
		return []string{value}
	default:
		return []string{value}
	}
}

// sexes looks a value up as a whole, then word by word, as pools are described ("1 male, 2 female"), then what stands before a comma or
// bracket ("male, Japanese"). Others stay as they are.
func sexes(value string) []string {
	if listed, ok := tables().sex[models.Fold(value)]; ok {
		return listed
	}
	if pooled := pooledSexes(value); pooled != nil {
		return pooled
	}
	if end := strings.IndexAny(value, ",;("); end > 0 {
		if listed, ok := tables().sex[models.Fold(value[:end])]; ok {
			return listed
		}
	}
	return []string{value}
}

// pooledSexes is for values of which every word (numbers and "and" aside) is a sex.
func pooledSexes(value string) []string {
	var pooled []string
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) }) {
		listed, ok := tables().sex[models.Fold(word)]
		switch {
		case ok:
			pooled = append(pooled, listed...)
		case models.Fold(word) != "and":
			return nil
		}
	}
	slices.Sort(pooled)
	return slices.Compact(pooled)
}

// Organism returns a species name as it is commonly written. Names come as HOMO_SAPIENS from refine.bio: words are parted by
// underscores, the first letter is a capital, and words with digits (K-12, MG1655) keep theirs.
func Organism(name string) string {
	name = models.Tidy(name)
	if name == "" || strings.ToUpper(name) != name || !strings.ContainsFunc(name, isLetter) {
		return name
	}
	words := strings.Fields(strings.ReplaceAll(name, "_", " "))
	for i, word := range words {
		if !strings.ContainsAny(word, "0123456789") {
			words[i] = strings.ToLower(word)
		}
	}
	joined := []rune(strings.Join(words, " "))
	if len(joined) == 0 {
		return name
	}
	return strings.ToUpper(string(joined[0])) + string(joined[1:])
}

func isLetter(r rune) bool { return 'A' <= r && r <= 'Z' }

// What Technology can be asked about: columns of published formats, each with a vocabulary of its own.
const (
	TechnologyName     = "technology"          // the name of a technology itself
	LibraryStrategy    = "library strategy"    // SRA's and GEO's
	LibrarySource      = "library source"      // SRA's and GEO's; it only tells one cell from many
	PlatformTechnology = "platform technology" // of GEO platforms
	SampleType         = "sample type"         // of GEO samples
	SeriesType         = "series type"         // of GEO series
	RefinebioPlatform  = "refine.bio platform" // a word of the name of a platform in refine.bio, which has microarrays and RNA-seq alone
)

// Technology returns microarray, RNA-seq, scRNA-seq or other for a word of one of the vocabularies above; ok is false where the
// word does not tell.
func Technology(vocabulary, word string) (technology string, ok bool) {
	technology, ok = tables().technology[vocabulary+"\t"+models.Fold(word)]
	return technology, ok
}

// Species returns the name of an id of NCBI Taxonomy; empty where species.tsv does not have it.
func Species(taxonomyID int) string { return tables().species[taxonomyID] }

// Archive returns an archive's name as it is commonly spelled: "ARRAY_EXPRESS" is ArrayExpress. Others stay as they are.
func Archive(name string) string {
	if listed, ok := tables().archives[models.Fold(name)]; ok {
		return listed
	}
	return models.Tidy(name)
}

// fold is models.Fold with underscores as blanks: keys are spelled "cell_line" and "Cell line".
func fold(key string) string { return models.Fold(strings.ReplaceAll(key, "_", " ")) }

// pair is a key and a value inside another value.
var pair = regexp.MustCompile(`^\s*([A-Za-z][A-Za-z _/-]{0,30}?)\s*:\s*(\S.*)$`)

// splitPairs parts "male; age: 47 yr; weight: 80 kg" into its first value and the pairs after it. Where a later part is no
// pair the value is one.
func splitPairs(value string) (string, []models.Attribute) {
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == ';' || r == ',' })
	var rest []models.Attribute
	for _, part := range parts[min(1, len(parts)):] {
		if strings.TrimSpace(part) == "" {
			continue
		}
		match := pair.FindStringSubmatch(part)
		if match == nil {
			return value, nil
		}
		rest = append(rest, models.Attribute{Key: match[1], Value: match[2]})
	}
	if len(rest) == 0 {
		return value, nil
	}
	return strings.TrimSpace(parts[0]), rest
}
