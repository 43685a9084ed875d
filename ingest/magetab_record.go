package ingest

import (
	"cmp"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// body is the sample's record.
func (s *sdrfSample) body(experiment string, codes []string) models.SampleBody {
	body := models.SampleBody{AccessionCode: codes[0], Alternates: codes[1:], Title: s.title(), Experiments: []string{experiment}}
	values := &valueList{}
	for _, v := range s.Values {
		if v.Kind == columnCharacteristic {
			values.add(v.harmonised()...)
		}
	}
	var factors []models.FieldValue // they speak where no characteristic does
	for _, v := range s.Values {
		if v.Kind == columnFactor {
			factors = append(factors, v.harmonised()...)
		}
	}
	addOthers(values, factors)
	values.add(s.technologies()...)
	for _, v := range s.Values {
		switch v.Kind {
		case columnArray:
			values.add(keyed(v.Key, platformValue(v.Value, ""))...)
		case columnAttribute:
			if strings.EqualFold(v.Key, "instrument_model") {
				values.add(keyed(v.Key, platformValue(v.Value, ""))...)
			}
		}
	}
	body.Values = values.list
	body.Attributes = s.attributes()
	return body
}

// title is what the submitter called the sample; the name of a copied GEO sample is its code and no title.
func (s *sdrfSample) title() string {
	for _, v := range s.Values {
		if v.Kind == columnAttribute && strings.EqualFold(v.Key, "sample_title") {
			return v.Value
		}
	}
	if s.Code != "" || sourceGSM(s.Name) != "" {
		return ""
	}
	return s.Name
}

// harmonised is what a characteristic or factor stands for.
func (v sdrfValue) harmonised() []models.FieldValue {
	if !strings.EqualFold(v.Key, "organism") {
		return harmonise.Attribute(v.Key, v.Value)
	}
	values := harmonise.Field(models.FieldOrganism, v.Key, v.Value)
	for i := range values {
		values[i].TaxonomyID = cmp.Or(values[i].TaxonomyID, v.Taxon)
	}
	return values
}

// addOthers adds the values of fields that have none yet.
func addOthers(values *valueList, more []models.FieldValue) {
	said := map[string]bool{}
	for _, v := range values.list {
		said[v.Field] = true
	}
	for _, v := range more {
		if !said[v.Field] {
			values.add(v)
		}
	}
}

func keyed(key string, values []models.FieldValue) []models.FieldValue {
	for i := range values {
		values[i].RawKey = key
	}
	return values
}

// technologies are what the library strategies, else the technology types tell; a hybridization to an array is one.
func (s *sdrfSample) technologies() []models.FieldValue {
	var strategies, types, arrays []models.FieldValue
	single := ""
	for _, v := range s.Values {
		if v.Kind == columnAttribute && strings.EqualFold(v.Key, "library_source") {
			if technology, ok := harmonise.Technology(harmonise.LibrarySource, v.Value); ok {
				single = technology
			}
		}
	}
	for _, v := range s.Values {
		switch {
		case v.Kind == columnAttribute && strings.EqualFold(v.Key, "library_strategy"):
			if technology, ok := harmonise.Technology(harmonise.LibraryStrategy, v.Value); ok {
				if single != "" && technology == "RNA-seq" {
					technology = single
				}
				strategies = append(strategies, said(v, technology))
			}
		case v.Kind == columnTechnology:
			types = append(types, harmonise.Field(models.FieldTechnology, v.Key, v.Value)...)
		case v.Kind == columnHybridization:
			arrays = append(arrays, said(v, "microarray"))
		case v.Kind == columnArray: // says more than a name
			arrays = append([]models.FieldValue{said(v, "microarray")}, arrays...)
		}
	}
	values := &valueList{}
	values.add(strategies...)
	values.add(types...)
	if len(strategies)+len(types) == 0 {
		values.add(arrays...)
	}
	return values.list
}

// said is the technology that a value tells.
func said(v sdrfValue, technology string) models.FieldValue {
	told := models.FieldValue{Field: models.FieldTechnology, Value: technology, RawKey: v.Key}
	if v.Value != technology {
		told.RawValue = v.Value
	}
	return told
}

// attributes lists what was submitted, in the order of the columns. A factor that repeats a characteristic is told once.
func (s *sdrfSample) attributes() []models.Attribute {
	var list []models.Attribute
	told := map[[2]string]bool{}
	for _, v := range s.Values {
		if (v.Kind == columnName || v.Kind == columnHybridization) && v.Value == s.Name {
			continue
		}
		pair := [2]string{models.Fold(v.Key), models.Fold(v.Value)}
		if v.Kind == columnFactor && told[pair] {
			continue
		}
		told[pair] = true
		list = append(list, models.Attribute{Key: v.Key, Value: v.Value})
	}
	return list
}
