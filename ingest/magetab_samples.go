package ingest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// sdrfSamples brings together what a table says of its samples, whose rows may be anywhere, in memory that does not grow with them.
type sdrfSamples struct {
	rep     *FileReport
	groups  *codeGroups
	current *sdrfSample // of the rows that were read last; rows of a sample mostly follow one another
}

func newSDRFSamples(rep *FileReport) *sdrfSamples {
	return &sdrfSamples{rep: rep, groups: newCodeGroups(sdrfKinds)}
}

func (s *sdrfSamples) close() { s.groups.close() }

// sdrfSample is a source, with what rows of it say, each thing once.
type sdrfSample struct {
	Name   string      `json:"n"`
	Code   string      `json:"c,omitempty"` // the one that is known, where a file names samples by it
	Values []sdrfValue `json:"v,omitempty"`

	seen map[sdrfValue]bool
	size int // of the values, in bytes
}

// sdrfValue is a value of a column.
type sdrfValue struct {
	Kind  sdrfKind `json:"k"`
	Key   string   `json:"n,omitempty"`
	Value string   `json:"v"`
	Taxon int      `json:"t,omitempty"`
}

// maxWaiting is how much of the sample that is being read waits in memory, in bytes.
const maxWaiting = 1 << 20

// add takes what a row says of a sample. The code is empty where it is not known.
func (s *sdrfSamples) add(name, code string, values ...sdrfValue) error {
	if s.current != nil && (sampleKey(s.current.Name) != sampleKey(name) || s.current.size > maxWaiting) {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if s.current == nil {
		s.current = &sdrfSample{Name: name, Code: code}
	}
	s.current.keep(values...)
	return nil
}

// empty tells whether nothing was added.
func (s *sdrfSamples) empty() bool { return s.current == nil && s.groups.added == 0 }

// flush lets the current sample wait with the others.
func (s *sdrfSamples) flush() error {
	if s.current == nil {
		return nil
	}
	row, err := json.Marshal(s.current)
	if err != nil {
		return err
	}
	sample := s.current
	s.current = nil
	return s.groups.addTo(sampleKey(sample.Name), sample.codes(), string(row))
}

// keep adds values, unless the sample says them already.
func (s *sdrfSample) keep(values ...sdrfValue) {
	if s.seen == nil {
		s.seen = map[sdrfValue]bool{}
	}
	for _, v := range values {
		if v.Value == "" || v.Kind == columnName && v.Value == s.Name || s.seen[v] {
			continue
		}
		s.seen[v] = true
		s.Values = append(s.Values, v)
		s.size += len(v.Key) + len(v.Value) + mapOverhead
	}
}

// sampleKey is what brings the rows of a source together; both channels of an array of GEO ("GSM1595222 1" and "GSM1595222 2") are of
// one. The mark tells it from all codes: sources are also named by codes, and may be named by those of others.
func sampleKey(name string) string {
	if gsm := sourceGSM(name); gsm != "" {
		name = gsm
	}
	return "=" + name
}

// sdrfKinds are the codes of a source, best first: those of archives, and the one that its name makes (see localCode).
var sdrfKinds = func() []codeKind {
	kinds := slices.Clone(sampleKinds)
	for i := range kinds {
		kinds[i].several = true
	}
	return append(kinds, codeKind{"source", regexp.MustCompile(`^[=-]`), true})
}()

var gsmSource = regexp.MustCompile(`^(?:GSE[0-9]+)?(GSM[0-9]{1,15})(?: [0-9]+)?$`) // "GSM1595222 1", "GSE3790GSM86791"

// sourceGSM is the sample of GEO that a source of a copied series is; "" if none.
func sourceGSM(name string) string {
	if match := gsmSource.FindStringSubmatch(name); match != nil {
		return match[1]
	}
	return ""
}

// archiveColumns hold the archives' codes, by their kinds.
var archiveColumns = map[string]string{"biosd_sample": "BioSample", "ena_sample": "SRA sample", "ena_experiment": "SRA experiment", "ena_run": "run"}

// codes lists the codes that a sample's rows name.
func (s *sdrfSample) codes() []string {
	if s.Code != "" {
		return []string{s.Code}
	}
	codes := []string{localCode(s.Name)}
	if gsm := sourceGSM(s.Name); gsm != "" {
		codes[0] = gsm
	}
	for _, v := range s.Values {
		if kind := archiveColumns[strings.ToLower(v.Key)]; v.Kind == columnAttribute && kind != "" && kindName(sampleKinds, v.Value) == kind {
			codes = append(codes, v.Value)
		}
	}
	return codes
}

// localCode is the part of sourceCode that is known before the experiment is.
func localCode(name string) string { return "-" + strings.Join(strings.Fields(name), "_") }

// sourceCode is the code of a sample that no archive gave one: that of its experiment and its name, as refine.bio writes it. Blanks
// of the name become underscores; "" if it is too long for a code.
func sourceCode(experiment, name string) string {
	code := experiment + localCode(name)
	if !isCode(code) {
		return ""
	}
	return code
}

// finish writes the samples, which name their experiment, and then the experiment. A code that two samples name (a BioSample that was
// split, a run of a pool) is of neither; it stays an attribute.
func (s *sdrfSamples) finish(sink Sink, accession string) error {
	if err := s.flush(); err != nil {
		return err
	}
	err := s.groups.each(func(g codeGroup) error {
		var sample sdrfSample
		for _, row := range g.rows {
			var more sdrfSample
			if err := json.Unmarshal([]byte(row), &more); err != nil {
				return err
			}
			if sample.Name == "" {
				sample.Name, sample.Code = more.Name, more.Code
			}
			sample.keep(more.Values...)
		}
		if g.cut {
			s.rep.problem(0, "the sample %q has rows of more than 64 MB together; expected fewer; the last of them are not kept", sample.Name)
		}
		codes := ownCodes(accession, g.alternates)
		if len(codes) == 0 {
			s.rep.problem(0, "the sample %q has no code that is its own; expected a short name that no other sample has; it is skipped", sample.Name)
			return nil
		}
		return sink.Sample(sample.body(accession, codes))
	})
	if err != nil {
		return err
	}
	experiment := models.ExperimentBody{AccessionCode: accession, Alternates: experimentAlternates(accession, nil)}
	experiment.SourceDatabase, experiment.SourceURL = archiveOf(accession)
	return sink.Experiment(experiment)
}

// ownCodes are the codes of a sample that no other has, the best first.
func ownCodes(accession string, alone []string) []string {
	codes := slices.Clone(alone)
	slices.SortStableFunc(codes, func(a, b string) int { return kindOf(sdrfKinds, a) - kindOf(sdrfKinds, b) })
	if last := len(codes) - 1; last >= 0 && strings.HasPrefix(codes[last], "-") {
		if codes[last] = accession + codes[last]; !isCode(codes[last]) {
			return codes[:last]
		}
	}
	return codes
}
