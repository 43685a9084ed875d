package handlers

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/facetome/facetome/models/control"
)

// stream asks a real server for what works, as a browser does, and returns its lines.
func (s *adminSite) stream(t *testing.T, headers ...string) (lines func() string, status int, header http.Header) {
	t.Helper()
	server := httptest.NewUnstartedServer(s)
	server.Config.WriteTimeout = 50 * time.Millisecond // a stream goes on for longer
	server.Start()
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/admin/progress", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	reader := bufio.NewReader(answer.Body)
	return func() string {
		line, err := reader.ReadString('\n')
		if err != nil {
			return "END"
		}
		return strings.TrimSuffix(line, "\n")
	}, answer.StatusCode, answer.Header
}

// until reads lines until one contains some words.
func until(t *testing.T, lines func() string, words string) string {
	t.Helper()
	var read []string
	for {
		line := lines()
		if strings.Contains(line, words) {
			return line
		}
		if line == "END" {
			t.Fatalf("the stream ends before %q:\n%s", words, strings.Join(read, "\n"))
		}
		read = append(read, line)
	}
}

// TestProgressIsStreamed follows a run to its end through everything that stands before handlers.
func TestProgressIsStreamed(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	s.post("/admin/run", url.Values{"kind": {"rebuild"}}, ada...)
	lease := s.keeper.last()
	lines, status, h := s.stream(t, ada...)
	if status != http.StatusOK || h.Get("Content-Type") != "text/event-stream" || h.Get("Content-Encoding") != "" || h.Get("Cache-Control") != "no-store" {
		t.Fatalf("it answers %d: %v", status, h)
	}
	until(t, lines, "event: runs")
	until(t, lines, "Building the search index anew")
	for _, done := range []int64{100, 700} {
		lease.Progress("Indexing", done, 1000)
		until(t, lines, `value="`+map[int64]string{100: "100", 700: "700"}[done]+`"`)
	}
	if err := lease.End(control.Result{Experiments: 1000}, "", nil); err != nil {
		t.Fatal(err)
	}
	until(t, lines, "event: end")
	if line := lines(); line != "data: Building the search index anew: done." {
		t.Errorf("the end says %q", line)
	}
	until(t, lines, "END")
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	ada := s.session(t)
	lines, _, _ := s.stream(t, ada...) // nothing works
	until(t, lines, "event: end")
	until(t, lines, "END")

	s.post("/admin/run", url.Values{"kind": {"rebuild"}}, ada...)
	lines, _, _ = s.stream(t, ada...)
	until(t, lines, "event: runs")
	close(s.ending)
	until(t, lines, "END")
	if log := s.log.String(); strings.Contains(log, "level=WARN") || strings.Contains(log, "level=ERROR") {
		t.Errorf("log: %s", log)
	}
}

func TestStreamIsForAdministratorsAlone(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	_, status, _ := s.stream(t)
	if status != http.StatusSeeOther {
		t.Errorf("nobody is answered %d", status)
	}
}
