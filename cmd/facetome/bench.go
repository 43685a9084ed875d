package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/bench"
	"github.com/facetome/facetome/synthetic"
)

type benchCmd struct {
	indexFlags
	Experiments int    `placeholder:"N" help:"Measure an import, too: of a synthetic catalogue of so many experiments, which is made in --data, a new folder."`
	Reindex     bool   `help:"Build the index anew and measure that, too."`
	AgainstSeed bool   `help:"Measure searches of both engines, of PostgreSQL where that has the catalogue, and of the system that Facetome grew out of, on the cluster of --elasticsearch."`
	URL         string `placeholder:"URL" help:"Ask a server that runs, such as http://127.0.0.1:8080, in place of one that is started here."`
	Rounds      int    `default:"20" help:"How often each query is asked."`
	Clients     int    `default:"1" help:"How many ask at a time."`
	Seed        uint64 `default:"1" help:"Of the order of the queries."`
	Kind        string `placeholder:"KIND" help:"Ask only queries of one kind: ${benchKinds}."`
	JSON        string `name:"json" placeholder:"FILE" help:"Write all figures as JSON, too."`
}

// Help is shown by bench --help.
func (benchCmd) Help() string {
	return `Times whole search pages over HTTP, nothing cached: a mix of broad and narrow queries, texts, filters, ranges, deep pages, made of the ` +
		`catalogue's own values. The program is measured as processes of its own, so that the memory is theirs.

Examples:
  facetome bench --data big --experiments 60000 --reindex
  facetome bench --json bench.json
  facetome bench --database postgres://… --elasticsearch http://127.0.0.1:9200 --against-seed
  facetome bench --url http://127.0.0.1:8080 --kind text`
}

// Validate is called by kong.
func (c *benchCmd) Validate() error {
	switch {
	case c.Rounds < 1, c.Clients < 1:
		return errors.New("--rounds and --clients: expected 1 or more")
	case c.Kind != "" && !slices.Contains(bench.Kinds(), c.Kind):
		return fmt.Errorf("--kind: there is no kind %q; expected one of %s", c.Kind, strings.Join(bench.Kinds(), ", "))
	case c.URL != "" && (c.Experiments != 0 || c.Reindex):
		return errors.New("--url: a server elsewhere is only asked; --experiments and --reindex are for one that is started here")
	case c.AgainstSeed && (len(c.Elasticsearch) == 0 || c.URL != ""):
		return errors.New("--against-seed: needs --elasticsearch, and asks no --url")
	case c.Experiments < 0:
		return fmt.Errorf("--experiments: %d is negative; expected how many experiments to make", c.Experiments)
	}
	return c.indexFlags.Validate()
}

// Run measures, and prints a table.
func (c *benchCmd) Run(p *program) error {
	var report *bench.Report
	var steps []bench.Step
	err := c.prepare(p, &steps)
	if err == nil && c.AgainstSeed {
		return c.againstSeed(p)
	}
	if err == nil && c.URL != "" {
		report, err = c.ask(p, c.URL)
	} else if err == nil {
		report, err = c.askOwn(p, &steps)
	}
	if err != nil {
		return err
	}
	report.Steps = steps
	if err := c.writeJSON(p, report); err != nil {
		return err
	}
	say(p.stdout, "%s with %s.\n", count(report.Catalogue.Experiments, "experiment"), count(report.Catalogue.Samples, "unique sample"))
	return report.WriteTable(p.stdout)
}

// prepare makes the catalogue and the index, where that is asked for.
func (c *benchCmd) prepare(p *program, steps *[]bench.Step) error {
	if c.Experiments > 0 {
		if entries, err := os.ReadDir(c.Data); err == nil && len(entries) > 0 {
			return fmt.Errorf("--data: %s is not empty; --experiments makes a catalogue in a new folder", c.Data)
		}
		if err := os.MkdirAll(c.Data, 0o755); err != nil {
			return err
		}
		say(p.stderr, "Making a synthetic catalogue …")
		file := filepath.Join(c.Data, "bench.ndjson.gz")
		if err := generateFile(p.ctx, file, synthetic.Options{Experiments: c.Experiments, Seed: demoSeed}); err != nil {
			return err
		}
		say(p.stderr, "Importing and indexing it …")
		if err := c.step(p, steps, "import with index", "import", file); err != nil {
			return err
		}
	}
	if c.Reindex {
		say(p.stderr, "Indexing …")
		return c.step(p, steps, "reindex", "reindex")
	}
	return nil
}

// step runs a command as a process of its own and measures it.
func (c *benchCmd) step(p *program, steps *[]bench.Step, name, command string, args ...string) error {
	cmd, err := c.process(p.ctx, command, args...)
	if err != nil {
		return err
	}
	var printed strings.Builder
	cmd.Stdout, cmd.Stderr = &printed, &printed
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("facetome %s: %w\n%s", command, err, printed.String())
	}
	*steps = append(*steps, bench.Step{Name: name, Seconds: time.Since(start).Seconds(), PeakMemory: peakMemory(cmd.ProcessState)})
	return nil
}

// process is this program with another command on the same catalogue. It is asked to end when ctx is done.
func (c *benchCmd) process(ctx context.Context, command string, args ...string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, append([]string{command, "--data", c.Data}, args...)...)
	cmd.Env = append(os.Environ(), c.environment()...)
	cmd.Cancel = func() error { return cmd.Process.Signal(endSignal) }
	cmd.WaitDelay = drainTimeout
	return cmd, nil
}

var openAt = regexp.MustCompile(`(?m)^Open (http://\S+)/$`)

// askOwn starts a server, measures it, and ends it.
func (c *benchCmd) askOwn(p *program, steps *[]bench.Step) (*bench.Report, error) {
	ctx, end := context.WithCancel(p.ctx)
	defer end()
	cmd, err := c.process(ctx, "serve", "--addr", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var complaints strings.Builder
	cmd.Stderr = &complaints
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	base := ""
	for lines := bufio.NewScanner(out); base == "" && lines.Scan(); {
		if found := openAt.FindStringSubmatch(lines.Text()); found != nil {
			base = found[1]
		}
	}
	opened := time.Since(start)
	var report *bench.Report
	if base != "" {
		go func() { _, _ = io.Copy(io.Discard, out) }() // whatever else it says
		report, err = c.ask(p, base)
	} else {
		err = errors.New("the server did not start")
	}
	end()
	waited := cmd.Wait()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, complaints.String())
	}
	var exit *exec.ExitError
	if waited != nil && !errors.As(waited, &exit) && !errors.Is(waited, context.Canceled) {
		return nil, waited
	}
	*steps = append(*steps, bench.Step{Name: "open", Seconds: opened.Seconds()},
		bench.Step{Name: "serve", PeakMemory: peakMemory(cmd.ProcessState)})
	return report, nil
}

// ask measures a server.
func (c *benchCmd) ask(p *program, base string) (*bench.Report, error) {
	bar := newProgress(p.stderr, "Asking", false)
	defer bar.end()
	return bench.Run(p.ctx, base, bench.Options{Rounds: c.Rounds, Clients: c.Clients, Seed: c.Seed, Kind: c.Kind,
		Progress: func(done, total int) { bar.set(int64(done), int64(total), "", "") }})
}
