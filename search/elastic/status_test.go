package elastic

import (
	"strings"
	"testing"
	"time"
)

// TestStatus: what an administrator sees of a cluster that serves, of one without an index, and of one that is not there.
func TestStatus(t *testing.T) {
	t.Parallel()
	e := testEngine(t, 1)
	s := e.Status(t.Context())
	if s.Engine != "Elasticsearch" || !strings.HasPrefix(s.Version, "8.") || s.Nodes != 1 || s.Free <= 0 || s.Health == "" {
		t.Errorf("of a cluster: %+v", s)
	}
	if !strings.Contains(s.Trouble, "reindex") || s.Bytes != 0 {
		t.Errorf("without an index: %+v", s)
	}
	commit(t, e, build(t, e))
	if s = e.Status(t.Context()); s.Trouble != "" || s.Bytes <= 0 {
		t.Errorf("with an index: %+v", s)
	}
	gone, err := Open(Config{Addresses: []string{"http://127.0.0.1:1"}, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if s = gone.Status(t.Context()); s.Trouble == "" || s.Free >= 0 || s.Nodes != 0 {
		t.Errorf("of a cluster that is not there: %+v", s)
	}
}
