package judged

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
)

//go:embed queries.txt
var queries string

// Queries returns the queries of this project.
func Queries() ([]Query, error) { return Read(strings.NewReader(queries)) }

// Query is a query and what people think of experiments as its answer.
type Query struct {
	Text   string // as typed
	Wants  string // what the searcher hopes to find
	Judged []Judgement
}

// Judgement is what an experiment is worth as an answer.
type Judgement struct {
	Grade         int // 0 no, 1 related, 2 good, 3 perfect
	AccessionCode string
	Reason        string
}

// relevant is the grade from which a hit is an answer.
const relevant = 2

// Read reads queries in the format that queries.txt describes. Every fault is told with its line, all of them at once.
func Read(r io.Reader) ([]Query, error) {
	read := reader{lines: bufio.NewScanner(r), texts: map[string]int{}}
	for read.lines.Scan() {
		read.number++
		if line := strings.TrimSpace(read.lines.Text()); !strings.HasPrefix(line, "#") {
			read.line(line)
		}
	}
	read.line("")
	if err := read.lines.Err(); err != nil {
		return nil, fmt.Errorf("reading judged queries: %w", err)
	}
	return read.queries, errors.Join(read.faults...)
}

type reader struct {
	lines   *bufio.Scanner
	number  int
	query   *Query // of the block that is being read
	begins  int    // its line
	queries []Query
	texts   map[string]int // line of each query
	faults  []error
}

func (r *reader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("line %d: "+format, append([]any{line}, args...)...))
}

func (r *reader) line(line string) {
	if line == "" {
		r.end()
		return
	}
	if r.query == nil {
		r.query, r.begins = &Query{}, r.number
	}
	key, value, _ := strings.Cut(line, ": ")
	switch value = strings.TrimSpace(value); {
	case key == "query" && r.query.Text == "":
		r.query.Text = value
	case key == "wants" && r.query.Wants == "":
		r.query.Wants = value
	default:
		r.judgement(line)
	}
}

func (r *reader) judgement(line string) {
	grade, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if len(grade) != 1 || grade < "0" || grade > "3" || code == "" || reason == "" {
		r.fault(r.number, "%q is neither “query: …” nor “wants: …” (once a block) nor a grade from 0 to 3, an accession code and a reason", line)
		return
	}
	for _, j := range r.query.Judged {
		if strings.EqualFold(j.AccessionCode, code) {
			r.fault(r.number, "%s is judged twice", code)
			return
		}
	}
	r.query.Judged = append(r.query.Judged, Judgement{Grade: int(grade[0] - '0'), AccessionCode: code, Reason: strings.TrimSpace(reason)})
}

// end ends a block.
func (r *reader) end() {
	if r.query == nil {
		return
	}
	q := *r.query
	r.query = nil
	best := 0
	for _, j := range q.Judged {
		best = max(best, j.Grade)
	}
	switch before, again := r.texts[q.Text]; {
	case q.Text == "" || q.Wants == "":
		r.fault(r.begins, "a block has both “query: …” and “wants: …”")
	case again:
		r.fault(r.begins, "the query %q is asked in line %d already", q.Text, before)
	case best < relevant:
		r.fault(r.begins, "the query %q has no experiment of grade 2 or 3: nothing could answer it", q.Text)
	}
	r.texts[q.Text] = r.begins
	r.queries = append(r.queries, q)
}
