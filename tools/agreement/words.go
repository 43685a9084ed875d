package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/facetome/facetome/models"
)

// How two descriptions of the same sample stand to one another.
type verdict int

const (
	exact  verdict = iota // the same values without regard to case
	plain                 // the same after plainWords: all words of one stand in the other
	differ                // neither
)

// judge compares the values that two sources give a sample in one field. Sexes and organisms are compared as sets; of tissues and stages,
// where curators name broader terms beside the nearest, it is enough that one value of each agrees.
func judge(field string, ours, theirs []string) verdict {
	a, b := folded(ours), folded(theirs)
	if field == models.FieldSex || field == models.FieldOrganism {
		switch {
		case slices.Equal(a, b):
			return exact
		case field == models.FieldOrganism && agree(a, b):
			return plain
		}
		return differ
	}
	if slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) }) {
		return exact
	}
	if agree(a, b) {
		return plain
	}
	return differ
}

func folded(values []string) []string {
	var list []string
	for _, v := range values {
		list = append(list, models.Fold(v))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func agree(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool {
		return slices.ContainsFunc(b, func(w string) bool {
			return within(plainWords(v), plainWords(w)) || within(plainWords(w), plainWords(v))
		})
	})
}

// within tells whether all of some words stand among others.
func within(some, others []string) bool {
	return len(some) > 0 && !slices.ContainsFunc(some, func(w string) bool { return !slices.Contains(others, w) })
}

// fillers are words that tell no tissue and no stage from another.
var fillers = []string{"of", "the", "and", "in", "a", "human", "mouse", "tissue", "organ", "stage", "life", "cycle", "mammalian", "primary", "whole", "total", "normal", "old"}

// plainWords are a text's words in small letters, without plural s and without fillers.
func plainWords(text string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(models.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") {
			w = strings.TrimSuffix(w, "s")
		}
		if !slices.Contains(fillers, w) {
			words = append(words, w)
		}
	}
	return words
}
