package searchtest

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/facetome/facetome/models"
)

// sql is a piece of SQL; each ? stands for a value, a list of values, or another piece.
func sql(text string, args ...any) clause.Expr { return clause.Expr{SQL: text, Vars: args} }

// allOf is true where all conditions are, anyOf where one is; both are true of no conditions: nothing is asked.
func allOf(conditions []clause.Expr) clause.Expr { return join(` AND `, conditions) }
func anyOf(conditions []clause.Expr) clause.Expr { return join(` OR `, conditions) }

func join(operator string, conditions []clause.Expr) clause.Expr {
	if len(conditions) == 0 {
		return sql(`1 = 1`)
	}
	args := make([]any, len(conditions))
	for i, c := range conditions {
		args[i] = c
	}
	return sql(`(?`+strings.Repeat(operator+`?`, len(conditions)-1)+`)`, args...)
}

// read runs a statement.
func (o *Oracle) read(ctx context.Context, into any, statement clause.Expr) error {
	if err := o.open(ctx); err != nil {
		return fmt.Errorf("open the oracle: %w", err)
	}
	if err := o.db.WithContext(ctx).Raw(`?`, statement).Scan(into).Error; err != nil {
		return fmt.Errorf("oracle: %w", err)
	}
	return nil
}

// open takes a connection and gives it a table of its own of the links between samples and values, which hides the view of that name: every
// statement reads the links, and the view takes them out of the samples each time.
func (o *Oracle) open(ctx context.Context) error {
	if o.db != nil {
		return nil
	}
	pool, err := o.store.DB().DB()
	if err != nil {
		return err
	}
	if o.conn == nil {
		if o.conn, err = pool.Conn(ctx); err != nil {
			return err
		}
	}
	for _, statement := range o.dialect.links {
		if _, err := o.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	o.db = o.store.DB().Session(&gorm.Session{NewDB: true, Context: ctx})
	o.db.Statement.ConnPool = o.conn
	return nil
}

// fold writes values as field_values.key has them.
func fold(values []string) []string {
	keys := make([]string, len(values))
	for i, v := range values {
		keys[i] = models.Fold(v)
	}
	return keys
}

// dialect holds what SQLite and PostgreSQL say differently.
type dialect struct {
	year       string   // of an experiment e's first publication, in UTC
	bytes      string   // orders text by bytes
	authors    string   // of a publication p, as rows author(value)
	attributes string   // as submitted of a sample's record r, as rows attribute(value)
	attribute  string   // the value of such a row
	links      []string // make a temporary table of sample_values
	unlink     string   // drops it
}

func dialectOf(db *gorm.DB) dialect {
	if db.Name() == "postgres" {
		return dialect{
			year:  `CAST(EXTRACT(YEAR FROM e.first_published AT TIME ZONE 'UTC') AS INTEGER)`,
			bytes: `COLLATE "C"`,
			authors: `jsonb_array_elements_text(CASE WHEN jsonb_typeof(p.authors::jsonb) = 'array'
				THEN p.authors::jsonb ELSE '[]' END) AS author(value)`,
			attributes: `jsonb_array_elements(COALESCE(r.body::jsonb -> 'attributes', '[]')) AS attribute(value)`,
			attribute:  `attribute.value ->> 'value'`,
			links: []string{
				`CREATE TEMP TABLE sample_values AS SELECT * FROM sample_values`,
				`CREATE INDEX ON pg_temp.sample_values (sample_id)`, `CREATE INDEX ON pg_temp.sample_values (value_id)`,
				`ANALYZE pg_temp.sample_values`,
			},
			unlink: `DROP TABLE pg_temp.sample_values`,
		}
	}
	return dialect{
		year:       `CAST(SUBSTR(e.first_published, 1, 4) AS INTEGER)`,
		bytes:      `COLLATE BINARY`,
		authors:    `json_each(p.authors) AS author`,
		attributes: `json_each(r.body, '$.attributes') AS attribute`,
		attribute:  `json_extract(attribute.value, '$.value')`,
		links: []string{
			`CREATE TEMP TABLE sample_values (sample_id INTEGER NOT NULL, value_id INTEGER NOT NULL)`, // an index serves what has the type of ids
			`INSERT INTO temp.sample_values SELECT sample_id, value_id FROM main.sample_values`,
			`CREATE INDEX temp.links_of_samples ON sample_values (sample_id)`, `CREATE INDEX temp.links_of_values ON sample_values (value_id)`,
			`ANALYZE temp.sample_values`,
		},
		unlink: `DROP TABLE temp.sample_values`,
	}
}

// column is an experiment field in SQL, of an experiment e; NULL is not reported.
type column struct {
	key      string // what is compared
	spelling string // what is shown; empty for ranges
}

func (d dialect) column(field string) (column, error) {
	switch field {
	case "source":
		return column{key: `NULLIF(LOWER(TRIM(e.source_database)), '')`, spelling: `TRIM(e.source_database)`}, nil
	case "publication":
		const yesNo = `CASE WHEN e.has_publication THEN 'yes' ELSE 'no' END`
		return column{key: yesNo, spelling: yesNo}, nil
	case "year":
		return column{key: d.year}, nil
	case "samples":
		return column{key: `(SELECT COUNT(DISTINCT own.sample_id) FROM experiment_samples own WHERE own.experiment_id = e.id)`}, nil
	}
	return column{}, fmt.Errorf("the oracle does not know the experiment field %q: write its SQL in searchtest/oracle_sql.go", field)
}
