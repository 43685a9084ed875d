package views

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/suggest"
)

// SuggestPath answers what a text may mean while it is typed, to the parameters of a search: the text, and what is filtered already.
const SuggestPath = "/suggest"

// Suggestions are the options below the search box.
type Suggestions struct{ Options []Suggestion }

// Suggestion is one option: a page to go to.
type Suggestion struct {
	ID     string
	Label  string
	Hint   string // how it was found, or what it is called: "human", an experiment's title
	Kind   string // "Organism", "Experiment"
	URL    string
	Italic bool
	Code   bool // the label is an accession code
	// What the option finds in all of the catalogue, in words; a sample has experiments only, an experiment samples only.
	Samples, Experiments string
}

// SuggestedInstitution is an institution with what a search for it finds.
type SuggestedInstitution struct {
	suggest.Found
	Total search.Total
}

// InstitutionQuery searches for an institution by its name, and for the rest of a text.
func InstitutionQuery(q search.Query, f suggest.Found) search.Query {
	q = q.Clone()
	q.Page = 1
	unquoted := strings.FieldsFunc(f.Value.Value, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"“”„«»`, r) })
	q.Text = strings.TrimSpace(f.Rest + ` institution:"` + strings.Join(unquoted, " ") + `"`)
	return q
}

// NewSuggestions makes the options for a query whose text is being typed: codes lead to their pages, values of facets become filters beside
// those that are on, and the last option is to search for the text as it stands.
func NewSuggestions(q search.Query, codes []models.CodeBegun, values []suggest.Found, institutions []SuggestedInstitution) Suggestions {
	var s Suggestions
	add := func(o Suggestion) {
		o.ID = "suggestion-" + strconv.Itoa(len(s.Options)+1)
		s.Options = append(s.Options, o)
	}
	for _, c := range codes {
		o := Suggestion{Label: c.Code, Hint: excerpt(c.Title, suggestedTitle), Kind: "Experiment", URL: ExperimentURL(c.Own), Code: true,
			Samples: samples(c.Samples)}
		if c.IsSample {
			o.Kind, o.URL, o.Samples, o.Experiments = "Sample", SampleURL(c.Own), "", experiments(c.Experiments)
		}
		if c.Own != c.Code {
			o.Hint = strings.TrimRight(c.Own+" · "+o.Hint, " ·")
		}
		add(o)
	}
	for _, f := range values {
		chosen := withCondition(q, f.Field.Name, func(c *search.Condition) {
			c.Include, c.Exclude = put(c.Include, f.Value.Value), drop(c.Exclude, f.Value.Value)
		})
		chosen.Text = f.Rest
		o := Suggestion{Label: f.Label, Hint: f.As, Kind: f.Field.Label, URL: SearchURL(ordered(chosen)), Italic: f.Field.Name == models.FieldOrganism,
			Samples: samples(f.Samples), Experiments: experiments(f.Experiments)}
		if f.Field.Name == models.FieldPlatform && f.Label != f.Value.Value {
			o.Hint = f.Value.Value
		}
		o.Hint = withRest(o.Hint, f.Rest)
		add(o)
	}
	for _, i := range institutions {
		add(Suggestion{Label: i.Label, Hint: withRest("", i.Rest), Kind: "Institution", URL: SearchURL(ordered(InstitutionQuery(q, i.Found))),
			Samples: samples(i.Total.Samples), Experiments: experiments(i.Total.Experiments)})
	}
	if len(s.Options) > 0 {
		add(Suggestion{Label: "“" + excerpt(q.Text, suggestedTitle) + "”", Kind: "Text", URL: SearchURL(ordered(withPage(q, 1)))})
	}
	return s
}

// withRest adds what else of the text is searched.
func withRest(hint, rest string) string {
	if rest == "" {
		return hint
	}
	return strings.TrimLeft(hint+" and “"+excerpt(rest, suggestedTitle)+"”", " ")
}

// suggestedTitle is how many characters of a title an option shows.
const suggestedTitle = 90

// ordered returns q in the order that it has by default: a text that is typed next, or that was taken away, has another.
func ordered(q search.Query) search.Query {
	if q.Sort == search.SortRelevance || q.Sort == search.SortMostSamples {
		q.Sort = q.DefaultSort()
	}
	return q
}
