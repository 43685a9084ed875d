package handlers

import (
	"container/list"
	"context"
	"sync"

	"github.com/facetome/facetome/study"
)

// studiesSize is how many bytes of studies are remembered: an experiment of ten thousand samples takes about seven million, most take some
// thousands.
const studiesSize = 64 << 20

// studyCache remembers the studies that were asked for last: whoever sorts and filters a table asks for the same one each time.
type studyCache struct {
	store Catalogue

	mu     sync.Mutex
	recent *list.List // of *study of experiments, the last one asked for first
	known  map[uint]*list.Element
	size   int
}

// rememberedStudy is what the list holds.
type rememberedStudy struct {
	experiment uint
	study      *study.Study
	size       int
}

func newStudyCache(store Catalogue) *studyCache {
	return &studyCache{store: store, recent: list.New(), known: map[uint]*list.Element{}}
}

// get returns an experiment's samples as the catalogue has them now.
func (c *studyCache) get(ctx context.Context, experiment uint) (*study.Study, error) {
	state, err := c.store.State(ctx)
	if err != nil {
		return nil, err
	}
	if s := c.find(experiment, state.Version); s != nil {
		return s, nil
	}
	s, err := study.Read(ctx, c.store, experiment)
	if err != nil {
		return nil, err
	}
	c.keep(&rememberedStudy{experiment, s, s.Size()})
	return s, nil
}

func (c *studyCache) find(experiment uint, version int64) *study.Study {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.known[experiment]
	if at == nil {
		return nil
	}
	r := at.Value.(*rememberedStudy)
	if r.study.Version != version {
		c.drop(at)
		return nil
	}
	c.recent.MoveToFront(at)
	return r.study
}

func (c *studyCache) keep(r *rememberedStudy) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.known[r.experiment]; at != nil { // another request was faster
		c.drop(at)
	}
	c.known[r.experiment] = c.recent.PushFront(r)
	c.size += r.size
	for c.size > studiesSize {
		c.drop(c.recent.Back())
	}
}

func (c *studyCache) drop(at *list.Element) {
	r := c.recent.Remove(at).(*rememberedStudy)
	delete(c.known, r.experiment)
	c.size -= r.size
}
