package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/facetome/facetome/models"
)

// Export writes the whole catalogue as NDJSON, as of one moment: platforms, then samples (also those of no experiment), then experiments,
// each in byte order of accession codes. The same records make the same bytes, in whatever order they were imported; and an empty
// catalogue into which an export is imported exports the same bytes again. Which file said what is not written.
//
// progress, which may be nil, is called after every sample and experiment. Memory does not grow with the catalogue.
func Export(ctx context.Context, store *models.Store, w io.Writer, progress func(done, total int)) error {
	out := bufio.NewWriterSize(w, 64<<10)
	e := &exporter{json: json.NewEncoder(out), progress: progress}
	e.json.SetEscapeHTML(false)
	err := store.Snapshot(ctx, func(s *models.Snapshot) error {
		e.total = s.State.Samples + s.State.Experiments
		platforms, err := s.Platforms(ctx)
		if err != nil {
			return err
		}
		for _, p := range platforms {
			if err := e.json.Encode(platformLine{"platform", p.AccessionCode, true, p.Name}); err != nil {
				return err
			}
		}
		if err := s.EachSample(ctx, e.sample); err != nil {
			return err
		}
		return s.EachExperiment(ctx, e.experiment)
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return out.Flush()
}

// exporter is one export.
type exporter struct {
	json        *json.Encoder
	progress    func(done, total int)
	done, total int
}

// The lines of an export; ndjson.go says what their keys mean.
type (
	platformLine struct {
		Type          string `json:"type"`
		AccessionCode string `json:"accession_code"`
		Harmonised    bool   `json:"harmonised"`
		Name          string `json:"name,omitempty"`
	}
	sampleLine struct {
		Type          string        `json:"type"`
		AccessionCode string        `json:"accession_code"`
		Harmonised    bool          `json:"harmonised"`
		Alternates    []string      `json:"alternate_accession_codes,omitempty"`
		Title         string        `json:"title,omitempty"`
		Organism      texts         `json:"organism,omitempty"`
		TaxonomyID    []int         `json:"organism_taxonomy_id,omitempty"`
		Technology    texts         `json:"technology,omitempty"`
		Platform      texts         `json:"platform_accession_code,omitempty"`
		PlatformName  texts         `json:"platform_name,omitempty"`
		Processed     []bool        `json:"is_processed,omitempty"`
		Tissue        texts         `json:"specimen_part,omitempty"`
		Disease       texts         `json:"disease,omitempty"`
		Sex           texts         `json:"sex,omitempty"`
		Age           texts         `json:"age,omitempty"`
		AgeQuantity   []*models.Age `json:"age_quantity,omitempty"`
		CellLine      texts         `json:"cell_line,omitempty"`
		Stage         texts         `json:"developmental_stage,omitempty"`
		Treatment     texts         `json:"treatment,omitempty"`
		Experiments   []string      `json:"experiments,omitempty"`
		Attributes    attributeList `json:"attributes,omitempty"`
	}
	experimentLine struct {
		Type           string                   `json:"type"`
		AccessionCode  string                   `json:"accession_code"`
		Harmonised     bool                     `json:"harmonised"`
		Alternates     []string                 `json:"alternate_accession_codes,omitempty"`
		Title          string                   `json:"title,omitempty"`
		Description    string                   `json:"description,omitempty"`
		Protocol       string                   `json:"protocol_description,omitempty"`
		SourceDatabase string                   `json:"source_database,omitempty"`
		SourceURL      string                   `json:"source_url,omitempty"`
		Publications   []models.PublicationBody `json:"publications,omitempty"`
		HasPublication bool                     `json:"has_publication,omitempty"`
		Institution    string                   `json:"submitter_institution,omitempty"`
		FirstPublished *time.Time               `json:"source_first_published,omitempty"`
		LastModified   *time.Time               `json:"source_last_modified,omitempty"`
		Synthetic      bool                     `json:"synthetic,omitempty"`
		Samples        []string                 `json:"samples,omitempty"`
	}
)

// sample writes a sample.
func (e *exporter) sample(s *models.SampleBody) error {
	line := sampleLine{Type: "sample", AccessionCode: s.AccessionCode, Harmonised: true, Alternates: s.Alternates, Title: s.Title,
		Experiments: s.Experiments, Attributes: s.Attributes}
	fields := map[string]*texts{
		models.FieldOrganism: &line.Organism, models.FieldTechnology: &line.Technology, models.FieldPlatform: &line.Platform,
		models.FieldTissue: &line.Tissue, models.FieldDisease: &line.Disease, models.FieldSex: &line.Sex, models.FieldAge: &line.Age,
		models.FieldCellLine: &line.CellLine, models.FieldStage: &line.Stage, models.FieldTreatment: &line.Treatment,
	}
	names, taxa, ages := false, false, false
	for _, v := range s.Values {
		switch v.Field {
		case models.FieldProcessed:
			line.Processed = append(line.Processed, v.Value == "yes")
			continue
		case models.FieldOrganism:
			line.TaxonomyID = append(line.TaxonomyID, v.TaxonomyID)
			taxa = taxa || v.TaxonomyID != 0
		case models.FieldAge:
			age := quantity(v.Value)
			line.AgeQuantity = append(line.AgeQuantity, age)
			ages = ages || age != nil
		case models.FieldPlatform:
			line.PlatformName = append(line.PlatformName, v.Name)
			names = names || v.Name != ""
		}
		list := fields[v.Field]
		if list == nil {
			return fmt.Errorf("sample %s has a value of the field %q, which the catalogue format has no key for", s.AccessionCode, v.Field)
		}
		*list = append(*list, v.Value)
	}
	if !taxa {
		line.TaxonomyID = nil
	}
	if !ages {
		line.AgeQuantity = nil
	}
	if !names {
		line.PlatformName = nil
	}
	return e.write(&line)
}

// quantity is an age in numbers; nil where it was not read.
func quantity(label string) *models.Age {
	if age, ok := models.ReadAge(label); ok {
		return &age
	}
	return nil
}

// experiment writes an experiment.
func (e *exporter) experiment(b *models.ExperimentBody) error {
	return e.write(&experimentLine{
		Type: "experiment", AccessionCode: b.AccessionCode, Harmonised: true, Alternates: b.Alternates, Title: b.Title,
		Description: b.Description, Protocol: b.Protocol, SourceDatabase: b.SourceDatabase, SourceURL: b.SourceURL,
		Publications: b.Publications, HasPublication: b.HasPublication, Institution: b.SubmitterInstitution,
		FirstPublished: b.FirstPublished, LastModified: b.LastModified, Synthetic: b.Synthetic, Samples: b.Samples,
	})
}

// write writes a line of a sample or an experiment.
func (e *exporter) write(line any) error {
	if err := e.json.Encode(line); err != nil {
		return err
	}
	e.done++
	if e.progress != nil {
		e.progress(e.done, e.total)
	}
	return nil
}

// texts is written as a string where it is one, else as a list.
type texts []string

// MarshalJSON implements json.Marshaler.
func (t texts) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return plainJSON(t[0])
	}
	return plainJSON([]string(t))
}

// attributeList is written as an object: keys in the order in which they come first, each with all of its values.
type attributeList []models.Attribute

// MarshalJSON implements json.Marshaler.
func (l attributeList) MarshalJSON() ([]byte, error) {
	var keys []string
	values := map[string]texts{}
	for _, a := range l {
		if values[a.Key] == nil {
			keys = append(keys, a.Key)
		}
		values[a.Key] = append(values[a.Key], a.Value)
	}
	var b bytes.Buffer
	for i, key := range keys {
		b.WriteByte("{,"[min(i, 1)])
		for _, part := range []struct {
			what any
			end  string
		}{{key, ":"}, {values[key], ""}} {
			text, err := plainJSON(part.what)
			if err != nil {
				return nil, err
			}
			b.Write(text)
			b.WriteString(part.end)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plainJSON is JSON in which <, > and & stand as they are.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
