package elastic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/facetome/facetome/search"
)

// request is one search page as the cluster is asked for it: several searches, in this order.
type request struct {
	generation *generation
	query      search.Query
	text       search.Text
	node       search.TextNode // what of the text is asked; nil where there is no text
	timeout    time.Duration

	keys     int // of the order
	matching int // the place among them of how many samples match
	searches []part
	words    []*search.Words
	typed    []search.TypedWord // words that may be mistyped
}

// part is one of the searches: the index it is asked of, its body, and what reads its answer.
type part struct {
	index string
	body  object
	read  func(*reading, *answer) error
}

// The most hits that one search returns, from the first on: the cluster's own bound. Later pages are walked to.
const window = 10_000

// newRequest is the first step of a search: from a query to what is sent.
func newRequest(g *generation, q search.Query, text search.Text, node search.TextNode, timeout time.Duration) *request {
	r := &request{generation: g, query: q, text: text, node: node, timeout: timeout}
	r.add(g.experiments, r.hits(), (*reading).readHits)
	if node != nil {
		r.add(g.experiments, r.ofText(), (*reading).readTextFound)
	}
	for _, s := range g.facetSearches(q) {
		for _, c := range []counting{ofExperiments(s, q, node), ofSets(s, q, node)} {
			r.add(c.index(g), c.search(), c.read)
		}
	}
	if r.words = search.Positive(text.Node); len(r.words) > 0 {
		r.typed = search.TypedWords(text.Node)
		r.add(g.experiments, wordCounts(r.words, r.typed), (*reading).readWords)
	}
	return r
}

func (r *request) add(index string, body object, read func(*reading, *answer) error) {
	body["timeout"] = fmt.Sprintf("%dms", r.timeout.Milliseconds())
	r.searches = append(r.searches, part{index, body, read})
}

// body is the request as it is sent: a line for the index and one for the body of each search.
func (r *request) body() ([]byte, error) {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	for i, s := range r.searches {
		header := object{"index": s.index, "allow_partial_search_results": false}
		if i == 0 && r.isScored() {
			header["search_type"] = overAllShards
		}
		if err := lines.Encode(header); err != nil {
			return nil, err
		}
		if err := lines.Encode(s.body); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// overAllShards makes words as rare in each shard as they are in all of them, so that scores of different shards compare.
const overAllShards = "dfs_query_then_fetch"

// isScored says whether hits are ordered by their scores.
func (r *request) isScored() bool { return r.query.Sort == search.SortRelevance && r.node != nil }

// matches is what the text asks of an experiment, if there is one.
func (r *request) matches() list {
	if r.node == nil {
		return nil
	}
	return list{atTop.matches(r.node)}
}

// passing is what text and filters ask of an experiment.
func (r *request) passing() list {
	return append(append(r.matches(), atTop.experimentPasses(r.query.Conditions, "")...), hasMatch(r.query.Conditions, "")...)
}

// hits asks for a page of experiments; of later pages and of samples only for how many experiments there are.
func (r *request) hits() object {
	q := r.query
	body := object{"size": 0, "track_total_hits": true, "query": all(r.passing())}
	from := (q.Page - 1) * q.Size
	if q.View == search.ViewSamples || from+q.Size > window {
		return body
	}
	body["from"], body["size"] = from, q.Size
	r.ordered(body)
	r.explained(body)
	body["_source"] = true
	return body
}

// ofText asks how many experiments match the text, whatever is filtered.
func (r *request) ofText() object {
	return object{"size": 0, "track_total_hits": true, "query": all(r.matches())}
}

// ordered adds to a search the query's order. One of its keys is the number of matching samples, which hits show.
func (r *request) ordered(body object) {
	matching := r.sumOfRows("count", "desc")
	byCode := object{"accession": "asc"}
	published := func(order string) object { return object{"published": object{"order": order, "missing": "_last"}} }
	var keys list
	switch order := r.query.Sort; {
	case r.isScored():
		body["query"] = r.scored()
		keys, r.matching = list{object{"_score": "desc"}, matching, byCode}, 1
	case order == search.SortFewestSamples:
		keys, r.matching = list{r.sumOfRows("count", "asc"), byCode}, 0
	case order == search.SortNewest:
		keys, r.matching = list{published("desc"), byCode, matching}, 2
	case order == search.SortOldest:
		keys, r.matching = list{published("asc"), byCode, matching}, 2
	default:
		keys, r.matching = list{matching, byCode}, 0
	}
	r.keys = len(keys)
	body["sort"] = keys
}

// sumOfRows sorts by a number of the matching groups of an experiment, summed up.
func (r *request) sumOfRows(field, order string) object {
	rows := rowsPass(r.query.Conditions, "")
	if len(rows) == 0 && field == "count" {
		return object{"number.samples": order}
	}
	return sumOfGroups(field, order, rows)
}

// sumOfGroups sorts by a number of those groups that pass queries, summed up.
func sumOfGroups(field, order string, rows list) object {
	nested := object{"path": groupsPath}
	if len(rows) > 0 {
		nested["filter"] = all(rows)
	}
	return object{groupsPath + "." + field: object{"order": order, "mode": "sum", "missing": 0, "nested": nested}}
}

// wordCounts asks how many experiments have each of some words, and each that may be mistyped, in whatever field.
func wordCounts(words []*search.Words, typed []search.TypedWord) object {
	aggs, some := object{}, list{}
	add := func(name string, w *search.Words) {
		query := atTop.words(w)
		some = append(some, query)
		aggs[name] = object{"filter": query}
	}
	for i, w := range words {
		add(wordName+strconv.Itoa(i), w)
	}
	for i, t := range typed {
		add(typedName+strconv.Itoa(i), &search.Words{Field: search.AnyField, Terms: t.Words.Terms})
	}
	return object{"size": 0, "query": all(list{anyOf(some)}), "aggs": aggs}
}

// Names of the counts of words.
const (
	wordName  = "word:"
	typedName = "typed:"
)
