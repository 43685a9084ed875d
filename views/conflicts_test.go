package views

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
)

func TestConflicts(t *testing.T) {
	t.Parallel()
	if newConflicts(nil, nil) != nil {
		t.Error("no conflict has a view")
	}
	by := func(source, raw string) models.Saying {
		s := models.Saying{Source: &models.Source{Name: source}}
		if raw != "" {
			s.Values = []models.FieldValue{{Value: "male", RawKey: "Gender", RawValue: raw}}
		}
		return s
	}
	same := strings.Repeat("the same words ", 20)
	c := newConflicts([]models.Conflict{
		{Field: models.FieldDescription, Said: []models.Statement{
			{Words: []string{same + "and an end " + same}, By: []models.Saying{by("a", "")}}, {Words: []string{same + "another\nend"}, By: []models.Saying{by("b", "")}},
		}},
		{Field: models.FieldSex, Said: []models.Statement{
			{Words: []string{"female"}, By: []models.Saying{by("a", ""), by("b", ""), by("b", ""), by("c", ""), by("d", "")}},
			{Words: []string{"male"}, By: []models.Saying{by("e", "M")}},
		}},
		{Field: models.FieldTissue, Said: []models.Statement{{Words: []string{"liver"}, By: []models.Saying{by("a", "")}}, {Words: []string{"lung"}, By: []models.Saying{by("b", "")}}}},
	}, []models.Correction{{Field: models.FieldTissue, Values: []string{"kidney"}}})
	if c.Summary != "Sources disagree on 3 fields: description, sex, tissue" {
		t.Errorf("summary %q", c.Summary)
	}
	long := c.Fields[0].Said
	if !strings.HasPrefix(long[0].Words, "… words the same words the same words ") || !strings.Contains(long[0].Words, "words and an end the") || !strings.HasSuffix(long[1].Words, "words another end") {
		t.Errorf("long texts are shown as %q and %q", long[0].Words, long[1].Words)
	}
	want := []SaidRow{
		{Words: "female", Taken: true, By: []Provenance{{Source: "a"}, {Source: "b"}, {Source: "c"}}, More: 1},
		{Words: "male", By: []Provenance{{Raw: "Gender: M", Source: "e"}}},
	}
	if diff := cmp.Diff(want, c.Fields[1].Said); diff != "" {
		t.Error(diff)
	}
	if c.Fields[2].Said[0].Taken {
		t.Error("what is corrected is said to be shown as it was imported")
	}
}
