package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/facetome/facetome/models/control"
)

const testPassword = "correct horse battery staple"

func TestAdminCommands(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	admin := func(stdin string, args ...string) outcome {
		t.Helper()
		return facetomeReading(t, strings.NewReader(stdin), append(append([]string{"admin"}, args...), "--data", data)...)
	}
	wantWords(t, "list of none", admin("", "list").must(t).stdout, "facetome admin set-password")
	for _, test := range []struct{ stdin, name, says string }{
		{"too short\n", "ada", "15 characters"}, {"", "ada", "15 characters"}, {testPassword + "\n", "a b", "no name"}, {strings.Repeat("x", 3000) + "\n", "ada", "longer"},
	} {
		o := admin(test.stdin, "set-password", test.name)
		if o.code != exitError {
			t.Errorf("%q: exit code %d", test.name, o.code)
		}
		wantWords(t, "what is refused", o.stderr, test.says)
	}
	for _, stdin := range []string{testPassword, testPassword + "\r\nmore\n"} {
		o := admin(stdin, "set-password", "Ada").must(t)
		wantWords(t, "set-password", o.stdout, "ada", "/admin")
		if strings.Contains(o.stdout+o.stderr, "horse") {
			t.Errorf("the password is shown: %s%s", o.stdout, o.stderr)
		}
	}
	wantWords(t, "list", admin("", "list").must(t).stdout, "ada, password set 20", "never logged in")
	if o := admin("", "remove", "grace"); o.code != exitError {
		t.Errorf("removing nobody: exit code %d", o.code)
	} else {
		wantWords(t, "removing nobody", o.stderr, "grace", "no such administrator")
	}
	wantWords(t, "remove", admin("", "remove", "ada").must(t).stdout, "no administrator any more", "none left")

	c, err := control.Open(t.Context(), filepath.Join(data, sqliteFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	list, total, err := c.Actions(t.Context(), 0, 20)
	if err != nil || total != 8 {
		t.Fatalf("%d actions, want those of 8 commands, %v", total, err)
	}
	for i, want := range map[int]control.Outcome{0: control.OutcomeDone, 1: control.OutcomeFailed, 2: control.OutcomeDone, 7: control.OutcomeFailed} {
		if a := list[i]; a.Outcome != want || a.Address != control.CommandLine || strings.Contains(a.Reason, "horse") {
			t.Errorf("action %d: %+v, want it %s", i, a, want)
		}
	}
}

// The password is no argument and no flag: others could read it there.
func TestPasswordIsNoArgument(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"admin", "set-password", "ada", testPassword}, {"admin", "set-password", "ada", "--password", testPassword}, {"admin"}, {"admin", "set-password"}} {
		if o := facetomeReading(t, strings.NewReader(""), args...); o.code != exitUsage {
			t.Errorf("%q: exit code %d", args, o.code)
		}
	}
}
