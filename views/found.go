package views

import (
	"slices"
	"strings"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Found says what a code of the text found, in one sentence with links: Before, Links, After.
type Found struct {
	Code   string
	Before string // " is a sample of "
	Links  []Link
	After  string
}

// behind is what stands behind link i.
func (f Found) behind(i int) string {
	if i < len(f.Links)-1 {
		return ", "
	}
	return f.After
}

// maxFoundLinks is how many experiments the sentence about one code names; the results list them all.
const maxFoundLinks = 5

// NewFound tells what the codes of a query found, in the order of the text.
func NewFound(q search.Query) []Found {
	var list []Found
	for i := range q.Codes {
		list = append(list, newFound(q, &q.Codes[i]))
	}
	return list
}

func newFound(q search.Query, r *models.Resolved) Found {
	f := Found{Code: r.Code.Text}
	kind := string(r.Code.Kind)
	if r.Code.Kind == models.CodePubMed || r.Code.Kind == models.CodeDOI {
		f.Code = kind + " " + f.Code
	}
	var experimentLinks, sampleLinks []Link
	for _, code := range r.Experiments {
		experimentLinks = append(experimentLinks, Link{code, ExperimentURL(code)})
	}
	for _, code := range r.Samples {
		sampleLinks = append(sampleLinks, Link{code, SampleURL(code)})
	}
	switch {
	case r.Own && len(r.Experiments) == 1 && r.Experiments[0] == r.Code.Text:
		f.Before, f.Links = " is an experiment: ", []Link{{"open " + r.Code.Text, ExperimentURL(r.Code.Text)}}
	case r.Own:
		f.Before, f.Links = " is ", experimentLinks
	case len(r.Samples) > 0 && len(r.Experiments) == 0:
		f.Before, f.Links, f.After = " is the sample ", sampleLinks, ", which no experiment of the catalogue has. The word was searched."
	case len(r.Samples) == 1 && r.Samples[0] == r.Code.Text:
		f.Links = append([]Link{{"open " + r.Code.Text, SampleURL(r.Code.Text)}}, experimentLinks...)
		f.Before = " is a sample of " + experiments(len(r.Experiments)) + ": "
	case len(r.Samples) > 0:
		f.Links = slices.Concat(sampleLinks, experimentLinks)
		f.Before = " is a code of " + samples(len(r.Samples)) + " in " + experiments(len(r.Experiments)) + ": "
	case len(r.Experiments) > 0:
		f.Before, f.Links = " is a publication of ", experimentLinks
	case r.Platform != nil:
		name := strings.TrimSpace(r.Platform.Name + " ")
		if name != "" {
			name = " (" + name + ")"
		}
		f.Before = " is a platform" + name + ": "
		filtered := withCondition(q, models.FieldPlatform, func(c *search.Condition) {
			c.Include = put(c.Include, r.Platform.AccessionCode)
		})
		filtered.Text = withoutCode(q.Text, r.Code)
		f.Links, f.After = []Link{{"filter by it", SearchURL(ordered(filtered))}}, ". The word was searched."
	case r.Code.Kind == models.CodeDataSet:
		f.Before = " is a data set of GEO, which are not in the catalogue: search for the series (GSE) that it was made from. The word was searched."
	default:
		f.Before = " is no code of the catalogue. The word was searched."
	}
	if more := len(f.Links) - maxFoundLinks; more > 0 {
		f.Links, f.After = f.Links[:maxFoundLinks], " and "+number(more)+" more"+f.After
	}
	return f
}

// withoutCode takes a code out of a text.
func withoutCode(text string, code models.Code) string {
	var kept []string
	for _, word := range strings.Fields(text) {
		if c, ok := models.ReadCode(strings.Trim(word, ",;")); !ok || c != code {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
