package embedded

import (
	"context"
	"iter"

	"github.com/facetome/facetome/search"
)

// Held implements search.Indexer.
func (x *Indexer) Held(ctx context.Context) iter.Seq2[search.Held, error] {
	return func(yield func(search.Held, error) bool) {
		g, err := (&directory{path: x.path}).newest("")
		if err != nil {
			yield(search.Held{}, err)
			return
		}
		defer g.stored.Close() // only read
		for e, code := range g.columns.accession {
			held := search.Held{AccessionCode: code, Samples: len(g.columns.membersOf(uint32(e))), Checksum: g.columns.checksum[e]}
			if err := ctx.Err(); !yield(held, err) || err != nil {
				return
			}
		}
	}
}
