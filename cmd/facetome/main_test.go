package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facetome/facetome/synthetic"
)

// asProgram makes the test binary be the program itself, so that tests can send real signals to a real process.
const asProgram = "FACETOME_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
	}
	for _, variable := range os.Environ() { // what the developer has set is not what is tested
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "FACETOME_") && !strings.HasPrefix(name, "FACETOME_TEST_") {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}

// patience is how long a test waits for what must happen: far longer than it takes, so that it never decides about success.
const patience = 2 * time.Minute

// outcome is what a run of the program gave.
type outcome struct {
	code           int
	stdout, stderr string
}

// facetome runs the program in this process.
func facetome(t *testing.T, args ...string) outcome {
	t.Helper()
	return facetomeReading(t, nil, args...)
}

func facetomeReading(t *testing.T, stdin io.Reader, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	code := run(ctx, args, stdin, &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

// must fails the test unless the program ended well.
func (o outcome) must(t *testing.T) outcome {
	t.Helper()
	if o.code != exitOK {
		t.Fatalf("exit code %d\n%s%s", o.code, o.stdout, o.stderr)
	}
	return o
}

// process is the program as a process of its own.
type process struct {
	*exec.Cmd
	stdout, stderr output
}

// start starts the program; it is killed when the test ends, if it still runs then.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0], args...)}
	p.Env = append(os.Environ(), asProgram+"=1")
	p.Stdout, p.Stderr = &p.stdout, &p.stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_ = p.Process.Kill() // it may have ended meanwhile
			_ = p.Wait()
		}
	})
	return p
}

// code waits for the end of the process.
func (p *process) code(t *testing.T) int {
	t.Helper()
	stuck := time.AfterFunc(patience, func() { _ = p.Process.Kill() })
	defer stuck.Stop()
	var exit *exec.ExitError
	if err := p.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.ProcessState.ExitCode()
}

// says tells whether the process has printed something by now.
func (p *process) says(word string) func() bool {
	return func() bool { return strings.Contains(p.stdout.String()+p.stderr.String(), word) }
}

var openLine = regexp.MustCompile(`(?m)^Open (http://\S+)/$`)

// url waits until a server says where it listens.
func (p *process) url(t *testing.T) string {
	t.Helper()
	var found []string
	eventually(t, "the server listens", func() bool {
		found = openLine.FindStringSubmatch(p.stdout.String())
		return found != nil
	})
	return found[1]
}

// eventually waits for something that must come true.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain until %s", patience, what)
		}
	}
}

// output is a buffer that may be read while a process writes to it.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// size is that of a catalogue: smaller where tests are to be short, as with the race detector, which slows databases down.
func size(experiments int) int {
	if testing.Short() {
		return experiments / 4
	}
	return experiments
}

// catalogueFile writes a synthetic catalogue of n experiments.
func catalogueFile(t *testing.T, n int, seed uint64) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "catalogue.ndjson")
	if err := generateFile(t.Context(), name, synthetic.Options{Experiments: n, Seed: seed}); err != nil {
		t.Fatal(err)
	}
	return name
}

func wantWords(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%s does not say %q:\n%s", what, word, text)
		}
	}
}
