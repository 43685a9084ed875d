package elastic

import (
	"strings"

	"github.com/facetome/facetome/search/analysis"
)

// tail is how many bytes at the end of a text are looked at for its last word: more than any word that is indexed.
const tail = 2000

// withoutTrailing returns a text up to the end of its last word that is indexed. Behind that there are only stop words and the like, which nobody looks
// up; but the cluster's field of beginnings of words does not count their places (Lucene's EdgeNGramTokenFilter forgets them), and the values behind
// would stand elsewhere than in the field of the words: "liver neuro*" would not be found in them.
func withoutTrailing(a *analysis.Analyzer, text string) string {
	from := 0
	if len(text) > tail {
		from = len(text) - tail + strings.IndexByte(text[len(text)-tail:], ' ') + 1 // a blank parts words
	}
	for {
		words := a.Words(text[from:])
		for i := len(words) - 1; i >= 0; i-- {
			if !words[i].Stop {
				return text[:from+words[i].End]
			}
		}
		if from == 0 {
			return ""
		}
		from = 0
	}
}
