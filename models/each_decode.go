package models

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What parts codes and ids in a list: codes hold no line break.
const separator, idSeparator = "\n", ","

// decode fills in the samples of a batch.
func (b *batch) decode() error {
	for i := range b.rows {
		if err := b.shared.link(&b.rows[i]); err != nil {
			return err
		}
	}
	for i := range b.records {
		r := &b.records[i].record
		if err := json.Unmarshal(b.records[i].body, &r.Body); err != nil {
			return fmt.Errorf("sample record %d: %w", r.ID, err)
		}
		sample := b.samples[r.SampleID]
		sample.Records = append(sample.Records, *r)
	}
	for i := range b.experiments {
		e := &b.experiments[i]
		members := b.members[e.ID]
		e.Samples = make([]Sample, len(members))
		for j, id := range members {
			e.Samples[j] = *b.samples[id]
		}
		slices.SortFunc(e.Samples, func(a, b Sample) int { return strings.Compare(a.AccessionCode, b.AccessionCode) })
	}
	b.rows, b.records = nil, nil
	return nil
}

// link fills in what a sample is linked to.
func (d *dictionaries) link(row *sampleRow) error {
	sample := row.sample
	for code := range items(row.accessions.String, separator) {
		sample.Accessions = append(sample.Accessions, SampleAccession{AccessionCode: code, SampleID: sample.ID})
	}
	if err := eachID(row.values, func(id uint) { sample.Values = append(sample.Values, d.values[id]) }); err != nil {
		return fmt.Errorf("values of sample %s: %w", sample.AccessionCode, err)
	}
	if err := eachID(row.experiments.String, func(id uint) {
		sample.Experiments = append(sample.Experiments, Experiment{ID: id, AccessionCode: d.experiments[id]})
	}); err != nil {
		return fmt.Errorf("experiments of sample %s: %w", sample.AccessionCode, err)
	}
	slices.SortFunc(sample.Accessions, func(a, b SampleAccession) int { return strings.Compare(a.AccessionCode, b.AccessionCode) })
	slices.SortFunc(sample.Values, func(a, b *Value) int {
		return cmp.Or(strings.Compare(a.Field, b.Field), strings.Compare(a.Label, b.Label))
	})
	slices.SortFunc(sample.Experiments, func(a, b Experiment) int { return strings.Compare(a.AccessionCode, b.AccessionCode) })
	return nil
}

// items yields the parts of a list.
func items(list, separator string) func(yield func(string) bool) {
	if list == "" {
		return func(func(string) bool) {}
	}
	return strings.SplitSeq(list, separator)
}

// eachID calls use with each id of a list.
func eachID(list string, use func(uint)) error {
	for text := range items(list, idSeparator) {
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return err
		}
		use(uint(id))
	}
	return nil
}
