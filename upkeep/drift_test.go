package upkeep_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/upkeep"
)

func codes(d search.Differences) string {
	var list []string
	for _, f := range d.First {
		list = append(list, fmt.Sprintf("%s %d/%d", f.AccessionCode, f.Index, f.Catalogue))
	}
	return strings.Join(list, ", ")
}

// drift makes the index differ in every way.
func drift(documents map[string]*search.Document) {
	delete(documents, "GSE1002")
	stale := *documents["GSE1004"]
	stale.Hit.Title = "an old title"
	documents["GSE1004"] = &stale
	fewer := *documents["GSE1005"]
	fewer.Samples = fewer.Samples[:1]
	documents["GSE1005"] = &fewer
	for _, code := range []string{"GSE0001", "GSE1005b", "ZZZ1"} {
		extra := *documents["GSE1006"]
		extra.Hit.AccessionCode = code
		documents[code] = &extra
	}
}

// TestDrift: what is missing, left over and different is found and put right; what changed since is neither.
func TestDrift(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(10)...)
		b.run(t, control.Rebuild)
		b.index.tamper(drift)
		check := func() {
			t.Helper()
			found := b.check(t)
			for what, got := range map[string][2]string{
				"missing":   {codes(found.Missing), "GSE1002 0/2"},
				"left over": {codes(found.LeftOver), "GSE0001 2/0, GSE1005b 2/0, ZZZ1 2/0"},
				"different": {codes(found.Different), "GSE1004 2/2, GSE1005 1/2"},
			} {
				if got[0] != got[1] {
					t.Errorf("%s: %s, want %s", what, got[0], got[1])
				}
			}
			if !found.Found() || found.Experiments() != 6 || !found.TotalsDiffer {
				t.Errorf("found %+v", found)
			}
		}
		check()
		b.put(t, "GSE1007 a new title: GSM1007", "NEW: GSM1000")
		check()
		if found := b.check(t); found.Pending == 0 || found.Compared+found.Pending < 13 {
			t.Errorf("after an import: %+v", found)
		}
		run := b.run(t, control.Repair)
		found, err := upkeep.DriftOf(run)
		if err != nil || found == nil || found.Experiments() != 6 || run.Changed < 6 || run.Experiments != 11 || run.Target != "index" {
			t.Errorf("the repair is %+v, it found %+v (%v)", run, found, err)
		}
		if _, amended, _ := b.index.stats(); amended != 1 {
			t.Errorf("%d generations began as the one before", amended)
		}
		b.isCurrent(t)
		if run := b.run(t, control.Repair); run.Changed != 0 {
			t.Errorf("a repair with nothing to do: %+v", run)
		}
	})
}

// TestTotals: an index that counts wrongly what it holds rightly is built anew.
func TestTotals(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		b.run(t, control.Rebuild)
		b.index.mu.Lock()
		b.index.serves.info.Total.Samples++
		b.index.mu.Unlock()
		if found := b.check(t); !found.TotalsDiffer || found.Experiments() != 0 || !found.Found() || !strings.Contains(found.String(), "5 samples") {
			t.Errorf("found %s", found)
		}
		b.run(t, control.Repair)
		b.isCurrent(t)
	})
}

// TestCheckBesideChanges: a check excludes no other run, and is not misled by one.
func TestCheckBesideChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(10)...)
		b.run(t, control.Rebuild)
		for _, step := range []string{"serving", "held"} { // before it knows which generation it reads, and while it reads
			n, once := 0, false
			b.index.setFault(func(at string) error {
				if at == step && !once {
					if n++; n == 2 {
						once = true
						b.put(t, fmt.Sprintf("NEW-%s: GSM1000", step))
						b.run(t, control.Changes)
					}
				}
				return nil
			})
			if found := b.check(t); found.Found() || !once {
				t.Errorf("changes at the step %q, %t: found %+v", step, once, found)
			}
			b.index.setFault(nil)
		}
		b.isCurrent(t)
	})
}

// TestNothingToCheck: without an index there is nothing to compare, and a repair builds it.
func TestNothingToCheck(t *testing.T) {
	onBoth(t, func(t *testing.T, b *bench) {
		b.put(t, some(3)...)
		if run, err := b.Run(t.Context(), control.Check, "test", nil); !errors.Is(err, search.ErrNoIndex) || run.State != control.Failed {
			t.Errorf("%+v, %v", run, err)
		}
		b.run(t, control.Repair)
		b.isCurrent(t)
	})
}
