package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facetome/facetome/ingest"
)

func TestHelp(t *testing.T) {
	t.Parallel()
	var formats []string
	for _, f := range ingest.Formats() {
		formats = append(formats, f.Name, f.About)
	}
	for _, test := range []struct {
		args  string
		words []string
	}{
		{"", []string{"serve", "import", "export", "reindex", "generate", "version", "--demo"}},
		{"--help", []string{"serve", "import", "export", "reindex", "generate", "version", "--demo"}},
		{"serve --help", []string{"127.0.0.1:8080", "FACETOME_ADDR", "FACETOME_DATABASE", "FACETOME_LOG_FORMAT", "FACETOME_ELASTICSEARCH", "FACETOME_ELASTICSEARCH_API_KEY", "facetome-data", "SIGTERM", "FACETOME_CHECK_EVERY"}},
		{"import --help", append(formats, "FACETOME_FORMAT", "--dry-run", "--report=FILE", "Exit code:", "Examples:", "gzip")},
		{"generate --help", []string{"FACETOME_EXPERIMENTS", "FACETOME_SEED", "SYN"}},
		{"export --help", []string{"FACETOME_OUT", "--data", ".gz", "NDJSON"}},
		{"reindex --help", []string{"FACETOME_DATA", "--changes", "--check", "--repair", "Exit code:", "Examples:"}},
		{"admin --help", []string{"set-password", "list", "remove"}},
		{"admin set-password --help", []string{"FACETOME_DATABASE", "standard", "15"}},
	} {
		o := facetome(t, strings.Fields(test.args)...).must(t)
		wantWords(t, test.args, o.stdout, test.words...)
		if o.stderr != "" {
			t.Errorf("%q writes to stderr: %s", test.args, o.stderr)
		}
	}
}

// TestUsageErrors: what is impossible ends with exit code 2 and a message that names it.
func TestUsageErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args  string
		words []string
	}{
		{"serve --prot 80", []string{"--prot"}},
		{"sreve", []string{"sreve"}},
		{"serve --addr 8080", []string{"--addr", `"8080"`, "host:port"}},
		{"serve --addr localhost:http8", []string{"--addr", "http8", "port"}},
		{"serve --addr 127.0.0.1:70000", []string{"--addr", "70000"}},
		{"serve --addr=127.0.0.1:-1", []string{"--addr", "-1"}},
		{"serve --database mysql://u:secret@h/d", []string{"--database", "mysql", "postgres://"}},
		{"serve --database secret.db", []string{"--database", "postgres://"}},
		{"serve --database postgres://u:secret@h:port/d", []string{"--database", "postgres://"}},
		{"serve --elasticsearch http://u:secret@h:9200", []string{"--elasticsearch", "FACETOME_ELASTICSEARCH_PASSWORD"}},
		{"serve --elasticsearch secret:9200", []string{"--elasticsearch", "http://"}},
		{"serve --elasticsearch http://h --elasticsearch-user u", []string{"--elasticsearch-password", "both"}},
		{"serve --elasticsearch http://h --elasticsearch-user u --elasticsearch-password secret --elasticsearch-api-key secret", []string{"--elasticsearch-api-key"}},
		{"import --elasticsearch-api-key secret x", []string{"--elasticsearch", "no address"}},
		{"reindex --elasticsearch http://h --elasticsearch-shards 0", []string{"--elasticsearch-shards", "0"}},
		{"reindex --elasticsearch http://h --elasticsearch-replicas=-1", []string{"--elasticsearch-replicas", "-1"}},
		{"serve --elasticsearch http://h --elasticsearch-timeout 0s", []string{"--elasticsearch-timeout"}},
		{"serve --time-limit 0s", []string{"--time-limit"}},
		{"serve --trusted-proxies 10.0.0.1", []string{"--trusted-proxies", "10.0.0.0/8"}},
		{"admin set-password", []string{"<name>"}},
		{"admin add ada", []string{"add"}},
		{"serve --log-format xml", []string{"--log-format", "xml", "json"}},
		{"serve --demo=perhaps", []string{"--demo", "perhaps"}},
		{"import", []string{"<path>"}},
		{"import --report - x", []string{"--report", "file"}},
		{"import --format bibtex x", []string{"--format", "bibtex", "geo-soft", "refinebio", "ndjson", "auto"}},
		{"reindex now", []string{"now"}},
		{"reindex --check --repair", []string{"--check", "--repair"}},
		{"serve --check-every=-1h", []string{"--check-every"}},
		{"serve --repair", []string{"--repair", "--check-every"}},
		{"export now", []string{"now"}},
		{"generate", []string{"--experiments"}},
		{"generate --experiments=-3", []string{"--experiments", "-3", "negative"}},
		{"generate --experiments many", []string{"--experiments", "many"}},
		{"generate --experiments 1 --seed=-1", []string{"--seed", "-1"}},
		{"version --short", []string{"--short"}},
	} {
		o := facetome(t, strings.Fields(test.args)...)
		if o.code != exitUsage {
			t.Errorf("%q: exit code %d, want %d", test.args, o.code, exitUsage)
		}
		wantWords(t, test.args, o.stderr, test.words...)
		if strings.Contains(o.stdout+o.stderr, "secret") {
			t.Errorf("%q shows the password: %s", test.args, o.stderr)
		}
	}
}

func TestUsageErrorsOfTheEnvironment(t *testing.T) {
	t.Setenv("FACETOME_ADDR", "nowhere")
	o := facetome(t, "serve")
	if o.code != exitUsage {
		t.Errorf("exit code %d, want %d", o.code, exitUsage)
	}
	wantWords(t, "FACETOME_ADDR=nowhere", o.stderr, "nowhere", "--addr")
}

func TestEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.ndjson")
	t.Setenv("FACETOME_EXPERIMENTS", "2")
	t.Setenv("FACETOME_OUT", file)
	facetome(t, "generate").must(t)
	if data, err := os.ReadFile(file); err != nil || strings.Count(string(data), `"type":"experiment"`) != 2 {
		t.Errorf("FACETOME_EXPERIMENTS=2 FACETOME_OUT=… made %q, %v", data, err)
	}
}

// TestErrors: what goes wrong ends with exit code 1 and one line that says what to do.
func TestErrors(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte("Dear diary,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	data := filepath.Join(folder, "data")
	for _, test := range []struct {
		name  string
		args  []string
		words []string
	}{
		{"address in use", []string{"serve", "--data", data, "--addr", taken.Addr().String()}, []string{taken.Addr().String(), "--addr"}},
		{"missing file", []string{"import", "--data", data, filepath.Join(folder, "missing.soft")}, []string{"missing.soft", "no such file"}},
		{"nothing to import", []string{"import", "--data", data, text}, []string{"nothing could be imported"}},
		{"data is a file", []string{"reindex", "--data", text}, []string{"--data", text}},
		{"no such folder", []string{"generate", "--experiments", "1", "--out", filepath.Join(folder, "no", "x")}, []string{"no such file"}},
		{"no such folder for an export", []string{"export", "--data", data, "--out", filepath.Join(folder, "no", "x")}, []string{"no such file"}},
		{"no database", []string{"reindex", "--data", data, "--database", "postgres://u:pass%40word@127.0.0.1:1/d"}, []string{"127.0.0.1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := facetome(t, test.args...)
			if o.code != exitError {
				t.Errorf("exit code %d, want %d", o.code, exitError)
			}
			wantWords(t, "stderr", o.stderr, test.words...)
			last := o.stderr[strings.LastIndex(strings.TrimSuffix(o.stderr, "\n"), "\n")+1:]
			if !strings.HasPrefix(last, "facetome: ") {
				t.Errorf("the last line does not say what went wrong: %q", last)
			}
			if said := o.stdout + o.stderr; strings.Contains(said, "pass@word") || strings.Contains(said, "pass%40word") {
				t.Errorf("shows the password: %s", said)
			}
		})
	}
}

func TestRemoveSecrets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ dsn, text, want string }{
		{"postgres://u:pa%20ss@h/d", "cannot connect to postgres://u:pa%20ss@h/d with pa ss or pa+ss", "cannot connect to postgres://u:xxxxx@h/d with xxxxx or xxxxx"},
		{"postgres://u@h/d", "no password", "no password"},
		{"", "no database", "no database"},
	} {
		if got := database(test.dsn).removeFrom(test.text); got != test.want {
			t.Errorf("removeFrom(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	wantWords(t, "version", facetome(t, "version").must(t).stdout, "facetome ", "go1")
}
