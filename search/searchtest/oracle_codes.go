package searchtest

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// allCodes reads which experiments every code of the catalogue names, by its spelling in capitals: codes of experiments, of samples, PubMed ids.
func (o *Oracle) allCodes(ctx context.Context) (map[string][]string, error) {
	if o.codes != nil {
		return o.codes, nil
	}
	var rows []struct{ Code, ID string }
	if err := o.read(ctx, &rows, sql(`
		SELECT upper(a.accession_code) AS code, CAST(a.experiment_id AS TEXT) AS id FROM experiment_accessions a
		UNION SELECT upper(a.accession_code), CAST(es.experiment_id AS TEXT)
		FROM sample_accessions a JOIN experiment_samples es ON es.sample_id = a.sample_id
		UNION SELECT 'PMID:' || p.pubmed_id, CAST(ep.experiment_id AS TEXT)
		FROM publications p JOIN experiment_publications ep ON ep.publication_id = p.id WHERE p.pubmed_id <> ''`)); err != nil {
		return nil, err
	}
	o.codes = map[string][]string{}
	for _, row := range rows {
		o.codes[row.Code] = append(o.codes[row.Code], row.ID)
	}
	return o.codes, nil
}

// sortedCodes are all codes, for random texts.
func sortedCodes(codes map[string][]string) []string { return slices.Sorted(maps.Keys(codes)) }

// codeTerm is a word that is a code; ok is false for other words.
func (r *plainReader) codeTerm(token string) (term plainTerm, ok bool) {
	ids, ok := r.codes[strings.ToUpper(token)]
	return plainTerm{test: func(e *plainText) bool { return slices.Contains(ids, e.id) }, isCode: true}, ok
}

// joinCodes makes one term of the codes among terms side by side: any of them will do.
func joinCodes(terms []plainTerm) []plainTerm {
	var codes, joined []plainTerm
	for _, t := range terms {
		if t.isCode {
			codes = append(codes, t)
		} else {
			joined = append(joined, t)
		}
	}
	if len(codes) == 0 {
		return terms
	}
	return append(joined, plainTerm{test: func(e *plainText) bool {
		return slices.ContainsFunc(codes, func(c plainTerm) bool { return c.test(e) })
	}})
}
