// Testreport reads the events of `go test -json` and prints what people want to see of them: the closing line of each package,
// all that a failed test said, what tests measured, the slowest tests, and every test that was skipped, with its reason.
//
// Its exit code is 1 if anything failed, if no test ran, or, with FACETOME_TEST_REQUIRE=1, if a test was skipped: a check that
// did not run is no check. Tests that read published files, which are not part of the project, may be skipped all the same.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout, os.Getenv("FACETOME_TEST_REQUIRE") == "1"))
}

// event is an event of `go test -json`; see `go doc test2json`.
type event struct {
	Action     string
	Package    string
	ImportPath string // of a build's output
	Test       string
	Elapsed    float64 // seconds
	Output     string
	Key, Value string // of an attribute: what a test measured
}

type test struct{ pkg, name string }

type timing struct {
	test
	seconds float64
}

// slowest is how many of the slowest tests are listed, and slow from when on one is worth a line.
const (
	slowest = 10
	slow    = 2.0
)

// noRealData is what tests of published files say where there are none.
const noRealData = "no real data"

// maxLine bounds a line of the stream; a test that prints a page of HTML stays far below.
const maxLine = 64 << 20

// report is what was seen so far.
type report struct {
	out            io.Writer
	output         map[test][]string // what running tests printed
	passed, failed int
	skipped        []string
	missed         int // skipped tests that should have run
	times          []timing
	measured       []string
	broken         bool // something other than a test failed: a build, or a package's set-up
}

func run(in io.Reader, out io.Writer, require bool) int {
	r := &report{out: out, output: map[test][]string{}}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			r.print(lines.Text() + "\n") // go itself speaks: a build that failed, a flag that it does not know
			continue
		}
		r.take(e)
	}
	if err := lines.Err(); err != nil {
		r.print(fmt.Sprintf("reading the events of go test: %v\n", err))
		r.broken = true
	}
	return r.close(require)
}

func (r *report) print(text string) { _, _ = io.WriteString(r.out, text) }

func (r *report) take(e event) {
	key := test{e.Package, e.Test}
	switch {
	case e.Action == "build-output":
		r.print(e.Output)
	case e.Action == "build-fail":
		r.broken = true
	case e.Test == "":
		r.takePackage(e)
	case e.Action == "output":
		r.output[key] = append(r.output[key], e.Output)
	case e.Action == "attr":
		r.measured = append(r.measured, fmt.Sprintf("%s %s: %s %s", e.Package, e.Test, e.Key, e.Value))
	case e.Action == "pass":
		r.passed++
		r.times = append(r.times, timing{key, e.Elapsed})
		delete(r.output, key)
	case e.Action == "skip":
		why := reason(r.output[key])
		r.skipped = append(r.skipped, fmt.Sprintf("%s %s: %s", e.Package, e.Test, why))
		if !strings.Contains(why, noRealData) {
			r.missed++
		}
		delete(r.output, key)
	case e.Action == "fail":
		r.failed++
		r.print(strings.Join(r.output[key], ""))
		delete(r.output, key)
	}
}

// takePackage takes an event of a package as a whole.
func (r *report) takePackage(e event) {
	switch {
	case e.Action == "output" && e.Output != "PASS\n" && e.Output != "FAIL\n":
		r.print(e.Output)
	case e.Action == "fail":
		r.broken = true
		for key, output := range r.output { // tests that never ended: a panic, a time-out
			if key.pkg == e.Package {
				r.print(strings.Join(output, ""))
				delete(r.output, key)
			}
		}
	}
}

// reason is what a skipped test said.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ") {
			said = append(said, line)
		}
	}
	return strings.Join(said, " ")
}

// close prints the summary and says how the run ends.
func (r *report) close(require bool) int {
	if len(r.measured) > 0 {
		r.print("\nMeasured:\n" + strings.Join(r.measured, "\n") + "\n")
	}
	slices.SortStableFunc(r.times, func(a, b timing) int { return cmp.Compare(b.seconds, a.seconds) })
	for i, t := range r.times {
		if i == slowest || t.seconds < slow {
			break
		}
		if i == 0 {
			r.print("\nSlowest tests:\n")
		}
		r.print(fmt.Sprintf("%8.1fs  %s %s\n", t.seconds, t.pkg, t.name))
	}
	if len(r.skipped) > 0 {
		r.print("\nSKIPPED, so that nothing is known of it:\n")
	}
	for _, s := range r.skipped {
		r.print("  " + s + "\n")
	}
	r.print(fmt.Sprintf("\n%d passed, %d failed, %d skipped\n", r.passed, r.failed, len(r.skipped)))
	switch {
	case r.failed > 0 || r.broken:
		return 1
	case r.passed == 0:
		r.print("no test ran\n")
		return 1
	case require && r.missed > 0:
		r.print("FACETOME_TEST_REQUIRE=1: a skipped test counts as failed\n")
		return 1
	}
	return 0
}
