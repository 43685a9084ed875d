package against

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// Postgres is the side that counts in the database with COUNT(DISTINCT …), a statement a facet. It has the seed's four facets.
type Postgres struct{ db *gorm.DB }

// OpenPostgres takes a connection and gives it what such counting is best done with: a table of the links between samples and values, with an
// index each way. (Facetome's own tables keep a sample's values in its row.) The time limit of pages is lifted: what is slow is to be measured.
// The connection is held as long as the program runs.
func OpenPostgres(ctx context.Context, db *gorm.DB) (*Postgres, error) {
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open the comparison with PostgreSQL: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the comparison with PostgreSQL: %w", err)
	}
	for _, statement := range []string{
		"SET statement_timeout = 0",
		"CREATE TEMP TABLE links AS SELECT * FROM sample_values",
		"CREATE INDEX ON links (sample_id, value_id)", "CREATE INDEX ON links (value_id, sample_id)",
		"ANALYZE links",
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("prepare the comparison with PostgreSQL: %w", err), conn.Close())
		}
	}
	p := &Postgres{db.Session(&gorm.Session{NewDB: true, Context: ctx})}
	p.db.Statement.ConnPool = conn
	return p, nil
}

// withoutSamples is where counts of experiments come from: one without samples counts as long as nothing is asked of them.
const withoutSamples = " FROM experiments e LEFT JOIN experiment_samples es ON es.experiment_id = e.id"

// Ask implements Side.
func (p *Postgres) Ask(ctx context.Context, q Query) (Counts, error) {
	return count(p.db.WithContext(ctx), q)
}

func count(db *gorm.DB, q Query) (Counts, error) {
	c := Counts{Facets: map[string]map[string]search.Total{}}
	where, args := matching(q, "")
	if err := db.Raw("SELECT COUNT(DISTINCT e.id) AS experiments, COUNT(DISTINCT es.sample_id) AS samples"+
		withoutSamples+where, args...).Scan(&c.Total).Error; err != nil {
		return c, fmt.Errorf("count in PostgreSQL: %w", err)
	}
	for _, field := range SeedFields {
		var rows []struct {
			Key                  string
			Experiments, Samples int
		}
		where, args := matching(q, field)
		statement, fieldArgs := `SELECT v.key, COUNT(DISTINCT es.experiment_id) AS experiments, COUNT(DISTINCT es.sample_id) AS samples
			FROM experiment_samples es JOIN links sv ON sv.sample_id = es.sample_id
			JOIN field_values v ON v.id = sv.value_id AND v.field = ?`+where+" GROUP BY v.key", []any{field}
		if field == publicationField {
			statement, fieldArgs = `SELECT CASE WHEN e.has_publication THEN 'yes' ELSE 'no' END AS key,
				COUNT(DISTINCT e.id) AS experiments, COUNT(DISTINCT es.sample_id) AS samples`+withoutSamples+where+" GROUP BY 1", nil
		}
		if err := db.Raw(statement, append(fieldArgs, args...)...).Scan(&rows).Error; err != nil {
			return c, fmt.Errorf("count %s in PostgreSQL: %w", field, err)
		}
		c.Facets[field] = map[string]search.Total{}
		for _, r := range rows {
			c.Facets[field][r.Key] = search.Total{Experiments: r.Experiments, Samples: r.Samples}
		}
	}
	return c, nil
}

// matching is the condition that rows of experiment_samples es pass, but for one field's own.
func matching(q Query, but string) (where string, args []any) {
	var parts []string
	for _, c := range q.Conditions {
		if c.Field != but {
			parts = append(parts, `es.sample_id IN (SELECT sv.sample_id FROM links sv JOIN field_values v ON v.id = sv.value_id
				WHERE v.field = ? AND v.key = ?)`)
			args = append(args, c.Field, models.Fold(c.Value))
		}
	}
	if len(parts) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(parts, " AND "), args
}
