package searchtest

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm/clause"
)

// plainText is all that text is looked up in of one experiment: by field, the words of each value, stop words among them.
type plainText struct {
	id      string
	values  map[string][][]string
	numbers map[string]int
}

// oracleStopWords are those that texts of the suite have.
var oracleStopWords = []string{"a", "and", "in", "of", "or", "the"}

// plainFields are where words are looked up that name no field.
var plainFields = []string{"title", "authors", "attributes", "publication", "institution", "description", "accession"}

// experimentsWith says whether experiment e satisfies a text. Which experiments do is found once a text, by going through all of them, and then
// written into the statements as their ids.
func (o *Oracle) experimentsWith(ctx context.Context, text string) (clause.Expr, error) {
	if text == "" {
		return sql(`1 = 1`), nil
	}
	if found, ok := o.found[text]; ok {
		return found, nil
	}
	all, err := o.plainTexts(ctx)
	if err != nil {
		return clause.Expr{}, err
	}
	asked, err := readPlainQuery(text)
	if err != nil {
		return clause.Expr{}, err
	}
	var ids []string
	for _, test := range []plainTest{asked.all, asked.any} {
		if test == nil || len(ids) > 0 {
			continue // when nothing matches all words, any will do
		}
		for _, e := range all {
			if test(e) {
				ids = append(ids, e.id)
			}
		}
	}
	o.found[text] = sql(`1 = 1`)
	if asked.all != nil {
		o.found[text] = sql(`e.id IN (` + strings.Join(append([]string{`NULL`}, ids...), `,`) + `)`) // an empty list is no SQL
	}
	return o.found[text], nil
}

// plainTexts reads the text of the whole catalogue.
func (o *Oracle) plainTexts(ctx context.Context) ([]*plainText, error) {
	if o.texts != nil {
		return o.texts, nil
	}
	const ofSamples = `FROM experiments e JOIN experiment_samples es ON es.experiment_id = e.id JOIN samples s ON s.id = es.sample_id `
	const values = ofSamples + `JOIN sample_values sv ON sv.sample_id = s.id JOIN field_values v ON v.id = sv.value_id `
	const papers = `FROM experiments e JOIN experiment_publications ep ON ep.experiment_id = e.id JOIN publications p ON p.id = ep.publication_id`
	const platforms = values + `JOIN platforms p ON p.id = v.platform_id`
	byID := map[string]*plainText{}
	for _, from := range []string{
		`'title' AS field, e.title AS value FROM experiments e`,
		`'description' AS field, e.description AS value FROM experiments e`,
		`'institution' AS field, e.submitter_institution AS value FROM experiments e`,
		`'source' AS field, e.source_database AS value FROM experiments e`,
		`'accession' AS field, a.accession_code AS value FROM experiments e JOIN experiment_accessions a ON a.experiment_id = e.id`,
		`'publication' AS field, p.title AS value ` + papers,
		`'authors' AS field, author.value AS value ` + papers + `, ` + o.dialect.authors,
		`'attributes' AS field, s.title AS value ` + ofSamples,
		`'attributes' AS field, v.label AS value ` + values,
		`'attributes' AS field, p.name AS value ` + platforms,
		`'attributes' AS field, ` + o.dialect.attribute + ` AS value ` + ofSamples + `JOIN sample_records r ON r.sample_id = s.id, ` + o.dialect.attributes,
		`v.field AS field, v.label AS value ` + values,
		`v.field AS field, p.name AS value ` + platforms,
	} {
		var rows []struct{ ID, Field, Value string }
		if err := o.read(ctx, &rows, sql(`SELECT DISTINCT CAST(e.id AS TEXT) AS id, `+from)); err != nil {
			return nil, err
		}
		for _, row := range rows {
			if byID[row.ID] == nil {
				byID[row.ID] = &plainText{id: row.ID, values: map[string][][]string{}, numbers: map[string]int{}}
				o.texts = append(o.texts, byID[row.ID])
			}
			e := byID[row.ID]
			e.values[row.Field] = append(e.values[row.Field], plainWords(row.Value))
		}
	}
	for _, field := range []string{"year", "samples"} {
		column, err := o.dialect.column(field)
		if err != nil {
			return nil, err
		}
		var rows []struct {
			ID string
			N  int
		}
		if err := o.read(ctx, &rows, sql(`SELECT * FROM (SELECT CAST(e.id AS TEXT) AS id, `+column.key+` AS n FROM experiments e) x WHERE n IS NOT NULL`)); err != nil {
			return nil, err
		}
		for _, row := range rows {
			byID[row.ID].numbers[field] = row.N
		}
	}
	return o.texts, nil
}

// plainWords parts a text at everything but letters and digits of ASCII.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// has says whether the words of a phrase, the last perhaps cut short, stand side by side in a value of one of some fields.
func (e *plainText) has(phrase []string, prefix bool, fields ...string) bool {
	for _, field := range fields {
		for _, value := range e.values[field] {
			for at := range value {
				if standsAt(value[at:], phrase, prefix) {
					return true
				}
			}
		}
	}
	return false
}

func standsAt(value, phrase []string, prefix bool) bool {
	for i, word := range phrase {
		last := i == len(phrase)-1
		switch {
		case slices.Contains(oracleStopWords, word) && (!last || !prefix):
			continue // it takes its place, whatever stands there
		case i >= len(value), slices.Contains(oracleStopWords, value[i]):
			return false
		case value[i] != word && (!last || !prefix || !strings.HasPrefix(value[i], word)):
			return false
		}
	}
	return true
}
