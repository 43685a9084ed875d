package models

import (
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
)

// dropPublications unlinks the publications of experiments that are about to be written anew. What is left of the publications is found
// when the import ends.
func (w *Writer) dropPublications(experiments []uint) error {
	if len(experiments) == 0 {
		return nil
	}
	ids, err := list(w.session, experiments)
	if err != nil {
		return err
	}
	err = w.query(`SELECT DISTINCT p.key FROM publications p JOIN experiment_publications e ON e.publication_id = p.id
		WHERE e.experiment_id IN `+w.ids(), func(rows *sql.Rows) error {
		var key string
		err := rows.Scan(&key)
		w.contested[key] = true
		return err
	}, ids)
	if err != nil {
		return err
	}
	return w.exec("DELETE FROM experiment_publications WHERE experiment_id IN "+w.ids(), ids)
}

// writePublications links experiments to their publications. What other experiments say of the same publication is heard when the
// import ends.
func (w *Writer) writePublications(p *plan[ExperimentBody], merged []ExperimentBody) error {
	var keys []string
	for i := range merged {
		for j := range merged[i].Publications {
			keys = append(keys, merged[i].Publications[j].Key())
		}
	}
	if len(keys) == 0 {
		return nil
	}
	ids, err := w.publicationIDs(w.codes[publicationCodes].known(distinct(keys)))
	if err != nil {
		return err
	}
	publications := w.bulk(publicationColumns, 6)
	links := w.bulk("experiment_publications (experiment_id, publication_id)", 2)
	for i, e := range p.dirty {
		for _, publication := range merged[i].Publications {
			key := publication.Key()
			if ids[key] == 0 {
				ids[key] = w.newID("publications")
				w.codes[publicationCodes].add(key)
				addPublication(publications, ids[key], publication)
			} else {
				w.contested[key] = true
			}
			links.add(int64(e.id), int64(ids[key]))
		}
	}
	if err := w.insert(publications); err != nil {
		return err
	}
	return w.insert(links)
}

// publicationIDs finds the publications of keys, where the tables have them.
func (w *Writer) publicationIDs(keys []string) (map[string]uint, error) {
	ids := map[string]uint{}
	if len(keys) == 0 {
		return ids, nil
	}
	keyList, err := list(w.session, keys)
	if err != nil {
		return nil, err
	}
	return ids, w.query("SELECT key, id FROM publications WHERE key IN "+w.texts(), func(rows *sql.Rows) error {
		var key string
		var id uint
		err := rows.Scan(&key, &id)
		ids[key] = id
		return err
	}, keyList)
}

const publicationColumns = "publications (id, key, pubmed_id, doi, title, authors)"

func newPublications() *bulk {
	return &bulk{into: publicationColumns, width: 6,
		suffix: `ON CONFLICT (id) DO UPDATE SET pubmed_id = excluded.pubmed_id, doi = excluded.doi, title = excluded.title,
		authors = excluded.authors`}
}

func addPublication(publications *bulk, id uint, p PublicationBody) {
	authors := p.Authors
	if authors == nil {
		authors = []string{}
	}
	publications.add(int64(id), p.Key(), p.PubMedID, p.DOI, p.Title, encode(authors))
}

// settlePublications computes publications that several experiments name, or that one names no more, from all that is said of them.
func (w *Writer) settlePublications() error {
	for keys := range slices.Chunk(slices.Sorted(maps.Keys(w.contested)), batchSize) {
		keyList, err := list(w.session, keys)
		if err != nil {
			return err
		}
		were := map[string]Publication{}
		var experiments []uint
		if err := w.query(`SELECT p.id, p.key, p.title, p.authors, coalesce(e.experiment_id, 0) FROM publications p
			LEFT JOIN experiment_publications e ON e.publication_id = p.id WHERE p.key IN `+w.texts(), func(rows *sql.Rows) error {
			var p Publication
			var authors string
			var experiment uint
			if err := rows.Scan(&p.ID, &p.Key, &p.Title, &authors, &experiment); err != nil {
				return err
			}
			err := json.Unmarshal([]byte(authors), &p.Authors)
			were[p.Key], experiments = p, append(experiments, experiment)
			return err
		}, keyList); err != nil {
			return err
		}
		if err := w.settleChunk(were, distinct(experiments)); err != nil {
			return err
		}
	}
	return nil
}

// settleChunk settles publications, given by key as they were, that these experiments name.
func (w *Writer) settleChunk(were map[string]Publication, experiments []uint) error {
	p, err := loadIDs(w, experimentKind, experiments)
	if err != nil {
		return err
	}
	said := map[string][]PublicationBody{}
	for _, m := range mergeExperiments(p.entities(func() uint { return w.newID("experiments") })) {
		for _, publication := range m.Publications {
			said[publication.Key()] = append(said[publication.Key()], publication)
		}
	}
	publications := newPublications()
	var gone []uint
	for _, key := range slices.Sorted(maps.Keys(were)) {
		if len(said[key]) == 0 {
			gone = append(gone, were[key].ID)
			continue
		}
		settled := fullestPublication(said[key])
		addPublication(publications, were[key].ID, settled)
		if settled.Title != were[key].Title || !slices.Equal(settled.Authors, were[key].Authors) {
			w.outbox.publications = append(w.outbox.publications, were[key].ID)
		}
	}
	if err := w.insert(publications); err != nil {
		return err
	}
	return w.execIDs("DELETE FROM publications WHERE id IN "+w.ids(), gone)
}
