package models

import (
	"strconv"
	"testing"
)

// A code that was added is always found; others seldom are.
func TestCodeFilter(t *testing.T) {
	t.Parallel()
	const codes = someCodes * 8 / 64
	f := newCodeFilter(someCodes)
	for n := range codes {
		f.add("GSE" + strconv.Itoa(n))
	}
	wrong := 0
	for n := range codes {
		if !f.has("GSE" + strconv.Itoa(n)) {
			t.Fatalf("GSE%d was added, and is not found", n)
		}
		if f.has("GSM" + strconv.Itoa(n)) {
			wrong++
		}
	}
	if wrong > codes/10_000 {
		t.Errorf("%d of %d codes are found that were not added", wrong, codes)
	}
	if known := f.known([]string{"GSE7", "GSE" + strconv.Itoa(codes-1)}); len(known) != 2 {
		t.Errorf("known are %q", known)
	}
	var none *codeFilter
	none.add("GSE1")
	if !none.has("GSE2") || len(none.known([]string{"GSE2"})) != 1 {
		t.Error("without a filter a code is said not to be there")
	}
}
