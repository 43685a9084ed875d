package search

import "github.com/facetome/facetome/search/analysis"

// Run is a run of two or more terms that follow one another in a text, and the field they are looked up in.
type Run struct {
	Terms []WordTerm // Offset is from the first of them
	Field TextField
}

// Neighbours lists the runs of two or more words of a text, which was read into a tree: experiments that have them side by side fit it better. A word
// in a field of its own, a group, a range or an exclusion ends a run.
func Neighbours(text string, n TextNode) []Run {
	nodes, several := n.(AllOf)
	if !several {
		nodes = AllOf{n}
	}
	var list []Run
	var before *Words
	for _, node := range nodes {
		w, isWords := node.(*Words)
		if !isWords {
			before = nil
			continue
		}
		if before == nil || before.Field != w.Field {
			list = append(list, Run{w.Terms, w.Field})
		} else {
			last := &list[len(list)-1]
			last.Terms = append(last.Terms[:len(last.Terms):len(last.Terms)], moved(w.Terms, last.Terms, between(text, before, w))...)
		}
		before = w
	}
	runs := list[:0]
	for _, run := range list {
		if len(run.Terms) > 1 {
			runs = append(runs, run)
		}
	}
	return runs
}

// between counts the words of the text that stand between two of its parts and are no part of the tree: stop words, which take their places.
func between(text string, a, b *Words) int {
	if b.Start-a.End <= 1 { // a blank
		return 0
	}
	return len(analysis.New().Words(text[a.End:b.Start]))
}

// moved puts terms behind others, with a number of places between.
func moved(terms, behind []WordTerm, between int) []WordTerm {
	from := behind[len(behind)-1].Offset + 1 + between
	out := make([]WordTerm, len(terms))
	for i, term := range terms {
		term.Offset += from
		out[i] = term
	}
	return out
}
