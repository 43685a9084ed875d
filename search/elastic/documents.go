package elastic

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/analysis"
)

// searchable is what is searched of an experiment, without its samples: a part of its own document and, copied, of those of its sets.
func searchable(d *search.Document) object {
	text, analyzer := object{}, analysis.New()
	for f, values := range d.Text {
		var kept []string
		for _, v := range values {
			if v = withoutTrailing(analyzer, v); v != "" {
				kept = append(kept, v)
			}
		}
		if len(kept) > 0 {
			text[search.TextFields[f].Name] = kept
		}
	}
	facet, number := object{}, object{}
	for _, f := range search.ExperimentFields() {
		if n, reported := d.Numbers[f.Name]; reported {
			number[f.Name] = n
			facet[f.Name] = binOf(f, n)
			continue
		}
		facet[f.Name] = terms(d.Values[f.Name])
	}
	return object{"accession": d.Hit.AccessionCode, "text": text, "facet": facet, "number": number}
}

// binOf names the bin of a range that a number lies in.
func binOf(f *search.Field, n int) string {
	for _, bin := range f.Bins {
		if bin.Contains(n) {
			return bin.String()
		}
	}
	return search.Between(n, n).String()
}

// terms are what values are indexed as; not reported is a term of its own.
func terms(values []search.Value) []string {
	if len(values) == 0 {
		return []string{notReported}
	}
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = termOf(v.Key)
	}
	return list
}

// row is a group of samples that agree in all sample fields.
type row struct {
	values           [][]string // by number of search.SampleFields: terms
	count, exclusive int
}

// document is the row as a nested document.
func (r *row) document(counts object) object {
	for i, f := range search.SampleFields() {
		counts[f.Name] = r.values[i]
	}
	return counts
}

// rows numbers the rows of some samples.
type rows struct {
	list   []*row
	number map[string]int
}

func newRows() *rows { return &rows{number: map[string]int{}} }

// of returns the number of the row of a sample.
func (r *rows) of(s *search.SampleDocument) int {
	values := make([][]string, len(s.Values))
	var key strings.Builder
	for i := range s.Values {
		values[i] = terms(s.Values[i])
		for _, term := range values[i] {
			key.WriteString(term)
			key.WriteByte(0)
		}
		key.WriteByte(1)
	}
	n, known := r.number[key.String()]
	if !known {
		n = len(r.list)
		r.number[key.String()] = n
		r.list = append(r.list, &row{values: values})
	}
	return n
}

// samples are some samples of the same experiments, as they are stored to be listed.
type samples struct {
	experiments []string
	rows        *rows
	members     []member
}

// member is one sample: its accession code, its title, and the number of its row.
type member struct {
	code, title string
	row         int
}

// owned parts an experiment's samples: those that no other experiment has, and those of each set of experiments.
func owned(d *search.Document) (own *samples, sets map[string]*samples) {
	own, sets = &samples{experiments: []string{d.Hit.AccessionCode}, rows: newRows()}, map[string]*samples{}
	for i := range d.Samples {
		s := &d.Samples[i]
		to := own
		if len(s.Experiments) > 1 {
			id := setID(s.Experiments)
			if to = sets[id]; to == nil {
				to = &samples{experiments: s.Experiments, rows: newRows()}
				sets[id] = to
			}
		}
		n := to.rows.of(s)
		to.rows.list[n].count++
		to.members = append(to.members, member{s.AccessionCode, s.Title, n})
	}
	return own, sets
}

// setID names a set of experiments.
func setID(experiments []string) string {
	sum := sha256.Sum256([]byte(strings.Join(experiments, "\x00")))
	return hex.EncodeToString(sum[:12])
}

// samplesOfChunk is how many samples a stored document holds: some 60 KB.
const samplesOfChunk = 1000

// sampleChunk is a document of samples.
type sampleChunk struct {
	Experiments []string     `json:"experiments"`
	Rows        [][][]string `json:"rows"`    // those of the chunk: terms by number of search.SampleFields
	Samples     [][]any      `json:"samples"` // accession code, title, number of the row
}

// chunkID names a part of the samples of an experiment or of a set.
func chunkID(owner string, n int) string { return "samples/" + owner + "/" + strconv.Itoa(n) }

// chunkIDs names all parts of n samples.
func chunkIDs(owner string, n int) []string {
	var ids []string
	for part := range (n + samplesOfChunk - 1) / samplesOfChunk {
		ids = append(ids, chunkID(owner, part))
	}
	return ids
}

// chunks parts samples into documents.
func (s *samples) chunks() []sampleChunk {
	var all []sampleChunk
	for from := 0; from < len(s.members); from += samplesOfChunk {
		chunk := sampleChunk{Experiments: s.experiments}
		number := map[int]int{}
		for _, m := range s.members[from:min(from+samplesOfChunk, len(s.members))] {
			n, known := number[m.row]
			if !known {
				n = len(chunk.Rows)
				number[m.row] = n
				chunk.Rows = append(chunk.Rows, s.rows.list[m.row].values)
			}
			chunk.Samples = append(chunk.Samples, []any{m.code, m.title, n})
		}
		all = append(all, chunk)
	}
	return all
}

// storedHit is what is read of an experiment that is a hit.
type storedHit struct {
	Hit          search.ExperimentHit `json:"hit"`
	Publications []string             `json:"publications,omitempty"` // titles; excerpts may be taken from them
	Authors      []string             `json:"authors,omitempty"`
	Values       map[string][]string  `json:"values,omitempty"` // some terms of each sample field, to be named where the text found them
	Own          int                  `json:"own"`              // samples in no other experiment
	Sets         []ownedSet           `json:"sets,omitempty"`
}

// ownedSet is a set of experiments that share samples, and how many.
type ownedSet struct {
	ID      string `json:"id"`
	Samples int    `json:"samples"`
}

// maxLabels bounds how many values of a field are looked at to show the few that match; experiments with more are rare.
const maxLabels = 200

// experimentDocument is an experiment in the index of experiments.
func experimentDocument(d *search.Document, own *samples, sets map[string]*samples) (object, error) {
	sum, err := d.Checksum()
	if err != nil {
		return nil, err
	}
	doc := searchable(d)
	doc["checksum"] = checksum(sum)
	if d.Hit.Published != nil {
		doc["published"] = d.Hit.Published.Unix()
	}
	all := newRows()
	for i := range d.Samples {
		s := &d.Samples[i]
		r := all.list[all.of(s)]
		r.count++
		if len(s.Experiments) < 2 {
			r.exclusive++
		}
	}
	groups := list{}
	kept := storedHit{Hit: d.Hit, Publications: d.Text[search.TextPublication], Authors: d.Text[search.TextAuthors],
		Own: len(own.members), Sets: ownedSets(sets), Values: all.some()}
	for _, r := range all.list {
		groups = append(groups, r.document(object{"count": r.count, "exclusive": r.exclusive}))
	}
	doc["groups"], doc["stored"] = groups, kept
	doc["exclusive"] = len(own.members)
	doc["same"], doc["differs"] = all.agreement()
	return doc, nil
}

// agreement parts the sample fields into those in which all rows have the same values, which are given, and those in which they differ.
func (r *rows) agreement() (same object, differs []string) {
	same, differs = object{}, []string{}
	if len(r.list) == 0 {
		return same, differs
	}
	for i, f := range search.SampleFields() {
		first := r.list[0].values[i]
		if slices.ContainsFunc(r.list, func(row *row) bool { return !slices.Equal(row.values[i], first) }) {
			differs = append(differs, f.Name)
		} else {
			same[f.Name] = first
		}
	}
	return same, differs
}

func ownedSets(sets map[string]*samples) []ownedSet {
	var all []ownedSet
	for _, id := range slices.Sorted(maps.Keys(sets)) {
		all = append(all, ownedSet{id, len(sets[id].members)})
	}
	return all
}

// some lists up to maxLabels terms of each sample field.
func (r *rows) some() map[string][]string {
	some := map[string][]string{}
	for i, f := range search.SampleFields() {
		seen := map[string]bool{notReported: true}
		for _, row := range r.list {
			for _, term := range row.values[i] {
				if !seen[term] && len(some[f.Name]) < maxLabels {
					seen[term] = true
					some[f.Name] = append(some[f.Name], term)
				}
			}
		}
	}
	return some
}

// setDocument is a set of experiments in the index of shared samples. experiments are what is searched of each, as JSON.
func setDocument(id string, s *samples, experiments list) object {
	groups := list{}
	for _, r := range s.rows.list {
		groups = append(groups, r.document(object{"count": r.count}))
	}
	same, differs := s.rows.agreement()
	return object{"set": id, "experiments": experiments, "groups": groups, "count": len(s.members), "same": same, "differs": differs}
}
