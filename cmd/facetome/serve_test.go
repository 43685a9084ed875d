package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/synthetic"
)

// get reads an address of a server, whatever its status.
func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(read)
}

// total asks a server for the numbers of a search over everything.
func total(t *testing.T, url string) search.Total {
	t.Helper()
	status, body := get(t, url+"/search.json")
	if status != http.StatusOK {
		t.Fatalf("/search.json: %d %s", status, body)
	}
	var answer struct{ Total search.Total }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Total
}

// held counts what a synthetic catalogue holds: experiments, and the samples that they name.
func held(t *testing.T, experiments int, seed uint64) search.Total {
	t.Helper()
	var out bytes.Buffer
	if err := synthetic.Generate(&out, synthetic.Options{Experiments: experiments, Seed: seed}); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	var sum search.Total
	for line := range strings.Lines(out.String()) {
		var record struct {
			Type    string
			Samples []string
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		if record.Type != "experiment" {
			continue
		}
		sum.Experiments++
		for _, code := range record.Samples {
			named[code] = true
		}
	}
	sum.Samples = len(named)
	return sum
}

// TestServeTakesUpImports imports again and again in other processes while a server is asked without pause.
func TestServeTakesUpImports(t *testing.T) {
	t.Parallel()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		where := []string{"--data=" + t.TempDir(), "--database="}
		if d := dsn(); strings.HasPrefix(d, "postgres") {
			where[1] += d
		}
		server := start(t, "serve", "--addr=127.0.0.1:0", where[0], where[1])
		url := server.url(t)
		wantWords(t, "a server without a catalogue", server.stdout.String(), "facetome import")
		if status, page := get(t, url+"/"); status != http.StatusOK || !strings.Contains(page, "facetome import") {
			t.Errorf("the home page of an empty catalogue: %d\n%s", status, page)
		}

		ctx, cancel := context.WithCancel(t.Context())
		var asking sync.WaitGroup
		asked := 0
		asking.Go(func() { asked = askUntil(ctx, t, url) })
		for _, n := range []int{size(40), size(120)} {
			if code := start(t, "import", where[0], where[1], catalogueFile(t, n, 4)).code(t); code != exitOK {
				t.Fatalf("import: exit code %d", code)
			}
			want := held(t, n, 4)
			eventually(t, fmt.Sprintf("the server shows %+v", want), func() bool { return total(t, url) == want })
		}
		cancel()
		asking.Wait()
		if asked == 0 {
			t.Error("nothing was asked meanwhile")
		}
	})
}

// askUntil asks for pages and searches until ctx is done, and fails the test where one is not answered.
func askUntil(ctx context.Context, t *testing.T, url string) (asked int) {
	for paths := []string{"/search", "/search.json?organism=Homo+sapiens", "/healthz", "/"}; ctx.Err() == nil; asked++ {
		path := paths[asked%len(paths)]
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+path, nil)
		if err != nil {
			t.Error(err)
			return asked
		}
		response, err := http.DefaultClient.Do(request)
		if ctx.Err() != nil {
			return asked
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return asked
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if ctx.Err() == nil && (err != nil || response.StatusCode != http.StatusOK) {
			t.Errorf("%s: %s %v\n%s", path, response.Status, err, body)
			return asked
		}
	}
	return asked
}

// TestKilledImport kills an import and its reindex at many moments; afterwards the same command completes, and so does a server
// that finds the ruins.
func TestKilledImport(t *testing.T) {
	t.Parallel()
	const seed = 6
	file, want := catalogueFile(t, size(150), seed), held(t, size(150), seed)
	for _, test := range []struct {
		name  string
		after string        // what it must have said
		wait  time.Duration // since then
	}{
		{"at once", "", 0},
		{"while it imports", "Importing", 100 * time.Millisecond},
		{"later", "Importing", 400 * time.Millisecond},
		{"when it indexes", "Indexing", 0},
		{"while it indexes", "Indexing", 30 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			killed := start(t, "import", "--data", data, file)
			eventually(t, "it is time to kill", killed.says(test.after))
			time.Sleep(test.wait)
			_ = killed.Process.Kill() // it may have ended already
			killed.code(t)

			server := start(t, "serve", "--data", data, "--addr", "127.0.0.1:0")
			url := server.url(t)
			if status, page := get(t, url+"/search"); status >= http.StatusInternalServerError {
				t.Errorf("/search after a kill: %d\n%s", status, page)
			}
			facetome(t, "import", "--data", data, file).must(t)
			eventually(t, fmt.Sprintf("the server shows %+v", want), func() bool { return total(t, url) == want })
		})
	}
}

// TestServeIndexesWhatNobodyDid: a catalogue whose index is lost, or older than it, is indexed by the server itself.
func TestServeIndexesWhatNobodyDid(t *testing.T) {
	t.Parallel()
	for name, ruin := range map[string]func(t *testing.T, data, file string){
		"lost": func(t *testing.T, data, _ string) {
			if err := os.RemoveAll(filepath.Join(data, "index")); err != nil {
				t.Fatal(err)
			}
		},
		"damaged": func(t *testing.T, data, _ string) {
			files, err := filepath.Glob(filepath.Join(data, "index", "gen-*", "*"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no files of the index: %v", err)
			}
			for _, f := range files {
				if err := os.Truncate(f, 10); err != nil {
					t.Fatal(err)
				}
			}
		},
		"older": func(t *testing.T, data, file string) {
			flags := catalogueFlags{Data: data}
			store, err := flags.open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(catalogueFile(t, 30, 2), file); err != nil {
				t.Fatal(err)
			}
			p := &program{ctx: t.Context(), stdout: io.Discard, stderr: io.Discard}
			if _, err := ingestFiles(p, store, []string{file}, ingest.Options{}); err != nil {
				t.Fatal(err)
			}
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			file := catalogueFile(t, 30, 3)
			facetome(t, "import", "--data", data, file).must(t)
			before := total(t, start(t, "serve", "--data", data, "--addr", "127.0.0.1:0").url(t))
			ruin(t, data, file)
			server := start(t, "serve", "--data", data, "--addr", "127.0.0.1:0")
			url := server.url(t)
			eventually(t, "the server indexes by itself", func() bool {
				return total(t, url).Experiments == 30 && (name != "older" || server.says("new index")())
			})
			if after := total(t, url); after.Experiments != 30 || name != "older" && after != before {
				t.Errorf("the server shows %+v, before %+v", after, before)
			}
		})
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	demo := []string{"serve", "--demo", "--demo-size", "60", "--data", data, "--addr", "127.0.0.1:0"}
	want := held(t, 60, demoSeed)
	serve := func(words ...string) {
		t.Helper()
		server := start(t, demo...)
		if got := total(t, server.url(t)); got != want {
			t.Errorf("the demo holds %+v, want %+v", got, want)
		}
		wantWords(t, "the server", server.stdout.String(), words...)
		if _, page := get(t, server.url(t)+"/"); !strings.Contains(strings.ToLower(page), "synthetic") {
			t.Error("the home page does not say that the catalogue is synthetic")
		}
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if code := server.code(t); code != exitOK {
			t.Errorf("exit code %d\n%s", code, server.stderr.String())
		}
	}
	serve("Indexed 60 experiments")
	serve("has a synthetic catalogue already: 60 experiments")

	// Killed while it made the demo: the next start completes it.
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	killed := start(t, demo...)
	eventually(t, "the demo is being imported", killed.says("Importing"))
	_ = killed.Process.Kill()
	killed.code(t)
	serve("Indexed 60 experiments")
}

func TestDemoLeavesOtherCataloguesAlone(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	one := twoSamples + `{"type":"experiment","accession_code":"GSE1","samples":["GSM1","GSM2"]}`
	facetomeReading(t, strings.NewReader(one), "import", "--data", data, "-").must(t)
	server := start(t, "serve", "--demo", "--data", data, "--addr", "127.0.0.1:0")
	if got := total(t, server.url(t)); got != (search.Total{Experiments: 1, Samples: 2}) {
		t.Errorf("the server shows %+v", got)
	}
	wantWords(t, "the server", server.stdout.String(), "not empty (1 experiment)")
}

// TestSecondSignal: the first lets a request that hangs go on, the second does not.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	server := start(t, "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--log-format", "json")
	address := strings.TrimPrefix(server.url(t), "http://")
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if _, err := io.WriteString(connection, "GET /search HTTP/1.1\r\nHost: x\r\n"); err != nil { // and no end of the headers
		t.Fatal(err)
	}
	get(t, server.url(t)+"/healthz") // connections are taken in turn: that one was, then
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server begins to end", server.says(`"msg":"ending`))
	go func() { // a signal that comes too soon after the first still belongs to it
		for server.Process.Signal(syscall.SIGTERM) == nil {
			time.Sleep(50 * time.Millisecond)
		}
	}()
	server.code(t)
	if status, ok := server.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		t.Errorf("the second signal did not end the program: %v", server.ProcessState)
	}
}

// TestDrain: a request that runs when the program is to end is answered, and new ones are not taken.
func TestDrain(t *testing.T) {
	t.Parallel()
	listener, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	arrived, release := make(chan struct{}), make(chan struct{})
	site := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-release
		if r.Context().Err() != nil {
			http.Error(w, "cancelled", http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, "answered")
	})
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- (&serveCmd{}).serve(ctx, listener, site, slog.New(slog.DiscardHandler)) }()
	var body string
	var status int
	var asking sync.WaitGroup
	asking.Go(func() { status, body = get(t, "http://"+listener.Addr().String()) })
	<-arrived
	end()
	eventually(t, "no new connection is taken", func() bool {
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err == nil {
			_ = connection.Close()
		}
		return err != nil
	})
	close(release)
	asking.Wait()
	if status != http.StatusOK || body != "answered" {
		t.Errorf("the running request got %d %q", status, body)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestPageURL(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		ip   net.IP
		want string
	}{
		{net.IPv4(127, 0, 0, 1), "http://127.0.0.1:80/"},
		{net.IPv4zero, "http://localhost:80/"},
		{net.IPv6unspecified, "http://localhost:80/"},
		{net.IPv6loopback, "http://[::1]:80/"},
	} {
		if got := pageURL(&net.TCPAddr{IP: test.ip, Port: 80}); got != test.want {
			t.Errorf("pageURL(%v) = %s, want %s", test.ip, got, test.want)
		}
	}
}
