package models

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// MaxCodes is how many codes one call of Resolve looks up: more than a text of the search box holds.
const MaxCodes = 100

// Resolved is what the catalogue knows of a code.
type Resolved struct {
	Code        Code
	Experiments []string  // accession codes, in byte order: what the code names, has the samples that it names, or names the publication
	Samples     []string  // the samples that it names, by their own codes, in byte order
	Platform    *Platform // the platform that it names; its experiments are found by a filter
	Own         bool      // it names the Experiments themselves, as their own code or an alternate
}

// Known says whether the catalogue has anything under the code.
func (r *Resolved) Known() bool {
	return len(r.Experiments) > 0 || len(r.Samples) > 0 || r.Platform != nil
}

// Resolve looks codes up, alternates of experiments and samples included. The answer has one entry for each code, in the order given;
// codes beyond MaxCodes are left out.
func (s *Store) Resolve(ctx context.Context, codes []Code) ([]Resolved, error) {
	codes = codes[:min(len(codes), MaxCodes)]
	resolved := make([]Resolved, len(codes))
	byKey := map[string][]*Resolved{} // several where a code was given twice
	var accessions, publications, dois, platforms []string
	for i, c := range codes {
		r := &resolved[i]
		r.Code = c
		keys := []string{}
		switch c.Kind {
		case CodePubMed:
			keys, publications = append(keys, "publication pmid:"+c.Text), append(publications, "pmid:"+c.Text)
		case CodeDOI:
			keys, dois = append(keys, "publication doi:"+c.Text), append(dois, c.Text)
		case CodePlatform:
			keys, platforms = append(keys, "platform "+Fold(c.Text)), append(platforms, Fold(c.Text))
		default:
			for _, spelling := range slices.Compact(spellings(c.Text)) {
				keys, accessions = append(keys, "experiment "+spelling, "sample "+spelling), append(accessions, spelling)
			}
		}
		for _, key := range keys {
			byKey[key] = append(byKey[key], r)
		}
	}
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		var rows []resolvedRow
		err := db.Raw(resolveSQL, accessions, accessions, publications, dois, platforms).Scan(&rows).Error
		for _, row := range rows {
			for _, r := range byKey[row.Kind+" "+row.Code] {
				row.addTo(r)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up accession codes: %w", err)
	}
	for i := range resolved {
		r := &resolved[i]
		r.Experiments, r.Samples = distinct(r.Experiments), distinct(r.Samples)
	}
	return resolved, nil
}

// resolveSQL finds what codes name, one row for each experiment that a code finds; a sample without experiments has a row of its own.
const resolveSQL = `
	SELECT 'experiment' AS kind, a.accession_code AS code, e.accession_code AS experiment, '' AS sample, '' AS name
	FROM experiment_accessions a JOIN experiments e ON e.id = a.experiment_id WHERE a.means AND a.accession_code IN ?
	UNION ALL
	SELECT 'sample', a.accession_code, COALESCE(e.accession_code, ''), s.accession_code, ''
	FROM sample_accessions a JOIN samples s ON s.id = a.sample_id
	LEFT JOIN experiment_samples es ON es.sample_id = s.id LEFT JOIN experiments e ON e.id = es.experiment_id WHERE a.means AND a.accession_code IN ?
	UNION ALL
	SELECT 'publication', p.key, e.accession_code, '', ''
	FROM publications p JOIN experiment_publications ep ON ep.publication_id = p.id JOIN experiments e ON e.id = ep.experiment_id WHERE p.key IN ?
	UNION ALL
	SELECT 'publication', 'doi:' || lower(p.doi), e.accession_code, '', ''
	FROM publications p JOIN experiment_publications ep ON ep.publication_id = p.id JOIN experiments e ON e.id = ep.experiment_id WHERE lower(p.doi) IN ?
	UNION ALL
	SELECT 'platform', p.key, '', p.accession_code, p.name FROM platforms p WHERE p.key IN ?`

type resolvedRow struct{ Kind, Code, Experiment, Sample, Name string }

func (row resolvedRow) addTo(r *Resolved) {
	if row.Kind == "platform" {
		r.Platform = &Platform{AccessionCode: row.Sample, Name: row.Name}
		return
	}
	if row.Experiment != "" {
		r.Experiments = append(r.Experiments, row.Experiment)
	}
	if row.Sample != "" {
		r.Samples = append(r.Samples, row.Sample)
	}
	r.Own = r.Own || row.Kind == "experiment"
}

// CodeBegun is an experiment or a sample one of whose codes begins as was asked.
type CodeBegun struct {
	Code        string // that code
	Own         string // the experiment's or sample's own code
	IsSample    bool
	Title       string
	Experiments int // that a sample is in; 1 of an experiment
	Samples     int // that an experiment has; 1 of a sample
}

// CodesBeginning lists codes of experiments, then of samples, that begin with a text, in any case: at most most of each, in byte order.
func (s *Store) CodesBeginning(ctx context.Context, text string, most int) ([]CodeBegun, error) {
	text = NormalCode(text)
	if text == "" {
		return nil, nil
	}
	var list []CodeBegun
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		for _, query := range []string{experimentsBeginningSQL, samplesBeginningSQL} {
			var found []CodeBegun
			for _, spelling := range slices.Compact(spellings(text)) {
				if err := db.Raw(query, spelling, spelling+"\U0010FFFF", most).Scan(&found).Error; err != nil {
					return err
				}
				if len(found) > 0 {
					break
				}
			}
			list = append(list, found...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for accession codes that begin with %q: %w", cut(text, maxCode), err)
	}
	return list, nil
}

// The codes are cut to the few that are asked for before anything is counted.
const (
	experimentsBeginningSQL = `
		SELECT a.accession_code AS code, e.accession_code AS own, e.title, FALSE AS is_sample, 1 AS experiments,
			(SELECT count(*) FROM experiment_samples es WHERE es.experiment_id = e.id) AS samples
		FROM (SELECT accession_code, experiment_id FROM experiment_accessions
			WHERE means AND accession_code >= ? AND accession_code < ? ORDER BY accession_code LIMIT ?) a
		JOIN experiments e ON e.id = a.experiment_id ORDER BY a.accession_code, e.accession_code`
	samplesBeginningSQL = `
		SELECT a.accession_code AS code, s.accession_code AS own, s.title, TRUE AS is_sample, 1 AS samples,
			(SELECT count(*) FROM experiment_samples es WHERE es.sample_id = s.id) AS experiments
		FROM (SELECT accession_code, sample_id FROM sample_accessions
			WHERE means AND accession_code >= ? AND accession_code < ? ORDER BY accession_code LIMIT ?) a
		JOIN samples s ON s.id = a.sample_id ORDER BY a.accession_code, s.accession_code`
)

// Institutions lists the institutions that experiments name, as they are spelled most often.
func (s *Store) Institutions(ctx context.Context) ([]string, error) {
	var names []string
	err := s.reading(ctx, func(db *gorm.DB, _ *sql.Tx) error {
		return db.Raw(`SELECT submitter_institution FROM experiments WHERE submitter_institution <> ''
			GROUP BY submitter_institution ORDER BY count(*) DESC, submitter_institution`).Scan(&names).Error
	})
	if err != nil {
		return nil, fmt.Errorf("list the institutions: %w", err)
	}
	return names, nil
}
