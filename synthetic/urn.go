package synthetic

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
)

// An urn holds things with weights: what is drawn from it comes as often as its weight says.
type urn[T any] struct {
	items []T
	upTo  []float64 // sums of the weights up to and with each item
}

func (u *urn[T]) add(item T, weight float64) {
	total := weight
	if n := len(u.upTo); n > 0 {
		total += u.upTo[n-1]
	}
	u.items, u.upTo = append(u.items, item), append(u.upTo, total)
}

// addRanked adds an item that is the rarer the later it comes, as words are in any text (Zipf's law).
func (u *urn[T]) addRanked(item T) { u.add(item, math.Pow(float64(len(u.items)+1), -zipf)) }

// zipf is the exponent of addRanked: a little less steep than the classic 1, as curated lists are.
const zipf = 0.85

func (u *urn[T]) empty() bool { return u == nil || len(u.items) == 0 }

// draw takes an item, which stays in the urn; an empty one gives T's zero value.
func (u *urn[T]) draw(r *rand.Rand) (item T) {
	if u.empty() {
		return item
	}
	at := r.Float64() * u.upTo[len(u.upTo)-1]
	return u.items[min(sort.SearchFloat64s(u.upTo, at), len(u.items)-1)]
}

// some draws up to n different items, in the order drawn.
func some[T comparable](u *urn[T], r *rand.Rand, n int) []T {
	var items []T
	if u.empty() {
		return nil
	}
	const triesEach = 4 // an urn may hold fewer than n, or hardly anything but its first
	for range n * triesEach {
		if item := u.draw(r); !slices.Contains(items, item) {
			items = append(items, item)
		}
		if len(items) == n {
			break
		}
	}
	return items
}
