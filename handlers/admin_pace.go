package handlers

import (
	"sync"
	"time"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/views"
)

// paces tell how fast runs are: of each the step that it is at, and how far that was when it was first seen.
type paces struct {
	mu   sync.Mutex
	seen map[uint]*pace
}

type pace struct {
	step  string
	since time.Time
	done  int64
}

// paceFrom is how long a step is watched before it is said how fast it is: shorter, it would be said wrong.
const paceFrom = 2 * time.Second

// of takes how far runs are by now, and says how fast they are.
func (p *paces) of(runs []control.Run, now time.Time) []views.Working {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.seen
	p.seen = make(map[uint]*pace, len(runs)) // those that have ended are forgotten
	working := make([]views.Working, len(runs))
	for i, r := range runs {
		known := before[r.ID]
		if known == nil || known.step != r.Step || r.Done < known.done {
			known = &pace{step: r.Step, since: now, done: r.Done}
		}
		p.seen[r.ID] = known
		working[i] = views.Working{Run: r}
		passed := now.Sub(known.since)
		if passed < paceFrom || r.Done <= known.done {
			continue
		}
		working[i].Rate = float64(r.Done-known.done) / passed.Seconds()
		if r.Total > r.Done {
			working[i].Left = time.Duration(float64(r.Total-r.Done) / working[i].Rate * float64(time.Second))
		}
	}
	return working
}
