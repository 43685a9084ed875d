package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// testCluster is a server that tests share. They leave nothing behind: see dropIndices.
func testCluster(t *testing.T) (address string) {
	t.Helper()
	address = os.Getenv("FACETOME_TEST_ELASTICSEARCH")
	switch {
	case address != "":
	case os.Getenv("FACETOME_TEST_REQUIRE") == "1":
		t.Fatal("FACETOME_TEST_REQUIRE=1, and FACETOME_TEST_ELASTICSEARCH names no server")
	default:
		t.Skip("NOT TESTED: FACETOME_TEST_ELASTICSEARCH names no server")
	}
	return address
}

// servers are real ones of a single test, which breaks them; see scripts/servers.sh.
type servers struct {
	addresses string // as flags take them
	commands  io.Writer
	answers   *bufio.Reader
}

// startServers starts them, or skips the test where the machine lacks what they need: then the variable is not set.
func startServers(t *testing.T, variable string, what ...string) *servers {
	t.Helper()
	switch {
	case testing.Short():
		t.Skip("breaks servers for minutes")
	case os.Getenv(variable) != "":
	case os.Getenv("FACETOME_TEST_REQUIRE") == "1":
		t.Fatalf("FACETOME_TEST_REQUIRE=1, and %s is not set", variable)
	default:
		t.Skipf("FAULTS OF %s NOT TESTED: make test has the servers for it", strings.ToUpper(what[0]))
	}
	cmd := exec.Command("../../scripts/servers.sh", what...)
	cmd.Stderr = os.Stderr
	commands, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := commands.Close(); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("ending the servers: %v", err)
		}
	})
	s := &servers{commands: commands, answers: bufio.NewReader(out)}
	s.addresses = s.read(t)
	return s
}

func (s *servers) read(t *testing.T) string {
	t.Helper()
	line, err := s.answers.ReadString('\n')
	if err != nil {
		t.Fatalf("the servers are gone: %v", err)
	}
	return strings.TrimSpace(line)
}

// do kills, starts, freezes or thaws a server, and waits until that is done.
func (s *servers) do(t *testing.T, action string, node int) {
	t.Helper()
	if _, err := fmt.Fprintln(s.commands, action, node); err != nil {
		t.Fatal(err)
	}
	if answer := s.read(t); answer != "done" {
		t.Fatalf("%s %d: %s", action, node, answer)
	}
}
