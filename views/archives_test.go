package views

import (
	"strings"
	"testing"
)

// TestArchives: each kind of code leads to the archives that have it.
func TestArchives(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"GSE1133": "GEO", "E-MTAB-2836": "ArrayExpress", "S-BSST1": "BioStudies", "SRP012682": "ENA SRA", "ERR1": "ENA SRA", "PRJNA1": "ENA BioProject",
		"SAMEA1": "BioSamples NCBI BioSample", "phs000424": "", "GSE1 OR 1=1": "",
	} {
		var names []string
		for _, page := range archivePages(code) {
			names = append(names, page.Label)
			if !strings.HasPrefix(page.URL, "https://") || !strings.HasSuffix(page.URL, code) {
				t.Errorf("%s is at %s", code, page.URL)
			}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s is in %q, want %q", code, got, want)
		}
	}
	others := otherArchives("SRP012682", Link{Label: "Open in SRA", URL: "https://trace.ncbi.nlm.nih.gov/Traces/?study=SRP012682"})
	if len(others) != 1 || others[0].Kind != "study" || len(others[0].Pages) != 1 || others[0].Pages[0].Label != "ENA" {
		t.Errorf("SRP012682 is also in %+v", others)
	}
	if others := otherArchives("GSE1", Link{Label: "Open in GEO"}); others != nil {
		t.Errorf("GSE1 is also in %+v", others)
	}
	list := newElsewhere([]Link{{Label: "SRR2"}, {Label: "SAMN9" + sharedMark, URL: "/samples/SAMN9"}, {Label: "SRX1"}}, true)
	if got := list[0].Kind + list[1].Kind + list[2].Kind; got != "BioSamplelibraryrun" || len(list[0].Pages) > 0 {
		t.Errorf("made-up codes are %+v", list)
	}
}
