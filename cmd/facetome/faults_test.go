package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
)

// Time limits of servers whose database or cluster is about to break: short, since each fault is waited for.
var shortTimes = []string{"--time-limit=5s", "--elasticsearch-timeout=4s"}

// longTimes is for what must work, however slow the machine is.
const longTimes = "--elasticsearch-timeout=2m"

// startServer starts one with short time limits, whose log is shown where the test fails.
func startServer(t *testing.T, where []string) (url string) {
	t.Helper()
	server := start(t, append(append([]string{"serve", "--addr=127.0.0.1:0"}, where...), shortTimes...)...)
	t.Cleanup(func() {
		if t.Failed() {
			log := server.stderr.String()
			t.Log(log[max(0, len(log)-4000):])
		}
	})
	return server.url(t)
}

// answer is what a server said.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask asks for an address, as the script of an open page does where htmx.
func ask(ctx context.Context, url string, htmx bool) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	if htmx {
		request.Header.Set("HX-Request", "true")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(body)}, err
}

// wantUnanswered checks that a server says in every way that it cannot answer now, and that it lives.
func wantUnanswered(t *testing.T, fault, url string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		for _, htmx := range []bool{false, true} {
			a, err := ask(t.Context(), url+path, htmx)
			if err != nil {
				t.Fatal(err)
			}
			if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
				t.Errorf("%s: %s answers %d, Retry-After %q\n%s", fault, path, a.status, a.header.Get("Retry-After"), a.body)
			}
			isPage, isJSON := strings.Contains(a.body, "<html"), strings.Contains(path, ".json")
			switch {
			case isJSON && !json.Valid([]byte(a.body)):
				t.Errorf("%s: %s is no JSON: %s", fault, path, a.body)
			case !isJSON && isPage == htmx:
				t.Errorf("%s: %s, asked by an open page: %t, is a whole page: %t", fault, path, htmx, isPage)
			case !strings.Contains(a.body, "again") && !strings.Contains(a.body, "reindex"):
				t.Errorf("%s: %s does not say what to do: %s", fault, path, a.body)
			}
		}
	}
	if status, body := get(t, url+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("%s: ready: %d %s", fault, status, body)
	}
	if status, body := get(t, url+"/healthz"); status != http.StatusOK {
		t.Errorf("%s: the process lives, and says %d %s", fault, status, body)
	}
}

// wantNumbers waits until a server answers, and fails the test where it ever answers with other numbers.
func wantNumbers(t *testing.T, fault, url string, want search.Total) {
	t.Helper()
	eventually(t, "after "+fault+" searches are answered", func() bool {
		status, body := get(t, url+"/search.json")
		switch status {
		case http.StatusOK:
			wantTotal(t, fault, body, want)
			return true
		case http.StatusServiceUnavailable:
			return false
		}
		t.Fatalf("after %s: %d %s", fault, status, body)
		return false
	})
	eventually(t, "after "+fault+" the server is ready", func() bool {
		status, _ := get(t, url+"/readyz")
		return status == http.StatusOK
	})
}

func wantTotal(t *testing.T, fault, body string, want search.Total) {
	t.Helper()
	var got struct{ Total search.Total }
	if err := json.Unmarshal([]byte(body), &got); err != nil || got.Total != want {
		t.Errorf("%s: half-built numbers: %+v, want %+v (%v)", fault, got.Total, want, err)
	}
}

// change asks the cluster itself for something.
func change(t *testing.T, method, url, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if said, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, url, response.StatusCode, said)
	}
}

// TestElasticsearchFaults breaks a cluster of one node in every way, while a server that uses it goes on running.
func TestElasticsearchFaults(t *testing.T) {
	t.Parallel()
	node := startServers(t, "FACETOME_TEST_ELASTICSEARCH", "elastic", "1")
	const experiments = 40
	want, file := held(t, experiments, 5), catalogueFile(t, experiments, 5)
	where := []string{"--data=" + t.TempDir(), "--elasticsearch=" + node.addresses}
	facetome(t, append([]string{"import", longTimes, file}, where...)...).must(t)
	url := startServer(t, where)
	wantNumbers(t, "the start", url, want)
	paths := []string{"/search", "/search?q=liver", "/search.json?organism=Homo+sapiens"}

	node.do(t, "freeze", 1)
	wantUnanswered(t, "a frozen node", url, paths...)
	node.do(t, "thaw", 1)
	wantNumbers(t, "a frozen node", url, want)

	node.do(t, "kill", 1)
	wantUnanswered(t, "a node that is down", url, append(paths, "/")...)
	node.do(t, "start", 1)
	wantNumbers(t, "a node that was down", url, want) // its indices are red at first

	change(t, http.MethodPut, node.addresses+"/_cluster/settings", `{"persistent":{"cluster.blocks.read_only":true}}`)
	if o := facetome(t, append([]string{"reindex"}, where...)...); o.code != exitError {
		t.Errorf("indexing into a cluster that is read-only: exit code %d\n%s%s", o.code, o.stdout, o.stderr)
	}
	wantNumbers(t, "read-only", url, want)
	change(t, http.MethodPut, node.addresses+"/_cluster/settings", `{"persistent":{"cluster.blocks.read_only":null}}`)

	change(t, http.MethodDelete, node.addresses+"/facetome-gen-000001-experiments,facetome-gen-000001-shared,facetome-gen-000001-stored", "")
	wantNumbers(t, "indices that were deleted", url, want) // the server builds them again
}

// TestNodeLoss kills one node of three while searches run, and starts it again: they are answered rightly or not at all, and soon are again. Then the
// node is killed that alone has the indices: nothing is answered until it is back.
func TestNodeLoss(t *testing.T) {
	t.Parallel()
	nodes := startServers(t, "FACETOME_TEST_ELASTICSEARCH_CLUSTER", "elastic", "3")
	const experiments = 40
	want, file := held(t, experiments, 6), catalogueFile(t, experiments, 6)
	where := []string{"--data=" + t.TempDir(), "--elasticsearch=" + nodes.addresses, "--elasticsearch-replicas=1", "--elasticsearch-shards=3"}
	facetome(t, append([]string{"import", longTimes, file}, where...)...).must(t)
	first, _, _ := strings.Cut(nodes.addresses, ",")
	change(t, http.MethodGet, first+"/_cluster/health?wait_for_status=green&timeout=100s", "") // every shard has its copy
	url := startServer(t, where)
	wantNumbers(t, "the start", url, want)

	ctx, cancel := context.WithCancel(t.Context())
	var asking sync.WaitGroup
	for range 3 {
		asking.Go(func() { searchUntil(ctx, t, url, want) })
	}
	nodes.do(t, "kill", 2)
	wantNumbers(t, "the loss of a node", url, want)
	nodes.do(t, "start", 2)
	change(t, http.MethodGet, first+"/_cluster/health?wait_for_nodes=3&wait_for_status=green&timeout=100s", "")
	wantNumbers(t, "its return", url, want)
	cancel()
	asking.Wait()

	// Without copies, and all on one node, the indices are red when that is gone.
	change(t, http.MethodPut, first+"/facetome-gen-*/_settings", `{"index.number_of_replicas":0,"index.routing.allocation.require._name":"n2"}`)
	eventually(t, "the indices are on one node", func() bool {
		_, shards := get(t, first+"/_cat/shards/facetome-gen-*?h=node")
		return strings.TrimSpace(strings.ReplaceAll(shards, "n2", "")) == ""
	})
	wantNumbers(t, "a move to one node", url, want)
	nodes.do(t, "kill", 2)
	wantUnanswered(t, "a red cluster", url, "/", "/search", "/search?q=liver", "/search.json?organism=Homo+sapiens")
	nodes.do(t, "start", 2)
	wantNumbers(t, "a red cluster", url, want)
}

// searchUntil searches until ctx is done; every answer must be right, or say that there is none.
func searchUntil(ctx context.Context, t *testing.T, url string, want search.Total) {
	for ctx.Err() == nil {
		asked := time.Now()
		a, err := ask(ctx, url+"/search.json", false)
		leave(ctx, time.Since(asked))
		switch {
		case ctx.Err() != nil:
		case err != nil:
			t.Error(err)
			return
		case a.status == http.StatusOK:
			wantTotal(t, "while a node is lost", a.body, want)
		case a.status != http.StatusServiceUnavailable:
			t.Errorf("while a node is lost: %d %s", a.status, a.body)
		}
	}
}

// leave waits, after a search that took some time, so long that whoever searches all the while leaves most of the processor to what is tested.
func leave(ctx context.Context, took time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(min(10*time.Millisecond+4*took, 300*time.Millisecond)):
	}
}

// TestPostgresFaults breaks the database below a server that goes on running.
func TestPostgresFaults(t *testing.T) {
	t.Parallel()
	database := startServers(t, "FACETOME_TEST_POSTGRES", "postgres")
	const experiments = 40
	want, file := held(t, experiments, 7), catalogueFile(t, experiments, 7)
	where := []string{"--data=" + t.TempDir(), "--database=" + database.addresses}
	facetome(t, append([]string{"import", file}, where...)...).must(t)
	url := startServer(t, where)
	wantNumbers(t, "the start", url, want)
	store := modelstest.Open(t, database.addresses)
	var code string
	if err := store.DB().Raw("SELECT min(accession_code) FROM experiments").Scan(&code).Error; err != nil {
		t.Fatal(err)
	}
	record := "/experiments/" + code
	recovered := func(fault string) {
		t.Helper()
		wantNumbers(t, fault, url, want)
		eventually(t, "after "+fault+" records are shown", func() bool {
			status, _ := get(t, url+record)
			return status == http.StatusOK
		})
	}
	recovered("the start")

	database.do(t, "freeze", 0)
	wantUnanswered(t, "a frozen database", url, record)
	database.do(t, "thaw", 0)
	recovered("a frozen database")

	database.do(t, "kill", 0)
	wantUnanswered(t, "a database that is down", url, record, "/search?q="+code)
	database.do(t, "start", 0)
	recovered("a database that was down")

	if err := store.DB().Exec("SELECT 1").Error; err != nil { // its connections ended with the server; the pool gets new ones
		if err := store.DB().Exec("SELECT 1").Error; err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{"ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()",
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'facetome' AND pid <> pg_backend_pid()"} {
		if err := store.DB().Exec(statement).Error; err != nil {
			t.Fatal(fmt.Errorf("%s: %w", statement, err))
		}
	}
	recovered("a database that became read-only")
	o := facetome(t, append([]string{"import", catalogueFile(t, experiments, 8)}, where...)...)
	if o.code != exitError || !strings.Contains(o.stderr, "read-only") {
		t.Errorf("an import into a database that is read-only: exit code %d\n%s", o.code, o.stderr)
	}
	recovered("an import that failed")
}
