package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/facetome/facetome/search"
)

// base is the generation that a new one begins as, and what of it is not taken over.
type base struct {
	generation *generation
	changed    map[string]bool // accession codes of experiments
}

// Amend implements search.Indexer. The new generation's indices are clones: they share the files of those that serve (hard links), and files of their
// own hold what was deleted and added.
//
// A set with a changed experiment is deleted with its samples, and written anew if it is still there: then each of its experiments that changed is added,
// and names it. What is searched of the others is kept in the stored index.
func (e *Engine) Amend(ctx context.Context, basis search.Basis, changed []string) (search.Generation, error) {
	return e.start(ctx, basis, func(b *builder, current state) error {
		if current.Number == 0 || !current.fits() {
			return search.ErrNoIndex
		}
		err := b.takeBase(ctx, current, changed)
		if err == nil {
			err = b.clone(ctx)
		}
		if err == nil {
			err = b.removeChanged(ctx, changed)
		}
		if errors.Is(err, errNotFound) {
			return fmt.Errorf("%w (the cluster has lost indices of %s: %w)", search.ErrNoIndex, nameOf(current.Number), err)
		}
		return err
	})
}

func (b *builder) takeBase(ctx context.Context, current state, changed []string) (err error) {
	b.base = &base{b.engine.current.Load(), make(map[string]bool, len(changed))}
	for _, code := range changed {
		b.base.changed[code] = true
	}
	if g := b.base.generation; g == nil || g.state.ID != current.ID {
		b.base.generation, err = b.engine.open(ctx, current)
	}
	return err
}

// clone makes the indices as clones of the base's.
func (b *builder) clone(ctx context.Context) error {
	// The base is not to be written to, and has copies; while the clone is written, it is and has none.
	settings := object{"settings": object{"index.blocks.write": nil, "index.number_of_replicas": 0}}
	kinds, ctx := errgroup.WithContext(ctx)
	for _, kind := range indexKinds {
		kinds.Go(func() error {
			var made struct {
				Ready bool `json:"shards_acknowledged"`
			}
			from, to := b.engine.indexOf(b.base.generation.state.Number, kind), b.index(kind)
			if err := b.engine.client.slow(ctx, http.MethodPut, "/"+from+"/_clone/"+to+"?wait_for_active_shards=all&timeout="+copiesTimeout, settings, &made); err != nil {
				return fmt.Errorf("cloning the index %s: %w", from, err)
			}
			if !made.Ready {
				return fmt.Errorf("%w (the clone %s of %s did not become ready within %s)", search.ErrUnavailable, to, from, copiesTimeout)
			}
			return nil
		})
	}
	return kinds.Wait()
}

// removedAtOnce is how many experiments are asked for at once what there is of them.
const removedAtOnce = 500

// removeChanged deletes what the base has of the experiments that changed, and their sets.
func (b *builder) removeChanged(ctx context.Context, changed []string) error {
	removed := map[string]bool{} // sets
	for part := range slices.Chunk(changed, removedAtOnce) {
		if err := b.removeExperiments(ctx, part); err != nil {
			return err
		}
		if err := b.removeSets(ctx, part, removed); err != nil {
			return err
		}
	}
	return b.bulk.finish(ctx)
}

func (b *builder) removeExperiments(ctx context.Context, codes []string) error {
	var found struct {
		Docs []struct {
			hit
			Found bool            `json:"found"`
			Error json.RawMessage `json:"error"`
		} `json:"docs"`
	}
	path := "/" + b.base.generation.experiments + "/_mget?_source_includes=stored.own"
	if err := b.engine.client.call(ctx, http.MethodPost, path, object{"ids": codes}, &found); err != nil {
		return err
	}
	for _, doc := range found.Docs {
		if len(doc.Error) > 0 {
			return missing(doc.Error)
		}
		if !doc.Found { // it is new
			continue
		}
		if err := b.bulk.remove(ctx, b.index(experimentsIndex), doc.ID); err != nil {
			return err
		}
		if err := b.removeStored(ctx, append(chunkIDs(doc.ID, doc.Source.Stored.Own), searchedID(doc.ID))); err != nil {
			return err
		}
	}
	return nil
}

// removeSets deletes the sets of some experiments, those aside that were removed before. They are searched for, not read from the experiments'
// documents, which may be what is to be repaired.
func (b *builder) removeSets(ctx context.Context, codes []string, removed map[string]bool) error {
	theirs := object{"terms": object{string(inSet) + "accession": codes}}
	body := object{"size": window, "_source": false, "track_total_hits": false,
		"query": object{"nested": object{"path": experimentsPath, "query": all(list{theirs})}},
		"sort":  list{object{"set": "asc"}, sumOfGroups("count", "desc", nil)}}
	for {
		found, err := b.engine.askOne(ctx, "/"+b.base.generation.shared+searchPath, body)
		if err != nil {
			return err
		}
		for _, set := range found.Hits.Hits {
			if removed[set.ID] {
				continue
			}
			removed[set.ID] = true
			samples, err := set.number(1)
			if err != nil {
				return err
			}
			if err := b.bulk.remove(ctx, b.index(sharedIndex), set.ID); err != nil {
				return err
			}
			if err := b.removeStored(ctx, chunkIDs(set.ID, samples)); err != nil {
				return err
			}
		}
		if len(found.Hits.Hits) < window {
			return nil
		}
		body["search_after"] = found.Hits.Hits[window-1].Sort
	}
}

func (b *builder) removeStored(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if err := b.bulk.remove(ctx, b.index(storedIndex), id); err != nil {
			return err
		}
	}
	return nil
}
