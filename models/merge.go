package models

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// formatRanks orders records by what they were read from: our own format is curated by hand; GEO's, ArrayExpress' and ENA's files are the
// archives' own words, the fullest first; run tables repeat them; refine.bio's, recount's and Bgee's are copies, made for other
// purposes. Formats that are not named come after these.
var formatRanks = []string{
	"ndjson",
	"geo-soft", "miniml", "geo-series-matrix",
	"mage-tab", "arrayexpress-json", "condensed-sdrf",
	"ena-xml", "sra-run-selector", "sra-runinfo",
	"refinebio", "refinebio-api", "refinebio-tsv",
	"recount", "bgee", "expression-atlas",
}

func formatRank(source *Source) int {
	if source != nil {
		if rank := slices.Index(formatRanks, source.Format); rank >= 0 {
			return rank
		}
	}
	return len(formatRanks)
}

// MergeExperiment returns what all records of one experiment say together. The records are as the catalogue keeps them, with
// their Source. The result depends on the set of records only, not on their order, their ids, their sources' names or when they were
// imported, and a record that is there twice counts once:
//
//   - each field is the word of the first record that says anything of it; blank is no word, so it never erases one;
//   - records are ordered by format (see formatRanks), then by the number of fields they fill, most first,
//     then by the length of their text, longest first, then by the bytes of their JSON;
//   - alternates and samples are united; of all codes, that of the archive which scientists quote first is the accession code (GSE,
//     ArrayExpress, E-GEOD, SRP, PRJ, others; then byte order). Which records are of one experiment, what is not counted among a record's
//     codes, and which accession code is an experiment's own where another names it too, is said in identity.go;
//   - publications are united; see mergePublications;
//   - FirstPublished is the earliest, LastModified the latest;
//   - HasPublication holds if one record says so or names a publication, Synthetic if one says so.
func MergeExperiment(records []ExperimentRecord) ExperimentBody {
	bodies := ordered(records, func(r *ExperimentRecord) (*Source, *ExperimentBody) { return r.Source, &r.Body })
	var merged ExperimentBody
	var codes []string
	var publications []PublicationBody
	for _, b := range bodies {
		codes = append(codes, sureCodes(b.AccessionCode, b.Alternates, experimentAnchor)...)
		merged.Title = cmp.Or(merged.Title, b.Title)
		merged.Description = cmp.Or(merged.Description, b.Description)
		merged.Protocol = cmp.Or(merged.Protocol, b.Protocol)
		merged.SourceDatabase = cmp.Or(merged.SourceDatabase, b.SourceDatabase)
		merged.SourceURL = cmp.Or(merged.SourceURL, b.SourceURL)
		merged.SubmitterInstitution = cmp.Or(merged.SubmitterInstitution, b.SubmitterInstitution)
		merged.HasPublication = merged.HasPublication || b.HasPublication || len(b.Publications) > 0
		merged.FirstPublished = extreme(merged.FirstPublished, b.FirstPublished, time.Time.Before)
		merged.LastModified = extreme(merged.LastModified, b.LastModified, time.Time.After)
		merged.Synthetic = merged.Synthetic || b.Synthetic
		merged.Samples = append(merged.Samples, b.Samples...)
		publications = append(publications, b.Publications...)
	}
	merged.AccessionCode, merged.Alternates = mergeCodes(codes, experimentRank)
	merged.Samples = distinct(merged.Samples)
	merged.Publications = mergePublications(publications)
	return merged
}

// MergeSample is MergeExperiment for samples. A field's values are taken, as a set, from the first record that reports the field:
// sources describe the same tissue in different words, and their union would say two things of one sample. Spellings that agree in
// Fold are one value. Of all codes the accession code is that of a GSM, else of a BioSample, an SRA sample, an SRA experiment, a run,
// others. Attributes are not merged: they stand in the records, beside their source.
func MergeSample(records []SampleRecord) SampleBody {
	bodies := ordered(records, func(r *SampleRecord) (*Source, *SampleBody) { return r.Source, &r.Body })
	var codes []string
	for _, b := range bodies {
		codes = append(codes, sureCodes(b.AccessionCode, b.Alternates, sampleAnchor)...)
	}
	merged := mergeSampleWords(bodies)
	merged.AccessionCode, merged.Alternates = mergeCodes(codes, sampleRank)
	return merged
}

// mergeSampleWords is MergeSample, but for the codes, of bodies in the order in which they are heard.
func mergeSampleWords(bodies []*SampleBody) SampleBody {
	var merged SampleBody
	for _, b := range bodies {
		merged.Title = cmp.Or(merged.Title, b.Title)
		merged.Experiments = append(merged.Experiments, b.Experiments...)
		merged.Values = mergeValues(merged.Values, b.Values)
	}
	merged.Experiments = distinct(merged.Experiments)
	slices.SortFunc(merged.Values, compareValues)
	return merged
}

// MergeAttributes unites the attributes of one sample's records: records in the order in which MergeSample hears them, the attributes
// of each in their own order, each key and value once.
func MergeAttributes(records []SampleRecord) []Attribute {
	var merged []Attribute
	seen := map[Attribute]bool{}
	for _, b := range ordered(records, func(r *SampleRecord) (*Source, *SampleBody) { return r.Source, &r.Body }) {
		for _, a := range b.Attributes {
			if !seen[a] {
				seen[a] = true
				merged = append(merged, a)
			}
		}
	}
	return merged
}

// mergeValues adds to values those of the fields that values does not report.
func mergeValues(values, more []FieldValue) []FieldValue {
	before := len(values)
	values = slices.Grow(values, len(more))
	for _, v := range more {
		if slices.ContainsFunc(values[:before], func(w FieldValue) bool { return w.Field == v.Field }) {
			continue
		}
		v.RawKey, v.RawValue = "", "" // stand in the record
		same := slices.IndexFunc(values[before:], func(w FieldValue) bool { return w.Field == v.Field && Fold(w.Value) == Fold(v.Value) })
		switch {
		case same < 0:
			values = append(values, v)
		case compareValues(v, values[before+same]) < 0:
			values[before+same] = v
		}
	}
	return values
}

// compareValues orders by field and value; of the same value twice, the one that says more comes first.
func compareValues(a, b FieldValue) int {
	if byField := strings.Compare(a.Field, b.Field); byField != 0 { // nearly always
		return byField
	}
	return cmp.Or(strings.Compare(a.Value, b.Value), compareNames(a.Name, b.Name), compareTaxa(a.TaxonomyID, b.TaxonomyID))
}

// compareNames orders names of one thing, best first: a longer name is seldom cut off.
func compareNames(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) }

// compareTaxa orders taxonomy ids of one name, best first: any, the smallest, before none.
func compareTaxa(a, b int) int { return cmp.Compare(uint(a)-1, uint(b)-1) } // 0, not reported, wraps to the largest

// mergeCodes parts codes into the accession code and the alternates.
func mergeCodes(codes []string, rank func(string) int) (own string, alternates []string) {
	codes = distinct(codes)
	if len(codes) == 0 {
		return "", nil
	}
	own = slices.MinFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b)) })
	alternates = slices.DeleteFunc(codes, func(c string) bool { return c == own })
	if len(alternates) == 0 {
		return own, nil
	}
	return own, alternates
}

// distinct sorts in place and drops doubles.
func distinct[T cmp.Ordered](s []T) []T {
	slices.Sort(s)
	return slices.Compact(s)
}

// extreme is the time that is before the other by the given order; nil is no word.
func extreme(a, b *time.Time, before func(time.Time, time.Time) bool) *time.Time {
	if a == nil || b != nil && before(*b, *a) {
		return b
	}
	return a
}

// weighed is a body with what it is ordered by.
type weighed[B any] struct {
	at           int // of its record
	body         *B
	rank         int
	fields, text int
	json         string
}

// ordered returns the bodies of records in the order in which they are heard.
func ordered[R, B any](records []R, part func(*R) (*Source, *B)) []*B {
	all := weigh(records, part)
	bodies := make([]*B, len(all))
	for i, w := range all {
		bodies[i] = w.body
	}
	return bodies
}

// orderedRecords is ordered for the records themselves.
func orderedRecords[R, B any](records []R, part func(*R) (*Source, *B)) []*R {
	all := weigh(records, part)
	list := make([]*R, len(all))
	for i, w := range all {
		list[i] = &records[w.at]
	}
	return list
}

// weigh puts records in the order in which they are heard.
func weigh[R, B any](records []R, part func(*R) (*Source, *B)) []weighed[B] {
	all := make([]weighed[B], len(records))
	for i := range records {
		source, body := part(&records[i])
		all[i] = weighed[B]{at: i, body: body, rank: formatRank(source)}
	}
	if len(all) > 1 {
		for i := range all {
			all[i].weigh()
		}
		slices.SortFunc(all, func(a, b weighed[B]) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.fields, a.fields), cmp.Compare(b.text, a.text), strings.Compare(a.json, b.json))
		})
	}
	return all
}

// weigh counts the fields that a body fills, which are those that JSON does not omit, and the length of its text.
func (w *weighed[B]) weigh() {
	text := encode(w.body)
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		panic("models: a body is not a JSON object: " + err.Error())
	}
	w.json, w.text, w.fields = text, len(text), len(fields)
}
