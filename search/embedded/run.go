package embedded

import (
	"context"
	"fmt"
	"slices"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
)

// run is one search.
type run struct {
	*generation
	query search.Query

	text     search.Text
	outcome  search.TextOutcome
	rarities map[search.WordTerm]float32 // of the text's terms

	samples     []*condition // of sample fields, by number; nil where nothing is asked
	asked       []int        // numbers of the sample fields that are asked something
	experiments []*condition // of experiment fields, by number
	warnings    []search.Warning

	*scratch
	total search.Total
}

// newRun prepares a search: what of the query this generation knows.
func newRun(g *generation, q search.Query) *run {
	s := &run{generation: g, query: q, text: q.ReadText(), rarities: map[search.WordTerm]float32{},
		scratch: g.columns.scratch.Get().(*scratch)}
	s.outcome.Empty = q.Text != "" && s.text.Node == nil
	s.samples = make([]*condition, len(g.columns.sampleFields))
	for i := range g.columns.sampleFields {
		if s.samples[i] = s.condition(&g.columns.sampleFields[i]); s.samples[i] != nil {
			s.asked = append(s.asked, i)
		}
	}
	s.experiments = make([]*condition, len(g.columns.experimentFields))
	for i := range g.columns.experimentFields {
		s.experiments[i] = s.condition(&g.columns.experimentFields[i])
	}
	return s
}

// release gives the scratch memory back; the run is over.
func (s *run) release() {
	s.columns.scratch.Put(s.scratch)
	s.scratch = nil
}

// matches lists the experiments that match the text, in order; all, where there is none.
func (s *run) matches() []match {
	if s.text.Node != nil {
		return s.textMatches()
	}
	matches := s.everything[:0]
	for e := range s.columns.experiments() {
		matches = append(matches, match{experiment: uint32(e)})
	}
	s.everything = matches
	return matches
}

// condition is what a query asks of one field, in the numbers of a generation.
type condition struct {
	field    *field
	passes   []bool // by set, of fields with terms
	include  []search.Range
	exclude  []search.Range
	reported bool
	missing  bool               // not reported is included
	selected []search.Selection // by value
	unknown  []search.Bucket    // values that the catalogue does not have
}

func (s *run) condition(f *field) *condition {
	asked := s.query.Condition(f.def.Name)
	if asked.Empty() {
		return nil
	}
	c := &condition{field: f, reported: asked.Reported, missing: asked.NotReported, selected: make([]search.Selection, len(f.value))}
	if c.missing {
		c.selected[0] = search.Included
	}
	if f.def.IsRange() {
		c.readRanges(asked)
		return c
	}
	s.look(c, asked.Exclude, search.Excluded)
	s.look(c, asked.Include, search.Included)
	c.passes = make([]bool, len(f.setStart)-1)
	for set := range c.passes {
		c.passes[set] = c.passesValues(f.valuesOf(uint32(set)), asked)
	}
	return c
}

// look finds values by their keys. What is excluded is looked up first: a value that is also included stays excluded, since no sample can
// pass both.
func (s *run) look(c *condition, values []string, as search.Selection) {
	for _, value := range values {
		key := models.Fold(value)
		if n := slices.Index(c.field.key[1:], key) + 1; n > 0 {
			if c.selected[n] == search.Neither {
				c.selected[n] = as
			}
			continue
		}
		if slices.ContainsFunc(c.unknown, func(b search.Bucket) bool { return models.Fold(b.Value) == key }) {
			continue
		}
		c.unknown = append(c.unknown, search.Bucket{Value: value, Label: value, Selected: as})
		s.warnings = append(s.warnings, search.Warning{Param: c.field.def.Name, Value: value,
			Message: fmt.Sprintf("The catalogue has no %s “%s”.", c.field.def.Noun(), value)})
	}
}

// passesValues is the rule of a field: one of the values (or their absence) is included, if anything is, and none is excluded.
func (c *condition) passesValues(values []uint32, asked search.Condition) bool {
	included := !asked.Includes()
	for _, v := range values {
		switch {
		case c.selected[v] == search.Excluded:
			return false
		case c.selected[v] == search.Included, v != 0 && c.reported:
			included = true
		}
	}
	return included
}

func (c *condition) readRanges(asked search.Condition) {
	read := func(texts []string) []search.Range {
		var ranges []search.Range
		for _, text := range texts {
			if r, ok := search.ParseRange(text); ok {
				ranges = append(ranges, r)
			}
		}
		return ranges
	}
	c.include, c.exclude = read(asked.Include), read(asked.Exclude)
	for v, bin := range c.field.bins {
		covers := func(r search.Range) bool { return r.Covers(bin) }
		switch {
		case v == 0:
		case slices.ContainsFunc(c.exclude, covers):
			c.selected[v] = search.Excluded
		case slices.ContainsFunc(c.include, covers):
			c.selected[v] = search.Included
		}
	}
}

// passesExperiment decides on an experiment field.
func (c *condition) passesExperiment(e uint32) bool {
	if !c.field.def.IsRange() {
		return c.passes[c.field.sets[e]]
	}
	n := c.field.numbers[e]
	if n == notReported {
		return c.missing || !c.reported && len(c.include) == 0
	}
	contains := func(r search.Range) bool { return r.Contains(int(n)) }
	included := c.reported || slices.ContainsFunc(c.include, contains) || len(c.include) == 0 && !c.missing
	return included && !slices.ContainsFunc(c.exclude, contains)
}

// checkEvery is after how many experiments a search looks whether it was cancelled.
const checkEvery = 1 << 12

// count is the pass over all groups that feeds totals, hits and facets.
func (s *run) count(ctx context.Context) error {
	s.begin()
	for i, m := range s.matches() {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if status := s.statusOf(m.experiment); status != failsMany {
			s.status[m.experiment] = status
			s.touched = append(s.touched, m.experiment)
			s.countExperiment(m, status)
		}
	}
	s.countShared()
	return nil
}

// An experiment's status is the number of the one experiment field that it fails, or one of these.
const (
	failsNone = 254
	failsMany = 255 // or does not match the text
)

func (s *run) statusOf(e uint32) uint8 {
	status := uint8(failsNone)
	for i, c := range s.experiments {
		if c == nil || c.passesExperiment(e) {
			continue
		}
		if status != failsNone {
			return failsMany
		}
		status = uint8(i)
	}
	return status
}

// groupFails returns the number of the one sample field whose conditions the group fails, or failsNone or failsMany.
func (s *run) groupFails(group uint32) uint8 {
	fails := uint8(failsNone)
	if len(s.asked) == 0 {
		return fails
	}
	sets := s.columns.setsOf(group)
	for _, i := range s.asked {
		if s.samples[i].passes[sets[i]] {
			continue
		}
		if fails != failsNone {
			return failsMany
		}
		fails = uint8(i)
	}
	return fails
}

func (s *run) countExperiment(m match, status uint8) {
	x, e := s.columns, m.experiment
	rows := x.rowsOf(e)
	if len(rows) == 0 {
		if len(s.asked) == 0 { // an experiment without samples matches only while no sample field is filtered
			s.countMatch(m, status, 0, 0)
		}
		return
	}
	matching, exclusive, matches := uint32(0), uint32(0), false
	for _, group := range rows {
		fails := s.groupFails(group)
		if fails == failsMany || fails != failsNone && status != failsNone {
			continue
		}
		size, shared := x.groupSize[group], len(x.sharesOf(group)) > 0
		if fails == failsNone {
			matches = true
			matching += size
			if !shared {
				exclusive += size
			} else if s.first(group, matchedShared) {
				s.shared = append(s.shared, group)
			}
		}
		if status == failsNone {
			s.countGroup(e, group, fails, !shared || s.first(group, countedShared))
		}
	}
	if matches {
		s.countMatch(m, status, matching, exclusive)
	}
}

// countGroup counts a row for the facets of sample fields: for all where it fails none, else for the one that it fails.
func (s *run) countGroup(e, group uint32, fails uint8, firstTime bool) {
	from, to := 0, len(s.sampleCounts)
	if fails != failsNone {
		from, to = int(fails), int(fails)+1
	}
	size := s.columns.groupSize[group]
	if firstTime && fails == failsNone {
		s.total.Samples += int(size)
	}
	counted := uint32(0)
	if firstTime {
		counted = size
	}
	sets := s.columns.setsOf(group)
	for i := from; i < to; i++ {
		counts := s.sampleCounts[i]
		if set := sets[i]; int(set) < len(counts) { // of one value
			counts[set].add(e, counted)
			continue
		}
		for _, v := range s.columns.sampleFields[i].valuesOf(sets[i]) {
			counts[v].add(e, counted)
		}
	}
}

// countMatch counts an experiment that has a matching sample (or needs none), for the headline and for the facets of experiment fields;
// of its samples those that are in no other experiment.
func (s *run) countMatch(m match, status uint8, matching, exclusive uint32) {
	from, to := int(status), int(status)+1
	if status == failsNone {
		from, to = 0, len(s.experimentCounts)
		s.total.Experiments++
		s.hits = append(s.hits, hit{experiment: m.experiment, matching: matching, score: m.score})
	}
	for i := from; i < to; i++ {
		f := &s.columns.experimentFields[i]
		for _, v := range f.valuesOf(f.sets[m.experiment]) {
			s.experimentCounts[i][v].experiments++
			s.experimentCounts[i][v].samples += exclusive
		}
	}
}

// countShared adds the matching groups of several experiments to the facets of experiment fields: once a value, if any of the group's experiments
// that matches with the facet's own conditions lifted has the value.
func (s *run) countShared() {
	for _, group := range s.shared {
		size := s.columns.groupSize[group]
		for i := range s.columns.experimentFields {
			f, counts := &s.columns.experimentFields[i], s.experimentCounts[i]
			s.stamp++
			for _, e := range s.columns.sharesOf(group) {
				if status := s.status[e]; status != failsNone && status != uint8(i) {
					continue
				}
				for _, v := range f.valuesOf(f.sets[e]) {
					if counts[v].last != s.stamp {
						counts[v].last = s.stamp
						counts[v].samples += size
					}
				}
			}
		}
	}
}
