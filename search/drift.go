package search

import "fmt"

// Drift is how an index differs from the catalogue that it was built from. Experiments that changed since are no drift: they are pending, and were not compared.
type Drift struct {
	Generation       string `json:"generation"`
	IndexVersion     int64  `json:"index_version"`     // of the catalogue, that the index was built from
	CatalogueVersion int64  `json:"catalogue_version"` // that it was compared with
	Compared         int    `json:"compared"`          // experiments
	Pending          int    `json:"pending"`

	Missing   Differences `json:"missing"`   // in the catalogue alone
	LeftOver  Differences `json:"left_over"` // in the index alone
	Different Differences `json:"different"` // in both, and not the same

	Held         int   `json:"held"`  // experiments that the index holds
	Index        Total `json:"index"` // as the index says
	Catalogue    Total `json:"catalogue"`
	TotalsDiffer bool  `json:"totals_differ"` // the index's are not those of what it holds, or, with nothing pending, not the catalogue's
}

// Differences are experiments that differ.
type Differences struct {
	Count int          `json:"count"`
	First []Difference `json:"first"` // maxDifferences of them, in byte order of their codes
}

// Difference is an experiment that differs: in its samples, or else in what is said of it or of them.
type Difference struct {
	AccessionCode string `json:"accession_code"`
	Index         int    `json:"index"` // samples there; 0 where it is missing
	Catalogue     int    `json:"catalogue"`
}

// maxDifferences is how many of each kind are named: enough to see what is wrong, and few enough to be kept with the run that found them.
const maxDifferences = 100

// Found says whether the index differs.
func (d *Drift) Found() bool { return d.Experiments() > 0 || d.TotalsDiffer }

// Experiments is how many experiments differ.
func (d *Drift) Experiments() int { return d.Missing.Count + d.LeftOver.Count + d.Different.Count }

// String says what differs in a sentence.
func (d *Drift) String() string {
	if !d.Found() {
		return fmt.Sprintf("%d experiments are in the index as they are in the catalogue", d.Compared)
	}
	s := fmt.Sprintf("of %d experiments, %d are missing in the index, %d are left over, and %d are different", d.Compared, d.Missing.Count, d.LeftOver.Count, d.Different.Count)
	if d.TotalsDiffer {
		s += fmt.Sprintf("; it counts %d experiments with %d samples, holds %d experiments, and the catalogue has %d with %d",
			d.Index.Experiments, d.Index.Samples, d.Held, d.Catalogue.Experiments, d.Catalogue.Samples)
	}
	return s
}

func (d *Differences) add(code string, index, catalogue int) {
	d.Count++
	if len(d.First) < maxDifferences {
		d.First = append(d.First, Difference{code, index, catalogue})
	}
}
