package models

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Platforms lists all platforms that records name, whatever was corrected, in byte order of accession codes. There are some thousands at most.
func (s *Snapshot) Platforms(ctx context.Context) ([]Platform, error) {
	r := &bodyReader{session: newSession(ctx, s.tx, s.postgres), sources: map[uint]*Source{}}
	said, err := r.platformsSaid()
	if err != nil {
		return nil, fmt.Errorf("read the platforms: %w", err)
	}
	best := map[string]Platform{}
	for _, p := range said {
		key := Fold(p.AccessionCode)
		if b, seen := best[key]; seen {
			p = betterPlatform(b, p)
		}
		best[key] = p
	}
	return slices.SortedFunc(maps.Values(best), func(a, b Platform) int { return strings.Compare(a.AccessionCode, b.AccessionCode) }), nil
}

// betterPlatform is what two say of one platform.
func betterPlatform(a, b Platform) Platform {
	b.AccessionCode = min(a.AccessionCode, b.AccessionCode)
	b.Name = slices.MinFunc([]string{a.Name, b.Name}, compareNames)
	return b
}

// platformsSaid lists what the records of samples and of platforms say.
func (r *bodyReader) platformsSaid() (said []Platform, err error) {
	carried := map[Platform]int{} // by samples
	if err := r.query("SELECT label, name, samples FROM field_values WHERE field = ?", func(rows *sql.Rows) error {
		var p Platform
		var samples int
		err := rows.Scan(&p.AccessionCode, &p.Name, &samples)
		carried[p] = samples
		return err
	}, FieldPlatform); err != nil {
		return nil, err
	}
	if err := r.uncorrectPlatforms(carried); err != nil {
		return nil, err
	}
	maps.DeleteFunc(carried, func(_ Platform, samples int) bool { return samples == 0 })
	said = slices.Collect(maps.Keys(carried))
	return said, r.query("SELECT accession_code, name FROM platform_records", func(rows *sql.Rows) error {
		var p Platform
		err := rows.Scan(&p.AccessionCode, &p.Name)
		said = append(said, p)
		return err
	})
}

// uncorrectPlatforms puts in place of what corrected samples carry what their records say.
func (r *bodyReader) uncorrectPlatforms(carried map[Platform]int) error {
	var corrected []coded
	if err := r.query(`SELECT id, accession_code FROM samples WHERE id IN (SELECT a.sample_id FROM corrections c
		JOIN sample_accessions a ON a.accession_code = c.accession_code AND a.means
		WHERE c.kind = ? AND c.field = ? AND c.undone_at IS NULL AND c.replaced_by = 0)`, func(rows *sql.Rows) error {
		var sample coded
		err := rows.Scan(&sample.id, &sample.code)
		corrected = append(corrected, sample)
		return err
	}, string(CorrectedSample), FieldPlatform); err != nil || len(corrected) == 0 {
		return err
	}
	ids, err := r.idsOf(corrected)
	if err != nil {
		return err
	}
	if err := r.query(`SELECT v.label, v.name FROM sample_values s JOIN field_values v ON v.id = s.value_id
		WHERE v.field = ? AND s.sample_id IN `+r.ids(), func(rows *sql.Rows) error {
		var p Platform
		err := rows.Scan(&p.AccessionCode, &p.Name)
		carried[p]--
		return err
	}, FieldPlatform, ids); err != nil {
		return err
	}
	if err := r.readSources(); err != nil {
		return err
	}
	records := map[uint][]SampleRecord{}
	if err := readBodies(r, "sample", corrected, func(id uint, source *Source, body SampleBody) {
		records[id] = append(records[id], SampleRecord{Source: source, Body: body})
	}); err != nil {
		return err
	}
	for _, of := range records {
		for _, v := range MergeSample(of).Values {
			if v.Field == FieldPlatform {
				carried[Platform{AccessionCode: v.Value, Name: v.Name}]++
			}
		}
	}
	return nil
}
