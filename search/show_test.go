package search

import "testing"

func TestSameHits(t *testing.T) {
	t.Parallel()
	for raw, same := range map[string]bool{
		"sex=female&fold=sex&unfold=year&all=tissue&in.tissue=li&column=title": true,
		"sex=female":          true,
		"sex!=female":         false,
		"sex=female&page=2":   false,
		"sex=female&q=liver":  false,
		"sex=female&size=100": false,
	} {
		q, _ := mustParse(t, "sex=female")
		other, _ := mustParse(t, raw)
		if got := q.SameHits(other); got != same {
			t.Errorf("sex=female has the hits of %s: %v", raw, got)
		}
	}
}

func TestShownColumns(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, c := range Columns() {
		known[c] = true
	}
	if len(known) != len(SampleFields())+2 {
		t.Errorf("%d columns, want the sample fields, titles and experiments", len(known))
	}
	for _, c := range (Query{}).ShownColumns() {
		if !known[c] {
			t.Errorf("the default column %q can not be chosen", c)
		}
	}
	if got := (Query{Columns: []string{"stage"}}).ShownColumns(); len(got) != 1 || got[0] != "stage" {
		t.Errorf("chosen: stage, shown: %v", got)
	}
}
