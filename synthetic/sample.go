package synthetic

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// values is a field of a sample: a string, or a list where there are several.
type values []string

func (v values) MarshalJSON() ([]byte, error) {
	if len(v) == 1 {
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

// sampleRecord is a sample as the NDJSON format writes it.
type sampleRecord struct {
	Type          string            `json:"type"`
	AccessionCode string            `json:"accession_code"`
	Alternates    []string          `json:"alternate_accession_codes,omitempty"`
	Title         string            `json:"title,omitempty"`
	Organism      values            `json:"organism,omitempty"`
	Technology    string            `json:"technology,omitempty"`
	PlatformCode  string            `json:"platform_accession_code,omitempty"`
	PlatformName  string            `json:"platform_name,omitempty"`
	Processed     *bool             `json:"is_processed,omitempty"`
	Tissue        values            `json:"specimen_part,omitempty"`
	Disease       values            `json:"disease,omitempty"`
	Sex           values            `json:"sex,omitempty"`
	Age           values            `json:"age,omitempty"`
	CellLine      values            `json:"cell_line,omitempty"`
	Stage         values            `json:"developmental_stage,omitempty"`
	Treatment     values            `json:"treatment,omitempty"`
	Attributes    map[string]string `json:"attributes,omitempty"`
}

func sampleCode(number int) string { return fmt.Sprintf("SYNS%07d", number) }

// gap is how often a sample lacks a value that its study reports.
const gap = 0.03

// writeSamples writes n new samples of a study and keeps their numbers in it.
func (g *generator) writeSamples(s *study, n int) {
	for i := range n {
		g.samples++
		s.samples = append(s.samples, g.samples)
		g.write(g.newSample(s, i, sampleCode(g.samples)))
	}
}

// newSample makes the sample of a number in its study. Conditions change slowest, then tissues; patients differ by chance.
func (g *generator) newSample(s *study, i int, code string) *sampleRecord {
	u := s.subjects[i%len(s.subjects)]
	condition, replicate := i, i/3
	r := &sampleRecord{Type: "sample", AccessionCode: code, Attributes: map[string]string{}}
	if s.seq && g.chance(0.7) {
		g.runs++
		r.Alternates = []string{fmt.Sprintf("SYNR%08d", g.runs)}
	}
	r.Title = g.describe(s, u, r, condition, replicate)
	g.describeAssay(s, u, r)
	if s.reports.others {
		g.addAttributes(s, u, r, i)
	}
	return r
}

// describe fills in what was sampled and what was done to it; it returns the sample's title.
func (g *generator) describe(s *study, u *subject, r *sampleRecord, condition, replicate int) string {
	say := s.spelling
	tissue := u.tissues[replicate%len(u.tissues)]
	what := tissue
	if len(u.cellLines) > 0 {
		line := u.cellLines[replicate%len(u.cellLines)]
		what = line.name
		g.fill(&r.CellLine, s.reports.cellLine, say, line.name)
		g.fill(&r.Disease, s.reports.disease && line.disease != "", say, say.words(line.disease))
	}
	if s.twoColour && g.chance(0.8) {
		g.fill(&r.Tissue, s.reports.tissue, say, say.words(tissue), "universal reference RNA")
	} else {
		g.fill(&r.Tissue, s.reports.tissue, say, say.words(tissue))
	}
	if u.disease != "" {
		state := say.normal
		if g.chance(0.6) {
			state = say.words(u.disease)
		}
		what = state + " " + what
		g.fill(&r.Disease, s.reports.disease, say, state)
	} else if u.isHuman() && len(u.cellLines) == 0 {
		g.fill(&r.Disease, s.reports.disease && g.chance(0.3), say, say.normal)
	}
	if len(u.sexes) > 0 {
		g.fill(&r.Sex, s.reports.sex, say, say.sexes[pick(g, u.sexes)])
	}
	if age := u.ages(g.Rand); age != "" {
		g.fill(&r.Age, s.reports.age, say, age)
	}
	g.fill(&r.Stage, s.reports.stage, say, u.stages[replicate%len(u.stages)])
	if len(s.treatment) > 0 {
		treatment := say.control
		if condition%2 == 1 {
			treatment = say.words(s.treatment[condition/2%len(s.treatment)])
		}
		what += ", " + treatment
		g.fill(&r.Treatment, s.reports.treatment, say, treatment)
	}
	return fmt.Sprintf("%s, replicate %d", capitalized(what), replicate+1)
}

// fill sets a field that the study reports, but for gaps.
func (g *generator) fill(field *values, reported bool, say spelling, value ...string) {
	switch {
	case !reported:
	case !g.chance(gap):
		*field = value
	case say.absent != "":
		*field = values{say.absent}
	}
}

// describeAssay fills in organism, technology, platform and whether the sample was processed.
func (g *generator) describeAssay(s *study, u *subject, r *sampleRecord) {
	if s.reports.organism {
		r.Organism = values{s.spelling.organism(u.name)}
		if s.together {
			r.Organism = nil
			for _, each := range s.subjects {
				r.Organism = append(r.Organism, s.spelling.organism(each.name))
			}
		}
	}
	if s.reports.technology {
		r.Technology = s.technology()
	}
	if s.reports.platform {
		p := s.platforms[g.samples%len(s.platforms)]
		r.PlatformCode, r.PlatformName = p.code, p.name
	}
	if s.reports.processed {
		processed := g.chance(0.85) && !s.other
		r.Processed = &processed
	}
}

// technology is the study's, as its submitters write it.
func (s *study) technology() string {
	switch {
	case s.other:
		return "other"
	case s.cells:
		return "scRNA-seq"
	case s.seq && s.spelling.loud:
		return "RNA-SEQ"
	case s.seq:
		return "RNA-seq"
	case s.spelling.loud:
		return "MICROARRAY"
	}
	return "microarray"
}

// addAttributes adds what no facet asks for.
func (g *generator) addAttributes(s *study, u *subject, r *sampleRecord, i int) {
	if u.strain != "" {
		r.Attributes["strain"] = u.strain
	}
	if len(s.hours) > 0 {
		r.Attributes["time"] = s.hours[i%len(s.hours)]
	}
	if len(s.doses) > 0 {
		r.Attributes["dose"] = s.doses[i%len(s.doses)]
	}
	if len(u.cellLines) > 0 {
		r.Attributes["passage"] = strconv.Itoa(3 + g.IntN(20))
	} else if strings.Contains(s.title, s.gene) {
		r.Attributes["genotype"] = []string{"wild type", s.gene + " mutant"}[i%2]
	}
	if s.seq {
		r.Attributes["library preparation"] = []string{"TruSeq Stranded mRNA", "SMARTer Ultra Low", "ribosomal RNA depletion"}[s.year%3]
	}
	if i >= 24 { // larger studies are made in batches
		r.Attributes["batch"] = strconv.Itoa(1 + i/24)
	}
}
