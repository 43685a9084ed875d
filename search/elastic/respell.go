package elastic

import (
	"context"
	"strconv"

	"github.com/facetome/facetome/search"
)

// How many words that are nearly the same the cluster looks at for one that may be mistyped.
const (
	suggestions = 50
	// inspections is how many times as many it compares to find them.
	inspections = 20
)

// suggested is what the cluster proposes for a word.
type suggested struct {
	Options []struct {
		Text      string
		Frequency int `json:"freq"`
	}
}

// respell looks for words that (nearly) no experiment has while many have one nearly the same. Most texts have none, and nothing is asked.
func (e *Engine) respell(ctx context.Context, r *reading) ([]search.Respelled, error) {
	body := object{}
	for i, typed := range r.typed {
		if typos, _ := typed.Mistyped(r.typedFound[i], r.generation.state.Total.Experiments); typos > 0 && len(body) < search.MaxRespelled {
			body[strconv.Itoa(i)] = suggestion(typed.Word, typos)
		}
	}
	if len(body) == 0 {
		return nil, nil
	}
	path := "/" + r.generation.experiments + "/_search"
	found, err := e.askOne(ctx, path, object{"size": 0, "suggest": body})
	if err != nil {
		return nil, err
	}
	proposed := r.proposed(found.Suggest)
	if len(proposed) == 0 {
		return nil, nil
	}
	counted, err := e.askOne(ctx, path, howMany(proposed))
	if err != nil {
		return nil, err
	}
	var respelled []search.Respelled
	for i, p := range proposed {
		var count struct {
			Count int `json:"doc_count"`
		}
		if err := below(counted.Aggregations, &count, strconv.Itoa(i)); err != nil {
			return nil, err
		}
		if p.Experiments = count.Count; count.Count >= p.least {
			respelled = append(respelled, p.Respelled)
		}
	}
	return respelled, nil
}

// suggestion asks for words that differ from one in a few letters.
func suggestion(word string, typos int) object {
	return object{"text": word, "term": object{
		"field": anyWord, "suggest_mode": "always", "max_edits": typos, "prefix_length": 0, "min_word_length": 1, "max_term_freq": 1_000_000,
		"string_distance": "damerau_levenshtein", "accuracy": 0.01, "sort": "score",
		"size": suggestions, "shard_size": suggestions, "max_inspections": inspections,
	}}
}

// proposal is a word that was probably meant, and how many experiments must have it.
type proposal struct {
	search.Respelled
	least int
}

// proposed chooses the likeliest of the words that the cluster suggests for each.
func (r *reading) proposed(suggest map[string][]suggested) []proposal {
	var list []proposal
	for i, typed := range r.typed {
		typos, least := typed.Mistyped(r.typedFound[i], r.generation.state.Total.Experiments)
		best, bestWorth := "", 0
		for _, word := range suggest[strconv.Itoa(i)] {
			for _, option := range word.Options {
				if worth := typed.Worth(option.Text, typos, option.Frequency); worth > bestWorth || worth == bestWorth && worth > 0 && option.Text < best {
					best, bestWorth = option.Text, worth
				}
			}
		}
		if best != "" {
			list = append(list, proposal{search.Respelled{Words: typed.Words, Instead: best}, least})
		}
	}
	return list
}

// howMany asks how many experiments have each of the words: a shard tells those of its suggestions only.
func howMany(words []proposal) object {
	aggs := object{}
	for i, w := range words {
		aggs[strconv.Itoa(i)] = object{"filter": object{"term": object{anyWord: w.Instead}}}
	}
	return object{"size": 0, "aggs": aggs}
}
