package handlers

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A code that means several things lists them, and their own pages lead there.
func TestSharedCodes(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for path, want := range map[string][]string{
		"/samples/SAMN9":      {"SAMN9 names 2 samples", "/samples/GSM1", "/samples/GSM2"},
		"/experiments/PRJNA9": {"PRJNA9 names 2 experiments", "/experiments/GSE2", "/experiments/GSE3"},
	} {
		d := s.page(t, path, http.StatusOK)
		got := []string{text(d.Find("h1"))}
		for _, link := range d.Find("main li a").EachIter() {
			got = append(got, link.AttrOr("href", ""))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
	}
	if link := s.page(t, "/samples/GSM1", http.StatusOK).Find(`.elsewhere a[href="/samples/SAMN9"]`); text(link) != "SAMN9 (shared)" {
		t.Errorf("the sample's page shows %q", text(link))
	}
	s.store.err = errors.New("gone")
	s.page(t, "/samples/SAMN9", http.StatusInternalServerError)
}
