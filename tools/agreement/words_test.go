package main

import (
	"testing"

	"github.com/facetome/facetome/models"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field        string
		ours, theirs []string
		want         verdict
	}{
		{models.FieldTissue, []string{"Liver"}, []string{"liver"}, exact},
		{models.FieldTissue, []string{"lung"}, []string{"Respiratory System", "Lung"}, exact},
		{models.FieldTissue, []string{"brain (prefrontal cortex)"}, []string{"dorsolateral prefrontal cortex"}, differ},
		{models.FieldTissue, []string{"brain (prefrontal cortex)"}, []string{"prefrontal cortex"}, plain},
		{models.FieldTissue, []string{"kidneys"}, []string{"adult mammalian kidney"}, plain},
		{models.FieldTissue, []string{"whole tissue"}, []string{"liver"}, differ}, // nothing but fillers
		{models.FieldStage, []string{"adult"}, []string{"human adult stage"}, plain},
		{models.FieldSex, []string{"female"}, []string{"Female"}, exact},
		{models.FieldSex, []string{"female", "male"}, []string{"male"}, differ},
		{models.FieldOrganism, []string{"Canis lupus"}, []string{"Canis lupus familiaris"}, plain},
		{models.FieldOrganism, []string{"Mus musculus"}, []string{"Mus musculus", "Homo sapiens"}, plain},
	} {
		if got := judge(c.field, c.ours, c.theirs); got != c.want {
			t.Errorf("%s %v and %v: %v; want %v", c.field, c.ours, c.theirs, got, c.want)
		}
	}
}
