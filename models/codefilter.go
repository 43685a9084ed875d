package models

import "hash/maphash"

// A codeFilter tells of most codes that are not in a table that they are not, without asking the database (B. H. Bloom, Space/time trade-offs in
// hash coding with allowable errors, CACM 13, 1970). Of 4 million codes it is sure in 99.8 of 100 cases, of 1.5 million in nearly all.
type codeFilter struct {
	seed maphash.Seed
	bits []uint64
}

const (
	codeFilterBits   = 1 << 26 // 8 MB
	codeFilterProbes = 6
)

func newCodeFilter() *codeFilter {
	return &codeFilter{maphash.MakeSeed(), make([]uint64, codeFilterBits/64)}
}

// add takes a code that is in the table, or soon will be.
func (f *codeFilter) add(code string) {
	if f == nil {
		return
	}
	for bit := range f.probes(code) {
		f.bits[bit/64] |= 1 << (bit % 64)
	}
}

// has is false only for codes that were not added. Nothing is known of a nil filter.
func (f *codeFilter) has(code string) bool {
	if f == nil {
		return true
	}
	for bit := range f.probes(code) {
		if f.bits[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
	}
	return true
}

// known leaves those of the codes that may be in the table, in their order.
func (f *codeFilter) known(codes []string) []string {
	var known []string
	for _, code := range codes {
		if f.has(code) {
			known = append(known, code)
		}
	}
	return known
}

// probes are the bits of a code: by two hashes, as good as independent ones (A. Kirsch, M. Mitzenmacher, Less hashing, same performance, 2006).
func (f *codeFilter) probes(code string) func(yield func(uint64) bool) {
	h := maphash.String(f.seed, code)
	step := h>>32 | 1
	return func(yield func(uint64) bool) {
		for i := range uint64(codeFilterProbes) {
			if !yield((h + i*step) % codeFilterBits) {
				return
			}
		}
	}
}
