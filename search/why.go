package search

import "slices"

// MaxExcerpt is how many characters an excerpt has at most: some three lines of a card.
const MaxExcerpt = 300

// Why says why a text found an experiment.
type Why struct {
	Fields      []string       `json:"fields"`                // of TextFields, in which words of the text stand
	Values      []MatchedValue `json:"values,omitempty"`      // of the experiment's samples, some of those that have words of the text
	Title       []Segment      `json:"title,omitempty"`       // whole; none where no word stands in it
	Institution []Segment      `json:"institution,omitempty"` // likewise
	Excerpt     []Segment      `json:"excerpt,omitempty"`     // of what has most of the words; none where they stand in nothing that is shown
	ExcerptOf   string         `json:"excerpt_of,omitempty"`  // the field that the excerpt is taken from
}

// MatchedValue is a value of samples that has words of the text.
type MatchedValue struct {
	Field string    `json:"field"` // of SampleFields
	Label []Segment `json:"label"`
}

// Explained is what of an experiment is looked at to say why it was found.
type Explained struct {
	Title, Description, Institution string
	Publications, Authors           []string
	Fields                          []TextField // in which words of the text stand, in the order of TextFields
	Values                          []FieldLabel
}

// FieldLabel is a value of samples as it is shown, and its field.
type FieldLabel struct {
	Field TextField
	Label string
}

// Bounds of the values of samples that are told: a line of a card.
const (
	maxMatchedValues = 3
	maxMatchedLabel  = 60 // characters
)

// Explain says why a text found an experiment.
func (m *Marker) Explain(e Explained) *Why {
	why := &Why{}
	for _, f := range e.Fields {
		why.Fields = append(why.Fields, f.Name())
	}
	has := func(field TextField) bool { return slices.Contains(e.Fields, field) }
	if has(TextTitle) {
		why.Title = m.Whole(TextTitle, e.Title)
	}
	if has(TextInstitution) {
		why.Institution = m.Whole(TextInstitution, e.Institution)
	}
	most := 0
	try := func(field TextField, text string) {
		if !has(field) {
			return
		}
		if excerpt, covered := m.Excerpt(field, text, MaxExcerpt); covered > most {
			why.Excerpt, why.ExcerptOf, most = excerpt, field.Name(), covered
		}
	}
	try(TextDescription, e.Description)
	for _, title := range e.Publications {
		try(TextPublication, title)
	}
	for _, author := range e.Authors {
		try(TextAuthors, author)
	}
	for _, v := range e.Values {
		if len(why.Values) == maxMatchedValues {
			break
		}
		if label, _ := m.Excerpt(v.Field, v.Label, maxMatchedLabel); label != nil {
			why.Values = append(why.Values, MatchedValue{v.Field.Name(), label})
		}
	}
	return why
}
