package ingest

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/facetome/facetome/models"
)

// memory is a Sink that keeps records, and a unit's records only if the unit was read to its end.
type memory struct {
	Samples     []models.SampleBody
	Experiments []models.ExperimentBody
	Platforms   []models.Platform
}

func (m *memory) Source(string, string, string) error { return nil }

func (m *memory) Sample(body models.SampleBody) error {
	m.Samples = append(m.Samples, body)
	return nil
}

func (m *memory) Prepared(sample *models.PreparedSample) error { return m.Sample(sample.Body()) }

func (m *memory) Experiment(body models.ExperimentBody) error {
	m.Experiments = append(m.Experiments, body)
	return nil
}

func (m *memory) Platform(p models.Platform) error {
	m.Platforms = append(m.Platforms, p)
	return nil
}

func (m *memory) sample(t *testing.T, code string) models.SampleBody {
	t.Helper()
	for _, s := range m.Samples {
		if s.AccessionCode == code {
			return s
		}
	}
	t.Fatalf("sample %s was not read", code)
	return models.SampleBody{}
}

func (m *memory) experiment(t *testing.T, code string) models.ExperimentBody {
	t.Helper()
	for _, e := range m.Experiments {
		if e.AccessionCode == code {
			return e
		}
	}
	t.Fatalf("experiment %s was not read", code)
	return models.ExperimentBody{}
}

// readAs reads content as a format, without a store.
func readAs(t testing.TB, formatName, content string) (*memory, FileReport) {
	t.Helper()
	return readStream(t, formatName, "file", strings.NewReader(content))
}

// readStream is readAs for a file of a given name.
func readStream(t testing.TB, formatName, name string, content io.Reader) (*memory, FileReport) {
	t.Helper()
	rep := FileReport{Name: name}
	kept := &memory{}
	err := func() error {
		text, err := newText(content)
		if err != nil {
			return err
		}
		file := formatByName(formatName).read(text, &rep)
		for more := true; more; {
			unit := &memory{append([]models.SampleBody(nil), kept.Samples...), append([]models.ExperimentBody(nil), kept.Experiments...), kept.Platforms}
			if more, err = file.unit(unit); err != nil {
				return err
			}
			kept = unit
		}
		return nil
	}()
	var d *damage
	if errors.As(err, &d) {
		rep.problem(d.line, "%s", d.message)
	} else if err != nil {
		t.Fatal(err)
	}
	return kept, rep
}

// messages are a report's problems as they are shown.
func messages(rep FileReport) []string {
	var list []string
	for _, p := range rep.Problems {
		list = append(list, p.String())
	}
	return list
}

func testFile(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// noContacts fails if a name, address or number of a person in testdata was kept.
func noContacts(t *testing.T, text string) {
	t.Helper()
	for _, private := range []string{"@example.org", "494444", "456789", "1 Example Road"} {
		if strings.Contains(text, private) {
			t.Errorf("%q was kept in %s", private, text)
		}
	}
}
