package models

import (
	"slices"
	"strconv"
	"strings"
)

// Conflict is a field of which sources say different things.
type Conflict struct {
	Field string      // a Field… constant, or one of the names below
	Said  []Statement // the first was taken; then the others, in the order in which records are heard
}

// Fields of conflicts that are no sample fields.
const (
	FieldTitle       = "title"
	FieldDescription = "description"
	FieldProtocol    = "protocol"
	FieldInstitution = "institution"
	FieldSource      = "source"    // the archive
	FieldPublished   = "published" // the day of first publication
)

// Statement is what one or several records say of a field.
type Statement struct {
	Words []string // as harmonised; of a sample field in the order of Fold
	By    []Saying // one for each record
}

// Saying is a record that says something.
type Saying struct {
	Source *Source
	Code   string       // the accession code under which the source says it
	Values []FieldValue // of sample fields: with the submitter's key and value
}

// ExperimentConflicts finds the fields of an experiment of which its records (with their sources) say different things. Words that differ
// only as Fold does not see, and texts that are a part of the other, are the same thing; a blank says nothing. Dates differ by days.
//
// Fields in which sources must differ are none: the archive and its page, when it was last changed, and what MergeExperiment unites.
func ExperimentConflicts(records []ExperimentRecord) []Conflict {
	heard := orderedRecords(records, func(r *ExperimentRecord) (*Source, *ExperimentBody) { return r.Source, &r.Body })
	var found []Conflict
	for _, field := range []string{FieldTitle, FieldDescription, FieldProtocol, FieldInstitution, FieldPublished} {
		var said statements
		for _, r := range heard {
			said.text(Saying{Source: r.Source, Code: r.Body.AccessionCode}, r.Body.Says(field))
		}
		if field == FieldPublished { // the earliest is taken, whoever says it
			slices.SortStableFunc(said, func(a, b Statement) int { return strings.Compare(a.Words[0], b.Words[0]) })
		}
		found = said.conflict(found, field)
	}
	return found
}

// SampleConflicts is ExperimentConflicts for samples: their titles and their fields, in the order of fields. Values of a field are compared
// as sets. An age without a unit contradicts none of the same number. Platforms are compared where their codes are of one archive: GPL570 and A-AFFY-44 are names of one array, in two archives.
func SampleConflicts(records []SampleRecord, fields []string) []Conflict {
	heard := orderedRecords(records, func(r *SampleRecord) (*Source, *SampleBody) { return r.Source, &r.Body })
	var said statements
	codes := map[string]bool{} // where there was no title, some sources repeat a code
	for _, r := range heard {
		for _, code := range sampleKind.codes(&r.Body) {
			codes[Fold(code)] = true
		}
	}
	for _, r := range heard {
		if !codes[Fold(r.Body.Title)] {
			said.text(Saying{Source: r.Source, Code: r.Body.AccessionCode}, r.Body.Title)
		}
	}
	found := said.conflict(nil, FieldTitle)
	for _, field := range fields {
		var said statements
		for _, r := range heard {
			said.values(Saying{Source: r.Source, Code: r.Body.AccessionCode}, field, r.Body.Values)
		}
		found = said.conflict(found, field)
	}
	return found
}

// statements are the different things that records say of one field.
type statements []Statement

// text takes a record's text.
func (s *statements) text(by Saying, text string) {
	folded := foldText(text)
	if folded == "" {
		return
	}
	s.add(by, []string{text}, func(known Statement) bool {
		other := foldText(known.Words[0])
		return isPart(folded, other) || isPart(other, folded)
	})
}

// foldText is Fold without the full stop at the end.
func foldText(text string) string { return strings.TrimRight(Fold(text), ". ") }

// isPart tells whether whole words of a folded text are the other one: "liver" is a part of "liver, adult", "day 1" none of "day 10" and
// "CD4" none of "CD4+".
func isPart(part, text string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		before, after := text[:from+i], text[from+i+len(part):]
		const between = " ,;:()[]\""
		if (before == "" || strings.ContainsAny(before[len(before)-1:], between)) && (after == "" || strings.ContainsAny(after[:1], between)) {
			return true
		}
		from += i + 1
	}
}

// values takes a record's values of a field.
func (s *statements) values(by Saying, field string, all []FieldValue) {
	var words []string
	for _, v := range all {
		if v.Field == field {
			by.Values = append(by.Values, v)
			if !slices.ContainsFunc(words, func(w string) bool { return Fold(w) == Fold(v.Value) }) {
				words = append(words, v.Value)
			}
		}
	}
	if len(words) == 0 {
		return
	}
	slices.SortFunc(words, func(a, b string) int { return strings.Compare(Fold(a), Fold(b)) })
	s.add(by, words, func(known Statement) bool {
		if field == FieldPlatform && codeArchive(known.Words[0]) != codeArchive(words[0]) {
			return true
		}
		return slices.EqualFunc(known.Words, words, func(a, b string) bool {
			return Fold(a) == Fold(b) || field == FieldAge && sameAge(a, b)
		})
	})
}

// add takes a record's words, beside those that say the same.
func (s *statements) add(by Saying, words []string, same func(Statement) bool) {
	if i := slices.IndexFunc(*s, same); i >= 0 {
		(*s)[i].By = append((*s)[i].By, by)
		return
	}
	*s = append(*s, Statement{Words: words, By: []Saying{by}})
}

// conflict adds one to found, if there are several statements.
func (s statements) conflict(found []Conflict, field string) []Conflict {
	if len(s) < 2 {
		return found
	}
	return append(found, Conflict{Field: field, Said: s})
}

// sameAge tells whether two ages have the same number, and the same unit or one of them none.
func sameAge(a, b string) bool {
	number, unit, ok := ageParts(a)
	otherNumber, otherUnit, otherOK := ageParts(b)
	return ok && otherOK && number == otherNumber && (unit == otherUnit || unit == "" || otherUnit == "")
}

// ageParts parts "49 days" into its number and its unit.
func ageParts(age string) (number float64, unit string, ok bool) {
	digits, unit, _ := strings.Cut(Fold(age), " ")
	number, err := strconv.ParseFloat(digits, 64)
	return number, unit, err == nil
}

// codeArchive is whose name a platform's code is: GEO's, ArrayExpress', or an instrument's own.
func codeArchive(code string) string {
	code = strings.ToUpper(code)
	for _, prefix := range []string{"GPL", "A-"} {
		if strings.HasPrefix(code, prefix) {
			return prefix
		}
	}
	return ""
}
