package elastic

import (
	"errors"
	"net/http"
	"testing"

	"github.com/facetome/facetome/search"
)

// TestHeldTellsDamage: what somebody did to documents shows, and can be put right.
func TestHeldTellsDamage(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]struct {
		method, kind, id string
		body             object
		differ           []string // experiments
	}{
		"an experiment is gone":     {http.MethodDelete, experimentsIndex, "GSE1", nil, []string{"GSE1"}},
		"an experiment has no rows": {http.MethodPut, experimentsIndex, "GSE2", object{"accession": "GSE2", "checksum": "ff", "stored": object{"hit": object{"samples": 2}}}, []string{"GSE2"}},
		"a set is gone":             {http.MethodDelete, sharedIndex, setID([]string{"GSE1", "GSE2"}), nil, []string{"GSE1", "GSE2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, all := testEngine(t, 1), recorded()
			commit(t, e, begin(t, e, all...))
			want := heldBy(t, e)
			g, err := e.generation(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			index := "/" + e.indexOf(g.state.Number, damage.kind)
			for _, step := range []struct {
				method, path string
				body         any
			}{
				{http.MethodPut, index + "/_settings", object{"index.blocks.write": nil}},
				{damage.method, index + "/_doc/" + damage.id + "?refresh=true", damage.body},
				{http.MethodPut, index + "/_settings", object{"index.blocks.write": true}},
			} {
				body := step.body
				if o, ok := body.(object); ok && o == nil {
					body = nil
				}
				if err := e.client.call(t.Context(), step.method, step.path, body, nil); err != nil {
					t.Fatal(err)
				}
			}
			got := heldBy(t, e)
			for _, code := range damage.differ {
				if got[code] == want[code] {
					t.Errorf("%s is held as if it were whole: %+v", code, got[code])
				}
			}
			commit(t, e, amend(t, e, all, damage.differ...))
			wantHeld(t, e, all)
			if info, err := e.Info(t.Context()); err != nil || info.Total != (search.Total{Experiments: 2, Samples: 4}) {
				t.Errorf("after it was put right the index is %+v (%v)", info, err)
			}
		})
	}
}

// TestHeldWithoutIndex: nothing is held.
func TestHeldWithoutIndex(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	for held, err := range e.Held(t.Context()) {
		if !errors.Is(err, search.ErrNoIndex) {
			t.Errorf("%+v is held (%v), want ErrNoIndex", held, err)
		}
	}
}
