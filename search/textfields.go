package search

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
)

// TextField is a part of an experiment that text is looked up in: a number of TextFields.
type TextField int

// The ranked text fields: plain words are looked up in all of them.
const (
	TextTitle       TextField = iota
	TextAuthors               // of its publications
	TextAttributes            // of all its samples: titles, values, submitted attributes
	TextPublication           // titles
	TextInstitution
	TextDescription
	TextAccession // its own code and its alternates, not its samples'
	NumRankedFields

	// AnyField stands for all ranked fields.
	AnyField TextField = -1
)

// TextFieldInfo describes a text field.
type TextFieldInfo struct {
	Name   string // in queries: name:word
	Weight float32
	Like   TextField // the ranked field that it is ranked as: its own number, or that of the attributes, of which values are a part
}

// TextFields describes all text fields: the ranked ones, then one for the values of each field of samples or experiments, which are looked up
// only where a query names the field. In those, `tissue:liver` asks whether the experiment mentions liver among its samples' tissues.
var TextFields = append([]TextFieldInfo{
	TextTitle:       {"title", 10, TextTitle},
	TextAuthors:     {"authors", 8, TextAuthors},
	TextAttributes:  {"attributes", 7, TextAttributes},
	TextPublication: {"publication", 5, TextPublication},
	TextInstitution: {"institution", 3, TextInstitution},
	TextDescription: {"description", 2, TextDescription},
	TextAccession:   {"accession", 10, TextAccession},
}, valueFields()...)

// valueFields are the facets with terms, and what samples have besides; "publication" is a ranked field already.
func valueFields() []TextFieldInfo {
	var list []TextFieldInfo
	for _, f := range Fields {
		if !f.IsRange() && f.Name != "publication" {
			list = append(list, TextFieldInfo{f.Name, 7, TextAttributes})
		}
	}
	for _, name := range []string{models.FieldTreatment, models.FieldAge} {
		list = append(list, TextFieldInfo{name, 7, TextAttributes})
	}
	return list
}

// otherNames of text fields that people may write; those of refine.bio among them.
var otherNames = map[string]string{
	"author": "authors", "attribute": "attributes", "species": models.FieldOrganism, "specimen_part": models.FieldTissue,
	"gender": models.FieldSex, "cellline": models.FieldCellLine, "cell-line": models.FieldCellLine, "developmental_stage": models.FieldStage,
}

// Name is the field's name in queries; that of AnyField is empty.
func (f TextField) Name() string {
	if f == AnyField {
		return ""
	}
	return TextFields[f].Name
}

// TextFieldByName finds a text field by any of its names, in any case.
func TextFieldByName(name string) (TextField, bool) {
	name = strings.ToLower(name)
	if usual, ok := otherNames[name]; ok {
		name = usual
	}
	i := slices.IndexFunc(TextFields, func(f TextFieldInfo) bool { return f.Name == name })
	return TextField(i), i >= 0
}

// TextFieldNames lists the names of TextFields, in their order. An index of other fields is out of date.
func TextFieldNames() []string {
	var names []string
	for _, f := range TextFields {
		names = append(names, f.Name)
	}
	return names
}

// namesInText are all names that may stand before a colon.
func namesInText() []string {
	names := TextFieldNames()
	for _, f := range Fields {
		if f.IsRange() {
			names = append(names, f.Name)
		}
	}
	for name := range otherNames {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
