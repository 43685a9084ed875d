package views

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"github.com/facetome/facetome/search"
)

// Why says where in an experiment the words of the text stand.
type Why struct {
	Places []string // "title", "description", …
	Values []WhyValue
}

// WhyValue is a value of its samples that has such words.
type WhyValue struct {
	Field string // "tissue"
	Label []search.Segment
}

// placeNames are the names of text fields where a card says them in other words than a query.
var placeNames = map[string]string{
	"publication": "publication title",
	"accession":   "accession code",
	"attributes":  "sample attributes",
}

// newWhy makes the line of a card; a field of samples stands with its values where they are known, and is not named twice as a part of all attributes.
func newWhy(w *search.Why) Why {
	var f Why
	valued := map[string]bool{}
	for _, v := range w.Values {
		f.Values = append(f.Values, WhyValue{fieldWords(v.Field), v.Label})
		valued[v.Field] = true
	}
	ofSamples := false
	for _, name := range w.Fields {
		field, _ := search.TextFieldByName(name)
		ofSamples = ofSamples || field >= search.NumRankedFields && search.TextFields[field].Like == search.TextAttributes
	}
	for _, name := range w.Fields {
		if !valued[name] && (name != "attributes" || !ofSamples) {
			f.Places = append(f.Places, fieldWords(name))
		}
	}
	return f
}

func fieldWords(name string) string {
	if words, other := placeNames[name]; other {
		return words
	}
	if f := search.FieldByName(name); f != nil {
		return strings.ToLower(f.Label)
	}
	return name
}

// words say the places: "title, description".
func (f Why) words() string { return strings.Join(f.Places, ", ") }

// excerptWords stand before an excerpt that is not of the description.
var excerptWords = map[string]string{"publication": "Publication: ", "authors": "Author: "}

// plainSegments is a text without marks.
func plainSegments(text string) []search.Segment {
	if text == "" {
		return nil
	}
	return []search.Segment{{Text: text}}
}

// marked writes segments; each is escaped by itself, so that no mark can cross a tag.
func marked(list []search.Segment) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, s := range list {
			if text := templ.EscapeString(s.Text); s.Marked {
				b.WriteString("<mark>" + text + "</mark>")
			} else {
				b.WriteString(text)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
