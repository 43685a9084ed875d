package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// endSample writes a sample.
func (s *soft) endSample(sink Sink, block *softBlock) error {
	code := s.code(block, gsmCode, "GSM25349")
	if code != "" && block.first("platform_id") == "" {
		s.rep.problem(block.line, "%s has no !Sample_platform_id, which all samples of GEO have; the file may have been cut off; the sample is skipped", code)
		return s.breaks(code, block.line)
	}
	if code == "" {
		if named := strings.ToUpper(block.name); gsmCode.MatchString(named) {
			return s.breaks(named, block.line)
		}
		return nil
	}
	body := models.SampleBody{AccessionCode: code, Title: oneLine(block.first("title")), Alternates: distinctBut(code, relations(block, sampleRelation))}
	for _, series := range block.all("series_id") {
		if series = strings.ToUpper(series); seriesCode.MatchString(series) {
			body.Experiments = append(body.Experiments, series)
		}
	}
	body.Experiments = distinctBut("", body.Experiments)
	values := &valueList{}
	sampleOrganisms(block, values)
	if technology := s.technology(block); technology != "" {
		values.add(models.FieldValue{Field: models.FieldTechnology, Value: technology})
	}
	for _, platform := range block.all("platform_id") {
		if platform = strings.ToUpper(platform); platformCode.MatchString(platform) {
			values.add(models.FieldValue{Field: models.FieldPlatform, Value: platform})
		}
	}
	for _, p := range block.pairs {
		attribute, ok := softAttribute(p)
		if !ok {
			continue
		}
		body.Attributes = append(body.Attributes, attribute)
		if strings.HasPrefix(p.Key, "characteristics_ch") {
			values.add(harmonise.Attribute(attribute.Key, attribute.Value)...)
		}
	}
	body.Values = values.list
	s.samples++
	return sink.Sample(body)
}

// sampleOrganisms takes the organisms of every channel, each with the taxonomy id of the same place.
func sampleOrganisms(block *softBlock, values *valueList) {
	done := map[string]bool{}
	for _, p := range block.pairs {
		channel, ok := strings.CutPrefix(p.Key, "organism_")
		if !ok || done[channel] {
			continue
		}
		done[channel] = true
		names, ids := block.all(p.Key), block.all("taxid_"+channel)
		for i, name := range names {
			for _, v := range harmonise.Field(models.FieldOrganism, "", oneLine(name)) {
				if len(ids) == len(names) && v.TaxonomyID == 0 {
					v.TaxonomyID = taxonomyID(ids[i])
				}
				values.add(v)
			}
		}
	}
}

// taxonomyID reads an id of NCBI Taxonomy; 0 where it is none.
func taxonomyID(s string) int {
	id, err := strconv.ParseInt(s, 10, 32)
	if err != nil || id < 0 {
		return 0
	}
	return int(id)
}

// technology is what the sample's record, else its platform, else all of its series say; empty where they do not tell.
// GEO's sample type "RNA" names the molecule and tells nothing.
func (s *soft) technology(block *softBlock) string {
	if technology, ok := harmonise.Technology(harmonise.LibraryStrategy, block.first("library_strategy")); ok {
		if single, ok := harmonise.Technology(harmonise.LibrarySource, block.first("library_source")); ok && technology == "RNA-seq" {
			return single
		}
		return technology
	}
	if technology, ok := harmonise.Technology(harmonise.SampleType, block.first("type")); ok {
		return technology
	}
	if technology, ok := harmonise.Technology(harmonise.PlatformTechnology, s.platforms[strings.ToUpper(block.first("platform_id"))]); ok {
		return technology
	}
	var said []string
	for _, series := range distinctBut("", block.all("series_id")) {
		said = append(said, s.technologies[strings.ToUpper(series)]...)
	}
	if said = distinctBut("", said); len(said) != 1 {
		return "" // series of several technologies do not say which one the sample has
	}
	return said[0]
}

// seriesTechnologies lists the technologies that a series' types name, once each.
func seriesTechnologies(block *softBlock) []string {
	var said []string
	for _, word := range block.all("type") {
		if technology, ok := harmonise.Technology(harmonise.SeriesType, word); ok && !slices.Contains(said, technology) {
			said = append(said, technology)
		}
	}
	return said
}

// attributeNames are the keys of GEO's own that are kept as attributes, beside the submitter's characteristics.
var attributeNames = map[string]string{
	"source_name": "source name", "molecule": "molecule", "description": "description", "instrument_model": "instrument model",
	"library_strategy": "library strategy", "library_source": "library source", "library_selection": "library selection",
	"label": "label", "biomaterial_provider": "biomaterial provider",
	"tag_count": "tag count", "tag_length": "tag length", "anchor": "anchor",
	"treatment_protocol": "treatment protocol", "growth_protocol": "growth protocol", "extract_protocol": "extract protocol",
	"label_protocol": "label protocol", "hyb_protocol": "hybridization protocol", "scan_protocol": "scan protocol", "data_processing": "data processing",
}

var channel = regexp.MustCompile(`_ch([0-9]+)$`)

// softAttribute makes a pair an attribute as submitted; ok is false for keys that are none, blanks and contact data.
func softAttribute(p models.Attribute) (a models.Attribute, ok bool) {
	base, of := p.Key, ""
	if match := channel.FindStringSubmatch(p.Key); match != nil {
		base, of = strings.TrimSuffix(p.Key, match[0]), match[1]
	}
	name, known := attributeNames[base]
	switch {
	case base == "characteristics":
		a = splitCharacteristic(p.Value)
	case known && of != "" && of != "1":
		a = models.Attribute{Key: name + " (channel " + of + ")", Value: oneLine(p.Value)}
	case known:
		a = models.Attribute{Key: name, Value: oneLine(p.Value)}
	}
	return a, a.Value != "" && !isContact(a.Key)
}

// maxKey is the longest key, in bytes, of a characteristic; what stands before a colon further on is a sentence.
const maxKey = 80

// splitCharacteristic parts "tissue: liver" at the first colon outside of brackets. Without a colon, and where what stands before it
// cannot be a key (a link, a number, an equation, a sentence), the whole is a value without a key.
func splitCharacteristic(s string) models.Attribute {
	s = oneLine(s)
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ':':
			if depth > 0 {
				continue
			}
			key, value := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
			if key == "" || len(key) > maxKey || strings.HasPrefix(value, "//") || strings.ContainsAny(key, "=;") || !hasLetter(key) {
				return models.Attribute{Value: s}
			}
			return models.Attribute{Key: key, Value: value}
		}
	}
	return models.Attribute{Value: s}
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, isLetter) }
