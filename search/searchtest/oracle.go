package searchtest

import (
	"context"
	stdsql "database/sql"
	"database/sql/driver"
	"fmt"
	"math"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Oracle answers queries by brute force: each number is one COUNT(DISTINCT …) over the tables of the catalogue, written for
// reading, not for speed. It shares no code with engines: of package search it uses the types of queries and results, and the
// names, scopes and bins of fields.
//
// Codes in a text name what the tables say. Other text is found by going through the texts of every experiment, as the database has them, cut into words at everything but letters and digits. The
// oracle reads the language of texts by itself. It is right about words that every analysis leaves as they are (see Vocabulary), in catalogues
// that hold no other words with the same stem, and knows the stop words that texts of the suite have.
//
// An oracle is made for a catalogue that does not change, and for one goroutine. Close it.
type Oracle struct {
	store   *models.Store
	dialect dialect
	conn    *stdsql.Conn // has the links of samples and values as a table; nil before the first question
	db      *gorm.DB     // over conn

	// What was asked before.
	found map[string]clause.Expr                // by text: which experiments have it
	shown map[*search.Field]map[string]spelling // by key
	texts []*plainText                          // of all experiments
	codes map[string][]string                   // by code: ids of experiments
}

// NewOracle returns the oracle of a store.
func NewOracle(store *models.Store) *Oracle {
	return &Oracle{store: store, dialect: dialectOf(store.DB()),
		found: map[string]clause.Expr{}, shown: map[*search.Field]map[string]spelling{}}
}

// Close gives the oracle's connection back as it was.
func (o *Oracle) Close() {
	if o.conn == nil {
		return
	}
	if _, err := o.conn.ExecContext(context.Background(), o.dialect.unlink); err != nil {
		_ = o.conn.Raw(func(any) error { return driver.ErrBadConn }) // nobody else gets it
	}
	_ = o.conn.Close()
}

// Totals counts matching experiments, and distinct matching samples in them.
func (o *Oracle) Totals(ctx context.Context, q search.Query) (search.Total, error) {
	var total search.Total
	m, err := o.matching(ctx, q)
	if err != nil {
		return total, err
	}
	err = o.read(ctx, &total, sql(`
		SELECT (SELECT COUNT(DISTINCT id) FROM (?) x) AS experiments,
		       (SELECT COUNT(DISTINCT sample_id) FROM (?) m) AS samples`, m.experiments, m.pairs))
	return total, err
}

// matching are the two relations that every number is counted from.
type matching struct {
	experiments clause.Expr // id: of matching experiments
	pairs       clause.Expr // experiment_id, sample_id: matching samples in matching experiments
}

// matching writes rules 1 and 2 as SQL.
func (o *Oracle) matching(ctx context.Context, q search.Query) (matching, error) {
	experimentPasses, err := o.experimentPasses(ctx, q)
	if err != nil {
		return matching{}, err
	}
	samplePasses := samplePasses(q)
	hasSample := sql(`EXISTS (SELECT 1 FROM experiment_samples es WHERE es.experiment_id = e.id AND ?)`, samplePasses)
	if !filtersSamples(q) {
		hasSample = sql(`1 = 1`) // experiments without samples match, too
	}
	return matching{
		experiments: sql(`SELECT e.id FROM experiments e WHERE ? AND ?`, experimentPasses, hasSample),
		pairs: sql(`SELECT es.experiment_id, es.sample_id FROM experiment_samples es
			WHERE es.experiment_id IN (SELECT e.id FROM experiments e WHERE ?) AND ?`, experimentPasses, samplePasses),
	}, nil
}

// samplePasses says whether the sample es.sample_id passes all sample fields.
func samplePasses(q search.Query) clause.Expr {
	var conditions []clause.Expr
	for _, c := range q.Conditions {
		if ofSample(c.Field) {
			conditions = append(conditions, sampleCondition(c))
		}
	}
	return allOf(conditions)
}

func sampleCondition(c search.Condition) clause.Expr {
	const values = `EXISTS (SELECT 1 FROM sample_values sv JOIN field_values v ON v.id = sv.value_id
		WHERE sv.sample_id = es.sample_id AND v.field = ?`
	reported := sql(values+`)`, c.Field)
	var included []clause.Expr
	if len(c.Include) > 0 {
		included = append(included, sql(values+` AND v.key IN ?)`, c.Field, fold(c.Include)))
	}
	if c.Reported {
		included = append(included, reported)
	}
	if c.NotReported {
		included = append(included, sql(`NOT ?`, reported))
	}
	conditions := []clause.Expr{anyOf(included)}
	if len(c.Exclude) > 0 {
		conditions = append(conditions, sql(`NOT `+values+` AND v.key IN ?)`, c.Field, fold(c.Exclude)))
	}
	return allOf(conditions)
}

// experimentPasses says whether experiment e satisfies the text and all experiment fields.
func (o *Oracle) experimentPasses(ctx context.Context, q search.Query) (clause.Expr, error) {
	hasText, err := o.experimentsWith(ctx, q.Text)
	if err != nil {
		return clause.Expr{}, err
	}
	conditions := []clause.Expr{hasText}
	for _, c := range q.Conditions {
		if ofSample(c.Field) {
			continue
		}
		condition, err := o.experimentCondition(c)
		if err != nil {
			return clause.Expr{}, err
		}
		conditions = append(conditions, condition)
	}
	return allOf(conditions), nil
}

func (o *Oracle) experimentCondition(c search.Condition) (clause.Expr, error) {
	column, err := o.dialect.column(c.Field)
	if err != nil {
		return clause.Expr{}, err
	}
	// isOneOf says whether the column is one of the values: a term, or in a range.
	isOneOf := func(values []string) (clause.Expr, error) {
		if !search.FieldByName(c.Field).IsRange() {
			return sql(column.key+` IN ?`, fold(values)), nil
		}
		var ranges []clause.Expr
		for _, value := range values {
			r, ok := search.ParseRange(value)
			if !ok {
				return clause.Expr{}, fmt.Errorf("%s: %q is not a range", c.Field, value)
			}
			// An open end is the least or the greatest number that a column of the database can hold.
			low, high := max(r.Min, math.MinInt32), min(r.Max, math.MaxInt32)
			ranges = append(ranges, sql(column.key+` BETWEEN ? AND ?`, low, high))
		}
		return anyOf(ranges), nil
	}
	var included []clause.Expr
	if len(c.Include) > 0 {
		is, err := isOneOf(c.Include)
		if err != nil {
			return is, err
		}
		included = append(included, is)
	}
	if c.Reported {
		included = append(included, sql(column.key+` IS NOT NULL`))
	}
	if c.NotReported {
		included = append(included, sql(column.key+` IS NULL`))
	}
	conditions := []clause.Expr{anyOf(included)}
	if len(c.Exclude) > 0 {
		is, err := isOneOf(c.Exclude)
		if err != nil {
			return is, err
		}
		conditions = append(conditions, sql(`(`+column.key+` IS NULL OR NOT ?)`, is))
	}
	return allOf(conditions), nil
}

// filtersSamples says whether the query asks anything of samples.
func filtersSamples(q search.Query) bool {
	for _, c := range q.Conditions {
		if ofSample(c.Field) {
			return true
		}
	}
	return false
}

func ofSample(field string) bool {
	f := search.FieldByName(field)
	return f != nil && f.Scope == search.OfSample
}
