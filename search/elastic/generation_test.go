package elastic

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/facetome/facetome/search"
)

func build(t *testing.T, e *Engine) *builder {
	t.Helper()
	return begin(t, e, recorded()...)
}

// generations lists the numbers of those that are in the cluster.
func generations(t *testing.T, e *Engine, keep int) []int {
	t.Helper()
	left, _, err := e.clean(t.Context(), keep)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(left)
	return left
}

// TestKilledBuilder: what a builder that was killed left behind goes when the next one begins; should it live on after all, it cannot commit.
func TestKilledBuilder(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	killed := build(t, e)
	if _, err := e.Begin(t.Context(), search.Basis{CatalogueVersion: 1}); !errors.Is(err, search.ErrBusy) {
		t.Fatalf("a second builder: %v, want ErrBusy", err)
	}
	killed.lock.end() // it is renewed no more
	next := build(t, e)
	if err := next.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := killed.Commit(t.Context()); err == nil {
		t.Error("a builder commits whose lock was taken over")
	}
	if got := generations(t, e, next.state.Number); !slices.Equal(got, []int{next.state.Number}) {
		t.Errorf("the generations %d are left, want %d alone", got, next.state.Number)
	}
	info, err := e.Info(t.Context())
	if err != nil || info.Total != (search.Total{Experiments: 2, Samples: 4}) {
		t.Errorf("the index is %+v (%v)", info, err)
	}
}

// TestCutRenewal: a lock is given back though its last renewal was cut off before its answer came.
func TestCutRenewal(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	b := build(t, e)
	b.lock.end()
	<-b.lock.done // nobody renews it but this
	seqNo, term := b.lock.seqNo, b.lock.term
	if err := b.lock.check(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.lock.seqNo, b.lock.term = seqNo, term
	if err := b.Abort(); err != nil {
		t.Fatal(err)
	}
	var lock document
	if err := e.client.call(t.Context(), http.MethodGet, e.lockPath(), nil, &lock); !errors.Is(err, errNotFound) {
		t.Errorf("the lock is still there: %v", err)
	}
}

// TestReadGenerationStays: a generation that an export reads is not dropped before it ends; nor is a clone, or what was cloned.
func TestReadGenerationStays(t *testing.T) {
	t.Parallel()
	again := func(t *testing.T, e *Engine) *builder { t.Helper(); return amend(t, e, recorded(), "GSE1") }
	for name, make := range map[string][2]func(*testing.T, *Engine) *builder{
		"amended and amended": {again, again}, "amended and built": {again, build},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := testEngine(t, 1)
			commit(t, e, build(t, e))
			readGenerationStays(t, e, make[0], make[1])
		})
	}
}

func readGenerationStays(t *testing.T, e *Engine, makeFirst, makeSecond func(*testing.T, *Engine) *builder) {
	t.Helper()
	first := makeFirst(t, e)
	commit(t, e, first)
	g, err := e.generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	x, err := e.beginExport(t.Context(), g, q)
	if err != nil {
		t.Fatal(err)
	}
	second := makeSecond(t, e)
	if err := second.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	both := []int{first.state.Number, second.state.Number}
	if got := generations(t, e, second.state.Number); !slices.Equal(got, both) {
		t.Errorf("while it is read, the generations %d are there, want %d", got, both)
	}
	hits := 0
	x.run(t.Context(), func(_ search.Hit, err error) bool {
		if err != nil {
			t.Error(err)
		}
		hits++
		return true
	})
	if hits != 2 {
		t.Errorf("the export has %d hits, want 2", hits)
	}
	x.end()
	if got := generations(t, e, second.state.Number); !slices.Equal(got, both[1:]) {
		t.Errorf("when it was read, the generations %d are there, want %d", got, both[1:])
	}
}

// TestLeftoversOfNoNode: an index that no node took goes, too, and its number is not taken again.
func TestLeftoversOfNoNode(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	settings := object{"settings": object{"index.routing.allocation.require._name": "nowhere"}}
	if err := e.client.call(t.Context(), http.MethodPut, "/"+e.indexOf(7, sharedIndex)+"?wait_for_active_shards=0", settings, nil); err != nil {
		t.Fatal(err)
	}
	b := build(t, e)
	commit(t, e, b)
	if got := generations(t, e, b.state.Number); b.state.Number != 8 || !slices.Equal(got, []int{8}) {
		t.Errorf("generation %d was built, and %d are there; want 8 alone", b.state.Number, got)
	}
}

// TestLostIndices: an index that somebody deleted is told as none.
func TestLostIndices(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	b := build(t, e)
	if err := b.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Info(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := e.drop(t.Context(), b.state.Number); err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	if _, err := e.Search(t.Context(), q); !errors.Is(err, search.ErrNoIndex) {
		t.Errorf("without its indices: %v, want ErrNoIndex", err)
	}
	again := build(t, e)
	if err := again.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Search(t.Context(), q); err != nil {
		t.Errorf("with new ones: %v", err)
	}
}

// TestNobodyAnswers: a cluster that is not there is unavailable, within the time limit.
func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	e, err := Open(Config{Addresses: []string{"http://127.0.0.1:1"}})
	if err != nil {
		t.Fatal(err)
	}
	q, _ := search.Parse(nil)
	if _, err := e.Search(t.Context(), q); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Search: %v, want ErrUnavailable", err)
	}
	if _, err := e.Begin(t.Context(), search.Basis{CatalogueVersion: 1}); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Begin: %v, want ErrUnavailable", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(gone, q); !errors.Is(err, context.Canceled) {
		t.Errorf("Search that nobody waits for: %v", err)
	}
}

// TestSwitchInDoubt: the answer to the switch does not come. Whether the switch came through or not, what serves afterwards is whole, and Commit says
// which it is; the next build cleans up.
func TestSwitchInDoubt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ passes, silent bool }{
		"it came through": {passes: true}, "it did not": {}, "it came through, and then nobody answers": {passes: true, silent: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := testEngine(t, 1)
			if err := build(t, e).Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			var cut, silent atomic.Bool
			switches := "/" + e.stateIndex() + "/_doc/" + currentDocument
			server, err := url.Parse(strings.Split(os.Getenv(oneNode), ",")[0])
			if err != nil {
				t.Fatal(err)
			}
			to := httputil.NewSingleHostReverseProxy(server)
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case silent.Load():
					w.WriteHeader(http.StatusBadGateway)
					return
				case r.Method != http.MethodPut || r.URL.Path != switches:
					to.ServeHTTP(w, r)
					return
				case c.passes:
					to.ServeHTTP(httptest.NewRecorder(), r)
				}
				cut.Store(true)
				silent.Store(c.silent)
				w.WriteHeader(http.StatusBadGateway)
			}))
			t.Cleanup(proxy.Close)
			config := e.config
			config.Addresses = []string{proxy.URL}
			behind, err := Open(config)
			if err != nil {
				t.Fatal(err)
			}
			b := build(t, behind)
			err = b.Commit(t.Context())
			if !cut.Load() {
				t.Fatal("the switch was not cut off")
			}
			if err := errors.Join(err, b.Abort()); (err == nil) != (c.passes && !c.silent) {
				t.Errorf("the error of the switch is %v", err)
			}
			serving, err := e.readState(t.Context())
			if err != nil || (serving.ID == b.state.ID) != c.passes {
				t.Fatalf("generation %d serves, the one in doubt is %d (%v)", serving.Number, b.state.Number, err)
			}
			q, _ := search.Parse(nil)
			if found, err := e.Search(t.Context(), q); err != nil || found.Total != serving.Total {
				t.Errorf("what serves answers %+v (%v), want %+v", found, err, serving.Total)
			}
			silent.Store(false)
			if err := build(t, e).Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
			if left := generations(t, e, b.state.Number+1); !slices.Equal(left, []int{b.state.Number + 1}) {
				t.Errorf("the generations %d are left", left)
			}
		})
	}
}
