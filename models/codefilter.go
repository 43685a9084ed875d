package models

import "hash/maphash"

// A codeFilter tells of most codes that are not in a table that they are not, without asking the database (B. H. Bloom, Space/time trade-offs in
// hash coding with allowable errors, CACM 13, 1970; in blocks of one cache line: F. Putze, P. Sanders, J. Singler, Cache-, hash- and
// space-efficient Bloom filters, 2007). With 64 bits a code it errs once in a million: each time the import waits for an answer, and for all rows
// that are still to be written before the question.
type codeFilter struct {
	seed   maphash.Seed
	blocks [][blockWords]uint64
}

const (
	blockWords       = 8
	codeFilterProbes = 7 // of 9 bits each, which a hash has

	manyCodes = 16 << 20 // bytes, for the 2 million codes of a million samples; pages that are not touched are no memory
	someCodes = 1 << 19
)

func newCodeFilter(bytes int) *codeFilter {
	return &codeFilter{maphash.MakeSeed(), make([][blockWords]uint64, bytes/blockWords/8)}
}

// place is the block of a code, and a number whose bits choose among those of the block.
func (f *codeFilter) place(code string) (block *[blockWords]uint64, choice uint64) {
	h := maphash.String(f.seed, code)
	return &f.blocks[h%uint64(len(f.blocks))], h * 0x9E3779B97F4A7C15 // Fibonacci hashing: its upper bits depend on all bits of h
}

// add takes a code that is in the table, or soon will be.
func (f *codeFilter) add(code string) {
	if f == nil {
		return
	}
	block, choice := f.place(code)
	for range codeFilterProbes {
		block[choice>>61] |= 1 << (choice >> 55 & 63)
		choice <<= 9
	}
}

// has is false only for codes that were not added. Nothing is known of a nil filter.
func (f *codeFilter) has(code string) bool {
	if f == nil {
		return true
	}
	block, choice := f.place(code)
	for range codeFilterProbes {
		if block[choice>>61]&(1<<(choice>>55&63)) == 0 {
			return false
		}
		choice <<= 9
	}
	return true
}

// known leaves those of the codes that may be in the table, in their order.
func (f *codeFilter) known(codes []string) []string {
	if f == nil {
		return codes
	}
	var known []string
	for _, code := range codes {
		if f.has(code) {
			known = append(known, code)
		}
	}
	return known
}
