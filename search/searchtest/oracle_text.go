package searchtest

import (
	"context"
	"strings"

	"gorm.io/gorm/clause"
)

// experimentsWith says whether experiment e has every word of a text somewhere. Which experiments do is asked once a text,
// and then written into the statements as their ids.
func (o *Oracle) experimentsWith(ctx context.Context, text string) (clause.Expr, error) {
	if text == "" {
		return sql(`1 = 1`), nil
	}
	if found, ok := o.found[text]; ok {
		return found, nil
	}
	var words []clause.Expr
	for _, word := range strings.Fields(strings.ToLower(text)) {
		words = append(words, o.hasWord(word))
	}
	var ids []string
	if err := o.read(ctx, &ids, sql(`SELECT CAST(e.id AS TEXT) FROM experiments e WHERE ?`, allOf(words))); err != nil {
		return clause.Expr{}, err
	}
	o.found[text] = sql(`e.id IN (` + strings.Join(append([]string{`NULL`}, ids...), `,`) + `)`) // an empty list is no SQL
	return o.found[text], nil
}

// hasWord says whether experiment e has a word in one of its texts: its own, its accession codes, its publications, its
// samples' titles, values, and attributes as submitted.
func (o *Oracle) hasWord(word string) clause.Expr {
	in := func(column string) clause.Expr {
		return sql(`' ' || LOWER(`+column+`) || ' ' LIKE ?`, "% "+word+" %")
	}
	return anyOf([]clause.Expr{
		in(`e.title`),
		in(`e.description`),
		in(`e.submitter_institution`),
		sql(`EXISTS (SELECT 1 FROM experiment_accessions a WHERE a.experiment_id = e.id AND LOWER(a.accession_code) = ?)`, word),
		sql(`EXISTS (SELECT 1 FROM experiment_publications ep JOIN publications p ON p.id = ep.publication_id
			WHERE ep.experiment_id = e.id AND (? OR EXISTS (SELECT 1 FROM `+o.dialect.authors+` WHERE ?)))`,
			in(`p.title`), in(`author.value`)),
		sql(`EXISTS (SELECT 1 FROM experiment_samples es JOIN samples s ON s.id = es.sample_id
			WHERE es.experiment_id = e.id AND (?
				OR EXISTS (SELECT 1 FROM sample_values sv JOIN field_values v ON v.id = sv.value_id
					WHERE sv.sample_id = s.id AND ?)
				OR EXISTS (SELECT 1 FROM sample_records r, `+o.dialect.attributes+` WHERE r.sample_id = s.id AND ?)))`,
			in(`s.title`), in(`v.label`), in(o.dialect.attribute)),
	})
}
