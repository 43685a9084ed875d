package views

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// HelpPage documents the language of the search box.
type HelpPage struct {
	Head     Head
	Sections []HelpSection
	Fields   []HelpField
}

// HelpSection is one construct of the language.
type HelpSection struct {
	Title, Says string
	Examples    []Example
}

// HelpField is a name that may stand before a colon.
type HelpField struct{ Name, Says string }

// NewHelpPage makes the view of the help page from sections whose examples find something.
func NewHelpPage(sections []HelpSection, generation string) HelpPage {
	return HelpPage{
		Head:     Head{Title: "Searching", Box: BoxNew, Description: "What can be written into the search box: words, phrases, fields, ranges.", Counted: OnGeneration(generation)},
		Sections: sections, Fields: helpFields(),
	}
}

func helpFields() []HelpField {
	said := map[search.TextField]string{
		search.TextTitle: "the experiment’s title", search.TextDescription: "its description", search.TextInstitution: "who submitted it",
		search.TextAuthors: "authors of its publications", search.TextPublication: "titles of its publications",
		search.TextAttributes: "all that its samples say", search.TextAccession: "its own accession codes",
	}
	var list []HelpField
	for i, f := range search.TextFields {
		says := said[search.TextField(i)]
		if says == "" {
			says = "values of its samples: " + strings.ToLower(fieldLabel(f.Name))
		}
		if def := search.FieldByName(f.Name); def != nil && def.Scope == search.OfExperiment && search.TextField(i) >= search.NumRankedFields {
			says = "its " + def.Noun()
		}
		list = append(list, HelpField{f.Name, says})
	}
	for _, f := range search.Fields {
		if f.IsRange() {
			list = append(list, HelpField{f.Name, "a range of its " + f.Many + ", such as " + f.Name + ":5..100, " + f.Name + ":5.. or " + f.Name + ":..5"})
		}
	}
	slices.SortStableFunc(list, func(a, b HelpField) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// HelpSections proposes examples made of what the catalogue holds: the answer to the empty query, with some hits. Several are proposed of each kind,
// since not all may find something; their numbers are still to be looked up.
func HelpSections(r *search.Result) []HelpSection {
	m := newHelpWords(r)
	return []HelpSection{
		{"Words", "All words must occur in an experiment: in its title, description, authors, publications, institution, accession codes, or in what its samples say. " +
			"Case and the ending do not matter: “kidneys” finds “kidney”. When nothing has all words, what has any of them is shown, and that is said.", m.pairs("%s %s")},
		{"Phrases", "Words in quotes stand side by side, in this order. Words that are joined, such as T-cell, are a phrase without quotes.", m.pairs(`"%s %s"`)},
		{"Not this", "A minus right before a word, a phrase, a field or parentheses leaves out experiments that have it; NOT does the same.", m.excluding()},
		{"Either", "OR in capitals finds either side; words side by side belong together first. Parentheses say otherwise.", m.alternatives()},
		{"In a field", "A field’s name and a colon look in that field alone. A sample’s field asks whether any sample of the experiment mentions it; " +
			"the filters beside the results ask of one sample.", m.inFields()},
		{"Beginnings of words", "A star behind at least two letters finds all words that begin so.", m.beginnings()},
		{"Numbers", "Two dots make a range of years or of numbers of samples; both ends are included, and one may be missing.", m.ranges()},
		{"Accession codes", "The code of an experiment or a sample in any archive (GSE, E-MTAB, SRP, PRJNA; GSM, SAMN, SRX, SRR), a PubMed id or a DOI, in any case, finds the experiments that it names, " +
			"and these come first. Several are alternatives. In quotes a code is text.", m.codes()},
	}
}

// helpWords are the words that examples are made of.
type helpWords struct {
	r      *search.Result
	titles [][]string // words of titles, in order
}

// shortWord is the length of words that say little.
const shortWord = 4

func newHelpWords(r *search.Result) helpWords {
	m := helpWords{r: r}
	for _, h := range r.Experiments {
		var words []string
		for _, word := range strings.Fields(h.Title) {
			isPlain := len(word) > shortWord && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
			if !isPlain {
				word = ""
			}
			words = append(words, strings.ToLower(word))
		}
		m.titles = append(m.titles, words)
	}
	return m
}

func textExample(text string) Example { return Example{Label: text, Query: textQuery(text)} }

// textQuery is the search for a text alone.
func textQuery(text string) search.Query { return search.Query{Text: text} }

// pairs are words side by side in a title.
func (m helpWords) pairs(format string) []Example {
	var list []Example
	for _, words := range m.titles {
		for i := 1; i < len(words); i++ {
			if words[i-1] != "" && words[i] != "" && words[i-1] != words[i] {
				list = append(list, textExample(strings.Replace(strings.Replace(format, "%s", words[i-1], 1), "%s", words[i], 1)))
				break
			}
		}
	}
	return list
}

// words are the long words of titles, each once.
func (m helpWords) words() []string {
	var list []string
	for _, title := range m.titles {
		for _, word := range title {
			if word != "" && !slices.Contains(list, word) {
				list = append(list, word)
			}
		}
	}
	return list
}

func (m helpWords) excluding() []Example {
	var list []Example
	tissues := m.values(models.FieldTissue)
	for _, word := range m.words() {
		for _, tissue := range tissues {
			list = append(list, textExample(word+" -tissue:"+tissue))
		}
		list = append(list, textExample("-"+word))
	}
	return list
}

func (m helpWords) alternatives() []Example {
	var list []Example
	tissues, words := m.values(models.FieldTissue), m.words()
	for i := 1; i < len(tissues); i++ {
		list = append(list, textExample(tissues[i-1]+" OR "+tissues[i]))
		for _, word := range words {
			list = append(list, textExample(word+" ("+tissues[i-1]+" OR "+tissues[i]+")"))
		}
	}
	for i := 1; i < len(words); i++ {
		list = append(list, textExample(words[i-1]+" OR "+words[i]))
	}
	return list
}

// mostValues is how many values of a field examples are tried with.
const mostValues = 3

// values are a field's largest values, as they are written in the text.
func (m helpWords) values(field string) []string {
	var list []string
	facet := m.r.Facet(field)
	if facet == nil {
		return nil
	}
	for _, b := range facet.Buckets {
		value, plain := asText(b.Value)
		if b.NotReported || !plain || has(healthy, b.Value) || strings.EqualFold(b.Value, field) {
			continue
		}
		if list = append(list, value); len(list) == mostValues {
			break
		}
	}
	return list
}

// asText writes a value as a text that finds it; values with signs, which may mean something there, are none.
func asText(value string) (text string, ok bool) {
	if strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' }) {
		return "", false
	}
	if strings.Contains(value, " ") {
		return `"` + value + `"`, true
	}
	return value, true
}

func (m helpWords) inFields() []Example {
	var list []Example
	for _, field := range []string{models.FieldTissue, models.FieldDisease, models.FieldOrganism} {
		if values := m.values(field); len(values) > 0 {
			list = append(list, textExample(field+":"+values[0]))
		}
	}
	for _, word := range m.words() {
		list = append(list, textExample("title:"+word))
	}
	return list
}

func (m helpWords) beginnings() []Example {
	var list []Example
	for _, word := range m.words() {
		if runes := []rune(word); len(runes) > shortWord+2 {
			list = append(list, textExample(string(runes[:shortWord+1])+"*"))
		}
	}
	return list
}

func (m helpWords) ranges() []Example {
	var list []Example
	if facet := m.r.Facet("year"); facet != nil {
		most := search.Bucket{}
		for _, b := range facet.Buckets {
			if !b.NotReported && b.Experiments > most.Experiments {
				most = b
			}
		}
		if r, ok := search.ParseRange(most.Value); ok {
			list = append(list, textExample("year:"+strconv.Itoa(r.Min-1)+".."+strconv.Itoa(r.Max)))
		}
	}
	list = append(list, textExample("samples:100.."))
	for _, value := range m.values(models.FieldTissue) {
		list = append(list, textExample(value+" samples:10..50"))
	}
	return list
}

func (m helpWords) codes() []Example {
	var list []Example
	for _, h := range m.r.Experiments {
		list = append(list, textExample(h.AccessionCode))
	}
	return list
}
