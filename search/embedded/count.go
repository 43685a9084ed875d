package embedded

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// checkEvery is after how many experiments a search looks whether it was cancelled.
const checkEvery = 1 << 12

// worthAPart is how many experiments a part has at least: fewer are counted sooner than another goroutine begins.
const worthAPart = 4096

// count is the pass over all groups that feeds totals, hits and facets. Large results are counted in parts, side by side, which are then added up: an
// experiment is in one part, and a group that several experiments share is claimed by the first that comes to it, in whatever part.
func (s *run) count(ctx context.Context) error {
	s.begin()
	matches := s.matches()
	n := len(matches)
	parts := s.parts[:max(min(len(s.parts), n/worthAPart), 1)]
	var group errgroup.Group
	for i, c := range parts {
		group.Go(func() error { return s.countPart(ctx, c, matches[i*n/len(parts):(i+1)*n/len(parts)]) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, c := range parts[1:] {
		s.add(c)
	}
	s.countShared()
	return nil
}

// countPart counts some of the matching experiments.
func (s *run) countPart(ctx context.Context, c *counts, matches []match) error {
	for i, m := range matches {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if status := s.statusOf(m.experiment); status != failsMany {
			s.status[m.experiment] = status
			c.touched = append(c.touched, m.experiment)
			s.countExperiment(c, m, status)
		}
	}
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

func (s *run) countExperiment(c *counts, m match, status uint8) {
	x, e := s.columns, m.experiment
	rows := x.rowsOf(e)
	if len(rows) == 0 {
		if len(s.asked) == 0 { // an experiment without samples matches only while no sample field is filtered
			s.countMatch(c, m, status, 0, 0)
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
			} else if s.first(c, group, matchedShared) {
				c.shared = append(c.shared, group)
			}
		}
		if status == failsNone {
			s.countGroup(c, e, group, fails, !shared || s.first(c, group, countedShared))
		}
	}
	if matches {
		s.countMatch(c, m, status, matching, exclusive)
	}
}

// countGroup counts a row for the facets of sample fields: for all where it fails none, else for the one that it fails.
func (s *run) countGroup(c *counts, e, group uint32, fails uint8, firstTime bool) {
	from, to := 0, len(c.sampleCounts)
	if fails != failsNone {
		from, to = int(fails), int(fails)+1
	}
	size := s.columns.groupSize[group]
	if firstTime && fails == failsNone {
		c.total.Samples += int(size)
	}
	counted := uint32(0)
	if firstTime {
		counted = size
	}
	sets := s.columns.setsOf(group)
	for i := from; i < to; i++ {
		counts := c.sampleCounts[i]
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
func (s *run) countMatch(c *counts, m match, status uint8, matching, exclusive uint32) {
	from, to := int(status), int(status)+1
	if status == failsNone {
		from, to = 0, len(c.experimentCounts)
		c.total.Experiments++
		c.hits = append(c.hits, hit{experiment: m.experiment, matching: matching, score: m.score})
	}
	for i := from; i < to; i++ {
		f := &s.columns.experimentFields[i]
		for _, v := range f.valuesOf(f.sets[m.experiment]) {
			c.experimentCounts[i][v].experiments++
			c.experimentCounts[i][v].samples += exclusive
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
