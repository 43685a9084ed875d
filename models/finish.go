package models

import (
	"database/sql"
	"maps"
	"slices"
)

// finish writes what is buffered, and then what can be said only when all records are there.
func (w *Writer) finish() (Changes, error) {
	for _, step := range []func() error{
		w.flushExperiments, // and the samples
		w.relinkExperiments,
		w.settlePublications,
		w.dropEmptySamples,
		w.countValues,
		w.renewOrganisms,
		w.renewPlatforms,
		w.writeChanges,
		w.writeState,
	} {
		if err := step(); err != nil {
			return Changes{}, err
		}
	}
	return w.changes()
}

// relinkExperiments finds the samples of experiments anew whose samples were united, parted, or changed their series.
func (w *Writer) relinkExperiments() error {
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(w.relink)), batchSize) {
		p, err := loadIDs(w, experimentKind, ids)
		if err != nil {
			return err
		}
		experiments := p.entities(func() uint { return w.newID("experiments") })
		if err := w.linkSamples(experiments, mergeExperiments(experiments)); err != nil {
			return err
		}
	}
	return nil
}

// dropEmptySamples removes samples of which only the code is known and that no experiment lists any more.
func (w *Writer) dropEmptySamples() error {
	if len(w.unlinked) == 0 {
		return nil
	}
	ids, err := list(w.session, slices.Sorted(maps.Keys(w.unlinked)))
	if err != nil {
		return err
	}
	gone := map[uint]bool{}
	if err := w.query(`DELETE FROM samples
		WHERE NOT EXISTS (SELECT 1 FROM sample_records r WHERE r.sample_id = samples.id)
		AND NOT EXISTS (SELECT 1 FROM experiment_samples e WHERE e.sample_id = samples.id)
		AND id IN `+w.ids()+" RETURNING id", scanInto(gone), ids); err != nil {
		return err
	}
	for id := range gone {
		w.touched["samples"].remove(id)
	}
	return w.execIDs("DELETE FROM sample_accessions WHERE sample_id IN "+w.ids(), slices.Sorted(maps.Keys(gone)))
}

// countValues writes how many samples carry each value, and removes those that none carries any more.
func (w *Writer) countValues() error {
	ids := slices.Sorted(maps.Keys(w.values.carried))
	if len(ids) == 0 {
		return nil
	}
	changes := make([][2]int64, len(ids))
	for i, id := range ids {
		changes[i] = [2]int64{int64(id), int64(w.values.carried[id])}
	}
	if err := w.exec("UPDATE field_values SET samples = samples + c.n FROM "+w.pairs()+" c WHERE c.id = field_values.id AND c.n <> 0", encode(changes)); err != nil {
		return err
	}
	idList, err := list(w.session, ids)
	if err != nil {
		return err
	}
	return w.query("DELETE FROM field_values WHERE samples = 0 AND id IN "+w.ids()+" RETURNING coalesce(organism_id, 0), coalesce(platform_id, 0)", func(rows *sql.Rows) error {
		var organism, platform uint
		err := rows.Scan(&organism, &platform)
		w.values.organisms.renew[organism], w.values.platforms.renew[platform] = true, true // 0 is none
		w.forgets = true
		return err
	}, idList)
}

// renewOrganisms gives organisms the best of the names and taxonomy ids that samples say, and drops those that no sample has.
func (w *Writer) renewOrganisms() error {
	ids := slices.Sorted(maps.Keys(w.values.organisms.renew))
	if len(ids) == 0 {
		return nil
	}
	arg, err := list(w.session, ids)
	if err != nil {
		return err
	}
	best := map[uint]Organism{}
	if err := w.query("SELECT organism_id, key, label, taxonomy_id FROM field_values WHERE organism_id IN "+w.ids(), func(rows *sql.Rows) error {
		var o Organism
		err := rows.Scan(&o.ID, &o.Key, &o.Name, &o.TaxonomyID)
		if b, seen := best[o.ID]; seen {
			o.Name = slices.MinFunc([]string{b.Name, o.Name}, compareNames)
			o.TaxonomyID = slices.MinFunc([]int{b.TaxonomyID, o.TaxonomyID}, compareTaxa)
		}
		best[o.ID] = o
		return err
	}, arg); err != nil {
		return err
	}
	organisms := &bulk{into: "organisms (id, key, name, taxonomy_id)", width: 4,
		suffix: "ON CONFLICT (id) DO UPDATE SET name = excluded.name, taxonomy_id = excluded.taxonomy_id"}
	for _, id := range slices.Sorted(maps.Keys(best)) {
		organisms.add(int64(id), best[id].Key, best[id].Name, best[id].TaxonomyID)
	}
	if err := w.insert(organisms); err != nil {
		return err
	}
	return w.execIDs(`DELETE FROM organisms WHERE NOT EXISTS (SELECT 1 FROM field_values v WHERE v.organism_id = organisms.id)
		AND id IN `+w.ids(), ids)
}

// renewPlatforms gives platforms the best of the names that samples and platform records say, and drops those that nobody names.
func (w *Writer) renewPlatforms() error {
	ids := slices.Sorted(maps.Keys(w.values.platforms.renew))
	if len(ids) == 0 {
		return nil
	}
	arg, err := list(w.session, ids)
	if err != nil {
		return err
	}
	were := map[uint]string{} // names
	if err := w.query("SELECT id, name FROM platforms WHERE id IN "+w.ids(), func(rows *sql.Rows) error {
		var id uint
		var name string
		err := rows.Scan(&id, &name)
		were[id] = name
		return err
	}, arg); err != nil {
		return err
	}
	best := map[uint]Platform{}
	if err := w.query(`SELECT platform_id, label, name FROM field_values WHERE platform_id IN `+w.ids()+`
		UNION ALL SELECT platform_id, accession_code, name FROM platform_records WHERE platform_id IN `+w.ids(), func(rows *sql.Rows) error {
		var p Platform
		err := rows.Scan(&p.ID, &p.AccessionCode, &p.Name)
		if b, seen := best[p.ID]; seen {
			p = betterPlatform(b, p)
		}
		p.Key = Fold(p.AccessionCode)
		best[p.ID] = p
		return err
	}, arg, arg); err != nil {
		return err
	}
	platforms := &bulk{into: "platforms (id, key, accession_code, name)", width: 4,
		suffix: "ON CONFLICT (id) DO UPDATE SET accession_code = excluded.accession_code, name = excluded.name"}
	for _, id := range slices.Sorted(maps.Keys(best)) {
		platforms.add(int64(id), best[id].Key, best[id].AccessionCode, best[id].Name)
		if id <= w.touched["platforms"].before && best[id].Name != were[id] {
			w.outbox.platforms = append(w.outbox.platforms, id)
		}
	}
	if err := w.insert(platforms); err != nil {
		return err
	}
	return w.execIDs(`DELETE FROM platforms WHERE NOT EXISTS (SELECT 1 FROM field_values v WHERE v.platform_id = platforms.id)
		AND NOT EXISTS (SELECT 1 FROM platform_records r WHERE r.platform_id = platforms.id) AND id IN `+w.ids(), ids)
}

// versionAfter is the version that the catalogue has after the import; see writeState.
func (w *Writer) versionAfter() int64 {
	if w.changed {
		return w.version + 1
	}
	return w.version
}

// writeState gives the catalogue a new version if the import changed something. Its experiments and samples are not counted anew, which
// would take longer with every import into a large catalogue.
func (w *Writer) writeState() error {
	if !w.changed {
		return nil
	}
	experiments, samples := w.touched["experiments"], w.touched["samples"]
	return w.exec(`UPDATE catalogue_state SET version = version + 1,
		experiments = experiments - ? + (SELECT count(*) FROM experiments WHERE id > ?),
		samples = samples - ? + (SELECT count(*) FROM samples WHERE id > ?),
		synthetic = EXISTS (SELECT 1 FROM experiments WHERE synthetic)`,
		int64(experiments.gone.GetCardinality()), int64(experiments.before), int64(samples.gone.GetCardinality()), int64(samples.before))
}

// changes counts what the import did.
func (w *Writer) changes() (Changes, error) {
	var c Changes
	for _, t := range []struct {
		table                string
		added, changed, same *int
	}{
		{"experiments", &c.ExperimentsAdded, &c.ExperimentsChanged, &c.ExperimentsSame},
		{"samples", &c.SamplesAdded, &c.SamplesChanged, &c.SamplesSame},
	} {
		met := w.touched[t.table]
		*t.changed, *t.same = met.counts()
		err := w.query("SELECT count(*) FROM "+t.table+" WHERE id > ?", func(rows *sql.Rows) error { return rows.Scan(t.added) }, int64(met.before))
		if err != nil {
			return Changes{}, err
		}
	}
	return c, nil
}
