package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/searchtest"
	"github.com/facetome/facetome/synthetic"
)

// TestKilledAtAnyMoment kills imports, rebuilds, appliers of changes and the server itself at random moments, on both pairs of database and engine, and
// searches all the while. Nothing is lost: at the end the catalogue is byte for byte what an undisturbed one is, and its index agrees with it. No
// wrong number is served: each answer is what COUNT(DISTINCT …) says of the version of the catalogue that the answer names.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills for minutes")
	}
	const kills = 50
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		c := newChaos(t, dsn())
		c.begin()
		for c.kills < kills && !t.Failed() {
			c.round()
		}
		c.settle()
	})
}

// chaos is a catalogue, a server on it that is searched all the while, and the processes that are killed.
type chaos struct {
	t      *testing.T
	dsn    string
	where  []string // flags
	random *mathrand.Rand
	store  *models.Store

	folder string
	files  []file // in the order in which they are imported
	done   int    // of them

	took     map[string]time.Duration // how long each command takes when nobody kills it
	kills    int
	killed   map[string]int              // of each command
	versions map[int64]map[string]string // what the oracle says of each version, by probe
	server   *process
	probing  *probing
}

// file is a file of the folder as an import finds it: it takes the place of the one of its name.
type file struct {
	name string
	seed uint64
}

// probes are searches that are asked all the while.
var probes = []string{"", "organism=Homo+sapiens", "sex=female&tissue=*", "source%21=GEO&view=samples", "platform%21=*&year=2005.."}

func newChaos(t *testing.T, dsn string) *chaos {
	t.Helper()
	c := &chaos{t: t, dsn: dsn, random: mathrand.New(mathrand.NewPCG(8, uint64(len(dsn)))), folder: t.TempDir(),
		took: map[string]time.Duration{}, killed: map[string]int{}, versions: map[int64]map[string]string{}}
	data := filepath.Dir(dsn)
	if strings.HasPrefix(dsn, "postgres") {
		cluster := os.Getenv("FACETOME_TEST_ELASTICSEARCH")
		switch {
		case cluster != "":
		case os.Getenv("FACETOME_TEST_REQUIRE") == "1":
			t.Fatal("FACETOME_TEST_REQUIRE=1, and FACETOME_TEST_ELASTICSEARCH is not set")
		default:
			t.Skip("FACETOME_TEST_ELASTICSEARCH is not set: no Elasticsearch to test on")
		}
		data = t.TempDir()
		prefix := "chaos-" + strings.ToLower(rand.Text())
		t.Cleanup(func() { dropIndices(t, cluster, prefix) })
		c.where = []string{"--database=" + dsn, "--elasticsearch=" + cluster, "--elasticsearch-prefix=" + prefix, longTimes,
			"--elasticsearch-silence=1s"}
	}
	c.where = append(c.where, "--data="+data)
	for i := range 400 { // more than all rounds import
		c.files = append(c.files, file{fmt.Sprintf("part-%d.ndjson", i%5), uint64(i + 1)})
	}
	store, err := models.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	c.store = store
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// write puts a file into the folder.
func (f file) write(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, f.name)
	if err := generateFile(t.Context(), path+".new", synthetic.Options{Experiments: 40, Seed: f.seed}); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	return path
}

// command is one of what is killed.
func (c *chaos) command(name string) []string {
	args := append([]string{name}, c.where...)
	switch name {
	case "import":
		return append(args, c.files[c.done].write(c.t, c.folder))
	case "changes":
		args[0] = "reindex"
		return append(args, "--changes")
	}
	return args
}

// begin imports the first files undisturbed, to see how long each command takes, and starts the server.
func (c *chaos) begin() {
	for _, name := range []string{"import", "import", "reindex", "changes"} {
		begun := time.Now()
		p := start(c.t, c.command(name)...)
		if code := p.code(c.t); code != exitOK {
			c.t.Fatalf("%s: %d\n%s", name, code, p.stderr.String())
		}
		c.took[name] = time.Since(begun)
		if name == "import" {
			c.done++
		}
	}
	c.look()
	c.serve()
	c.probing = probe(c.t, func() string { return c.server.url(c.t) })
}

func (c *chaos) serve() {
	c.server = start(c.t, append([]string{"serve", "--addr=127.0.0.1:0"}, c.where...)...)
	c.server.url(c.t)
}

// round runs one command and kills it at some moment, or lets it end.
func (c *chaos) round() {
	name := []string{"import", "import", "import", "reindex", "changes", "serve"}[c.random.IntN(6)]
	if name == "serve" { // which may be applying changes
		c.probing.pause(func() {
			_ = c.server.Process.Kill()
			_ = c.server.Wait()
			c.kills++
			c.killed[name]++
			c.serve()
		})
		return
	}
	p := start(c.t, c.command(name)...)
	ended := make(chan struct{})
	go func() {
		_ = p.Wait() // its exit code is looked at
		close(ended)
	}()
	moment := c.took[name]/4 + time.Duration(c.random.Int64N(int64(c.took[name]))) // a program that has not begun yet loses nothing
	if name == "import" && c.random.IntN(2) == 0 {
		c.untilCommitted(ended)
		moment /= 2 // it is indexing
	}
	select {
	case <-ended:
	case <-time.After(moment):
		_ = p.Process.Kill() // it may have ended meanwhile
		<-ended
	}
	switch code := p.ProcessState.ExitCode(); {
	case !p.ProcessState.Exited():
		c.kills++
		c.killed[name]++
	case code != exitOK:
		c.t.Errorf("%s ends with %d\n%s", name, code, p.stderr.String())
	case name == "import":
		c.done++
	}
	c.look()
}

// untilCommitted waits until the catalogue has another version, or an import has ended.
func (c *chaos) untilCommitted(ended <-chan struct{}) {
	for before := c.version(); before == c.version(); {
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func (c *chaos) version() int64 {
	state, err := c.store.State(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return state.Version
}

// look asks the oracle about the catalogue as it is, where nobody did yet.
func (c *chaos) look() {
	ctx, version := c.t.Context(), c.version()
	if c.versions[version] != nil {
		return
	}
	oracle := searchtest.NewOracle(c.store)
	defer oracle.Close()
	said := map[string]string{}
	for _, probe := range probes {
		lines, err := asked(ctx, oracle, probe)
		if err != nil {
			c.t.Fatal(err)
		}
		said[probe] = lines
	}
	c.versions[version] = said
}

// asked is what the oracle says of a search, as lines.
func asked(ctx context.Context, oracle *searchtest.Oracle, probe string) (string, error) {
	values, err := url.ParseQuery(probe)
	if err != nil {
		return "", err
	}
	q, _ := search.Parse(values)
	total, err := oracle.Totals(ctx, q)
	if err != nil {
		return "", err
	}
	lines := numbers{fmt.Sprintf("total %d %d", total.Experiments, total.Samples)}
	for _, f := range search.Fields {
		buckets, err := oracle.Facet(ctx, q, f.Name)
		if err != nil {
			return "", err
		}
		for _, b := range buckets {
			lines.add(f.Name, b.Value, b.Experiments, b.Samples)
		}
	}
	return lines.String(), nil
}

// numbers are the lines of an answer.
type numbers []string

func (n *numbers) add(field, value string, experiments, samples int) {
	if experiments > 0 { // bins without any are listed by some and not by others
		*n = append(*n, fmt.Sprintf("%s=%s %d %d", field, models.Fold(value), experiments, samples))
	}
}

func (n numbers) String() string {
	slices.Sort(n)
	return strings.Join(n, "\n")
}

// probing asks a server all the while.
type probing struct {
	running sync.Mutex // held while it asks
	quit    chan struct{}
	done    sync.WaitGroup

	answers  int
	seen     map[int64]map[string]string // answers, by version and probe
	problems []string
}

// probe begins to ask the server at url.
func probe(t *testing.T, url func() string) *probing {
	t.Helper()
	p := &probing{quit: make(chan struct{}), seen: map[int64]map[string]string{}}
	p.done.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-p.quit:
				return
			default:
				asked := time.Now()
				p.ask(t.Context(), url, probes[n%len(probes)])
				leave(t.Context(), time.Since(asked))
			}
		}
	})
	t.Cleanup(func() { p.stop() })
	return p
}

// pause does something while nobody asks.
func (p *probing) pause(do func()) {
	p.running.Lock()
	defer p.running.Unlock()
	do()
}

func (p *probing) stop() {
	select {
	case <-p.quit:
	default:
		close(p.quit)
	}
	p.done.Wait()
}

// ask asks one search and remembers the answer. Two answers of one version must be the same.
func (p *probing) ask(ctx context.Context, server func() string, probe string) {
	p.running.Lock()
	defer p.running.Unlock()
	a, err := ask(ctx, server()+"/search.json?"+probe, false)
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("%d: %s", a.status, a.body)
	}
	var said struct {
		Version int64 `json:"catalogue_version"`
		Total   search.Total
		Facets  map[string][]struct {
			Value                *string
			Experiments, Samples int
		}
	}
	if err == nil {
		err = json.Unmarshal([]byte(a.body), &said)
	}
	if err != nil {
		if ctx.Err() == nil {
			p.problems = append(p.problems, fmt.Sprintf("?%s: %v", probe, err))
		}
		return
	}
	lines := numbers{fmt.Sprintf("total %d %d", said.Total.Experiments, said.Total.Samples)}
	for field, buckets := range said.Facets {
		for _, b := range buckets {
			value := ""
			if b.Value != nil {
				value = *b.Value
			}
			lines.add(field, value, b.Experiments, b.Samples)
		}
	}
	p.answers++
	if p.seen[said.Version] == nil {
		p.seen[said.Version] = map[string]string{}
	}
	if before, known := p.seen[said.Version][probe]; known && before != lines.String() {
		p.problems = append(p.problems, fmt.Sprintf("?%s has two answers for version %d", probe, said.Version))
	}
	p.seen[said.Version][probe] = lines.String()
}

// settle lets the last import and the changes end, and holds all that was seen to what is true.
func (c *chaos) settle() {
	t := c.t
	for _, name := range []string{"import", "changes"} {
		p := start(t, c.command(name)...)
		if code := p.code(t); code != exitOK {
			t.Fatalf("%s after all kills: %d\n%s", name, code, p.stderr.String())
		}
	}
	c.done++
	c.look()
	last := c.version()
	eventually(t, "the server shows the last version", func() bool {
		c.probing.running.Lock()
		defer c.probing.running.Unlock()
		return c.probing.seen[last] != nil
	})
	c.probing.stop()
	for _, problem := range c.probing.problems {
		t.Error(problem)
	}
	for version, answers := range c.probing.seen {
		for probe, got := range answers {
			if want, known := c.versions[version][probe]; !known || got != want {
				t.Errorf("?%s of version %d (known: %t) was answered with\n%s\nand SQL says\n%s", probe, version, known, got, want)
			}
		}
	}
	t.Logf("%d kills (%v), %d of %d versions were searched, %d answers", c.kills, c.killed, len(c.probing.seen), len(c.versions), c.probing.answers)
	if p := start(t, append([]string{"reindex", "--check"}, c.where...)...); p.code(t) != exitOK {
		t.Errorf("the index after all kills:\n%s%s", p.stdout.String(), p.stderr.String())
	}
	c.complete()
	c.tidy()
}

// complete compares the catalogue with an undisturbed one.
func (c *chaos) complete() {
	folder, data := c.folder, c.t.TempDir()
	for _, f := range c.files[:c.done] {
		facetome(c.t, "import", "--data="+data, f.write(c.t, folder)).must(c.t)
	}
	undisturbed, err := models.Open(c.t.Context(), filepath.Join(data, sqliteFile))
	if err != nil {
		c.t.Fatal(err)
	}
	defer undisturbed.Close() // it was only read
	if exported(c.t, c.store) != exported(c.t, undisturbed) {
		c.t.Errorf("after all kills the catalogue is not what %d undisturbed imports make", c.done)
	}
}

// tidy looks for what killed processes left behind.
func (c *chaos) tidy() {
	facetome(c.t, append([]string{"reindex"}, c.where...)...).must(c.t)
	var left []string
	if strings.HasPrefix(c.dsn, "postgres") {
		prefix := strings.TrimPrefix(c.where[2], "--elasticsearch-prefix=")
		for _, index := range indexNames(c.t, os.Getenv("FACETOME_TEST_ELASTICSEARCH"), prefix) {
			if strings.Contains(index, "-gen-") {
				left = append(left, index)
			}
		}
		if len(left) != 3 {
			c.t.Errorf("the cluster holds %v", left)
		}
		return
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(c.dsn), "index", "gen-*"))
	if err != nil || len(left) != 1 {
		c.t.Errorf("the folder of the index holds %v (%v)", left, err)
	}
}
