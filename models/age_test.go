package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestReadAge(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]*Age{
		"34 years":                   {Low: 34, High: 34, Unit: "years"},
		"1 year":                     {Low: 1, High: 1, Unit: "years"},
		"8-10 weeks":                 {Low: 8, High: 10, Unit: "weeks"},
		"<2 years":                   {Low: 2, High: 2, Bound: "<", Unit: "years"},
		"≥65":                        {Low: 65, High: 65, Bound: "≥"},
		"56":                         {Low: 56, High: 56},
		"12.5 days post conception":  {Low: 12.5, High: 12.5, Unit: "days", Since: "post conception"},
		"15-16 days of gestation":    {Low: 15, High: 16, Unit: "days", Since: "of gestation"},
		"1 years":                    nil, // not as String writes it
		"1.0 years":                  nil,
		"adult":                      nil,
		"34 years, adult":            nil,
		"":                           nil,
		"34 years since the weather": nil,
	} {
		got, ok := ReadAge(label)
		if ok != (want != nil) {
			t.Errorf("ReadAge(%q) says %v", label, ok)
			continue
		}
		if want != nil {
			if diff := cmp.Diff(*want, got); diff != "" {
				t.Errorf("ReadAge(%q): (-want +got)\n%s", label, diff)
			}
		}
	}
}

// What String writes, ReadAge reads.
func TestAgeIsReadAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low := float64(rapid.IntRange(0, 4000).Draw(t, "low")) / 4
		age := Age{Low: low, High: low + float64(rapid.IntRange(0, 8).Draw(t, "more"))/4}
		if age.High == age.Low {
			age.Bound = rapid.SampledFrom([]string{"", "<", "≤", ">", "≥"}).Draw(t, "bound")
		}
		if age.Unit = rapid.SampledFrom(append([]string{""}, AgeUnits...)).Draw(t, "unit"); age.Unit != "" {
			age.Since = rapid.SampledFrom(append([]string{""}, AgeSince...)).Draw(t, "since")
		}
		got, ok := ReadAge(age.String())
		if !ok {
			t.Fatalf("ReadAge cannot read %q", age)
		}
		if diff := cmp.Diff(age, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", age, diff)
		}
	})
}
