package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	const (
		passed  = `{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}` + "\n" + `{"Action":"pass","Package":"p","Test":"TestA","Elapsed":3.5}`
		attr    = `{"Action":"attr","Package":"p","Test":"TestA","Key":"MRR","Value":"0.968"}`
		skipped = `{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:7: no browser\n"}` + "\n" + `{"Action":"skip","Package":"p","Test":"TestB"}`
		noData  = `{"Action":"output","Package":"p","Test":"TestE","Output":"    e_test.go:7: no real data\n"}` + "\n" + `{"Action":"skip","Package":"p","Test":"TestE"}`
		failed  = `{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:8: 1 != 2\n"}` + "\n" + `{"Action":"fail","Package":"p","Test":"TestC"}`
		hanging = `{"Action":"output","Package":"p","Test":"TestD","Output":"panic: time is up\n"}` + "\n" + `{"Action":"fail","Package":"p"}`
		closing = `{"Action":"output","Package":"p","Output":"ok  \tp\t1.2s\n"}` + "\n" + `{"Action":"pass","Package":"p","Elapsed":1.2}`
		build   = `{"ImportPath":"p","Action":"build-output","Output":"p.go:1: undefined: x\n"}` + "\n" + `{"ImportPath":"p","Action":"build-fail"}`
	)
	for _, test := range []struct {
		name    string
		in      []string
		require bool
		code    int
		says    []string
	}{
		{"passed", []string{passed, closing}, true, 0, []string{"ok  \tp\t1.2s\n", "3.5s  p TestA", "1 passed, 0 failed, 0 skipped"}},
		{"measured", []string{attr, passed, closing}, true, 0, []string{"Measured:\np TestA: MRR 0.968\n"}},
		{"skipped", []string{passed, skipped, closing}, false, 0, []string{"p TestB: b_test.go:7: no browser", "1 passed, 0 failed, 1 skipped"}},
		{"skipped, but required", []string{passed, skipped, closing}, true, 1, []string{"counts as failed"}},
		{"skipped for want of published files", []string{passed, noData, closing}, true, 0, []string{"no real data", "1 skipped"}},
		{"failed", []string{passed, failed}, false, 1, []string{"1 != 2", "1 passed, 1 failed"}},
		{"panicked", []string{passed, hanging}, false, 1, []string{"time is up"}},
		{"not built", []string{passed, build}, false, 1, []string{"undefined: x"}},
		{"nothing ran", []string{closing}, false, 1, []string{"no test ran"}},
		{"no event", []string{passed, "go: no such flag"}, false, 0, []string{"go: no such flag"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if code := run(strings.NewReader(strings.Join(test.in, "\n")), &out, test.require); code != test.code {
				t.Errorf("exit code %d, want %d; it says:\n%s", code, test.code, &out)
			}
			for _, want := range test.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("does not say %q but:\n%s", want, &out)
				}
			}
		})
	}
}
