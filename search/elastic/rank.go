package elastic

import (
	"strconv"

	"github.com/facetome/facetome/search"
)

// How hits are ordered by relevance: each term of the text is worth, in each field that has it, BM25 times the weight of the field; neighbouring words
// that stand side by side are worth more. docs/ranking.md compares it with the embedded engine.
const (
	// phraseReward is what two neighbouring words add where an experiment has them side by side, as a part of what a phrase scores.
	phraseReward = 0.8
	// prefixWorth is what words that begin in some way are worth, whichever they are: about that of a word that one in ten experiments has.
	prefixWorth = 2
	// pinned is more than any text scores.
	pinned = 1e6
)

// scored is the query for the experiments that match text and filters, with their scores. What excludes, and numbers, add nothing.
func (r *request) scored() object {
	var worth list
	seen := map[search.WordTerm]map[search.TextField]bool{}
	for _, w := range search.Positive(r.node) {
		for _, t := range w.Terms {
			t.Offset = 0
			if seen[t] == nil {
				seen[t] = map[search.TextField]bool{}
			}
			if !seen[t][w.Field] {
				seen[t][w.Field] = true
				worth = append(worth, termWorth(t, w.Field)...)
			}
		}
	}
	if len(worth) > 0 {
		for _, run := range search.Neighbours(r.query.Text, r.node) {
			for i, t := range run.Terms[1:] {
				worth = append(worth, pairWorth(run.Terms[i], t, run.Field)...)
			}
		}
	}
	codes := search.Pinned(r.text.Node)
	for i, code := range codes {
		worth = append(worth, constant(object{"term": object{"accession": code}}, pinned*float64(len(codes)-i)))
	}
	return object{"bool": object{"filter": r.passing(), "should": worth}}
}

func constant(query object, worth float64) object {
	return object{"constant_score": object{"filter": query, "boost": worth}}
}

// ranked lists the fields in which words of a field are looked up.
func ranked(f search.TextField) []search.TextField {
	if f != search.AnyField {
		return []search.TextField{f}
	}
	var fields []search.TextField
	for f := range search.NumRankedFields {
		fields = append(fields, f)
	}
	return fields
}

func weight(f search.TextField) float64 {
	return float64(search.TextFields[search.TextFields[f].Like].Weight)
}

func termWorth(t search.WordTerm, field search.TextField) list {
	var worth list
	for _, f := range ranked(field) {
		if t.Prefix {
			worth = append(worth, constant(atTop.wordsIn([]search.WordTerm{t}, f), prefixWorth*weight(f)))
			continue
		}
		worth = append(worth, object{"term": object{atTop.text(f): object{"value": t.Text, "boost": weight(f)}}})
	}
	return worth
}

func pairWorth(a, b search.WordTerm, field search.TextField) list {
	var worth list
	for _, f := range ranked(field) {
		near := sideBySide(atTop.text(f), []search.WordTerm{a, b})
		near["span_near"].(object)["boost"] = phraseReward * weight(f)
		worth = append(worth, near)
	}
	return worth
}

// explained asks of each hit in which fields it has words of the text: the fields' numbers are the names of the queries that it matches. It filters
// nothing.
func (r *request) explained(body object) {
	if r.node == nil {
		return
	}
	words := search.Positive(r.text.Node)
	some := list{object{"match_all": object{}}}
	for f := range search.TextFields {
		var has list
		for _, w := range words {
			if w.Field == search.AnyField || w.Field == search.TextField(f) {
				has = append(has, atTop.wordsIn(w.Terms, search.TextField(f)))
			}
		}
		if len(has) > 0 {
			query := anyOf(has)
			query["bool"].(object)["_name"] = strconv.Itoa(f)
			some = append(some, query)
		}
	}
	body["post_filter"] = anyOf(some)
}
