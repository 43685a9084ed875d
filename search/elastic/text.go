package elastic

import (
	"github.com/facetome/facetome/search"
)

// place is where what is searched of an experiment stands: at the top of its own document, or in the nested experiments of a set.
type place string

// The two places.
const (
	atTop place = ""
	inSet place = "experiments."
)

// Fields in which all ranked fields are looked up together: by stem, and by word as it stands.
const (
	anyStem = "text.any"
	anyWord = "text.words"
)

func (p place) text(f search.TextField) string { return string(p) + "text." + f.Name() }

// all and any join queries.
func all(queries list) object {
	if len(queries) == 0 {
		return object{"match_all": object{}}
	}
	return object{"bool": object{"filter": queries}}
}

func anyOf(queries list) object {
	return object{"bool": object{"should": queries, "minimum_should_match": 1}}
}

func not(query object) object { return object{"bool": object{"must_not": list{query}}} }

// matches is the query that finds the experiments that match a part of a text.
func (p place) matches(n search.TextNode) object {
	switch n := n.(type) {
	case *search.Words:
		return p.words(n)
	case *search.Named:
		return object{"terms": object{string(p) + "accession": n.Experiments}}
	case *search.Number:
		return inRange(string(p)+"number."+n.Field.Name, n.Range)
	case search.Not:
		return not(p.matches(n.Node))
	case search.AnyOf:
		return anyOf(p.each(n))
	case search.AllOf:
		var include, exclude list
		for _, part := range n {
			if excluded, ok := part.(search.Not); ok {
				exclude = append(exclude, p.matches(excluded.Node))
			} else {
				include = append(include, p.matches(part))
			}
		}
		both := object{}
		if len(include) > 0 {
			both["filter"] = include
		}
		if len(exclude) > 0 {
			both["must_not"] = exclude
		}
		return object{"bool": both}
	}
	return object{"match_none": object{}}
}

func (p place) each(nodes []search.TextNode) list {
	var queries list
	for _, n := range nodes {
		queries = append(queries, p.matches(n))
	}
	return queries
}

// words finds a word, or a phrase in one of the fields.
func (p place) words(w *search.Words) object {
	if w.Field != search.AnyField {
		return p.wordsIn(w.Terms, w.Field)
	}
	if len(w.Terms) == 1 {
		if t := w.Terms[0]; t.Prefix {
			return object{"prefix": object{string(p) + anyWord: t.Text}}
		}
		return object{"term": object{string(p) + anyStem: w.Terms[0].Text}}
	}
	var fields list
	for f := range search.NumRankedFields {
		fields = append(fields, p.wordsIn(w.Terms, f))
	}
	return anyOf(fields)
}

// wordsIn finds a word or a phrase in one field.
func (p place) wordsIn(terms []search.WordTerm, f search.TextField) object {
	field := p.text(f)
	if len(terms) > 1 {
		return sideBySide(field, terms)
	}
	if terms[0].Prefix {
		return object{"prefix": object{field + wordsSuffix: terms[0].Text}}
	}
	return object{"term": object{field: terms[0].Text}}
}

// wordsSuffix names the part of a text field that has its words as they stand, not stemmed.
const wordsSuffix = ".words"

// sideBySide finds terms at the very distances from one another that they have.
func sideBySide(field string, terms []search.WordTerm) object {
	var clauses list
	for i, t := range terms {
		if i > 0 {
			if gap := t.Offset - terms[i-1].Offset - 1; gap > 0 {
				clauses = append(clauses, object{"span_gap": object{field: gap}})
			}
		}
		clauses = append(clauses, spanOf(field, t))
	}
	return object{"span_near": object{"clauses": clauses, "slop": 0, "in_order": true}}
}

// spanOf finds the places of a term. The words that begin with a prefix stand at the same places in another field.
func spanOf(field string, t search.WordTerm) object {
	if !t.Prefix {
		return object{"span_term": object{field: t.Text}}
	}
	words := object{"span_multi": object{"match": object{"prefix": object{field + wordsSuffix: object{"value": t.Text}}}}}
	return object{"field_masking_span": object{"field": field, "query": words}}
}
