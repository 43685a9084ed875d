package elastic

import (
	"strings"
	"testing"

	"github.com/facetome/facetome/search/analysis"
)

func TestWithoutTrailing(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("the liver ", 300)
	for text, want := range map[string]string{
		"":                                     "",
		"the of":                               "",
		"liver":                                "liver",
		"liver of the mice (and)":              "liver of the mice",
		"liver " + strings.Repeat("x", 9000):   "liver",
		long + "of the ":                       strings.TrimSpace(long),
		"liver " + strings.Repeat("the ", 900): "liver",
	} {
		if got := withoutTrailing(analysis.New(), text); got != want {
			t.Errorf("of %.40q… remains %.40q…, want %.40q…", text, got, want)
		}
	}
}
