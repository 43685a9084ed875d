package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonSeeds are objects of every shape, and some that are none.
var jsonSeeds = []string{
	`{}`, `null`, `[]`, `{"a":1}`, ` { "a" : [ 1 , "x]" , { "b" : null } ] , "c\"d":"\u00e9\\" } `, `{"a":1,"a":2}`, `{"é":"\ud83d"}`,
	`{"a":"b`, `{"a":}`, `{"a" 1}`, `{"a":1,}`, `{"a":[1,]}`, `{,}`, `{"a":1}}`, `[{"a":1},[],"]",3.0]`, "{\"a\":\"\xff\"}", `"`, `{"`, ``,
}

// FuzzScanValue holds scanValue to encoding/json.
func FuzzScanValue(f *testing.F) {
	for _, seed := range append(jsonSeeds, `[01]`, `[-]`, `-0.5e+10`, `1.`, `1e`, `2E5`, `"\u12g4"`, `"\u1234"`, `"\x"`, "\"\t\"", `tru`, `[nullx]`, `false`, `[[[[]]]]`, `{"a" :{"b":[{}]}}`) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		end, ok := scanValue(raw, skipSpace(raw, 0), maxDepth)
		ok = ok && skipSpace(raw, end) == len(raw)
		if want := json.Valid(raw) && !tooDeep(raw); ok != want {
			t.Errorf("%q: %v; want %v", raw, ok, want)
		}
	})
}

// Few keys and many are told apart alike.
func TestJSONFields(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, fewFields, fewFields + 1, 3 * fewFields} {
		var f jsonFields
		var want []string
		for i := range n {
			key := fmt.Sprintf("%03d", n-i)
			f.set(key, json.RawMessage("0"))
			f.set(key, json.RawMessage(key))
			want = append(want, key)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, f.keys()); diff != "" {
			t.Errorf("%d keys: -want +got\n%s", n, diff)
		}
		for _, key := range want {
			if had, took := string(f.get(key)), string(f.remove(key)); had != key || took != key || f.get(key) != nil || f.remove(key) != nil {
				t.Errorf("of %d keys %s has %q, then %q", n, key, had, took)
			}
		}
		if left := f.keys(); len(left) > 0 {
			t.Errorf("%q are left of %d", left, n)
		}
	}
}

// FuzzJSONParts holds readObject, orderedMembers and items to encoding/json.
func FuzzJSONParts(f *testing.F) {
	for _, seed := range jsonSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		orderedMembers(raw) // of what is no JSON they may say anything,
		items(raw)          // but they end
		want := map[string]json.RawMessage{}
		wrong := json.Unmarshal(raw, &want)
		got, err := readObject(raw)
		if tooDeep(raw) {
			return
		}
		if (err == nil) != (wrong == nil && want != nil) {
			t.Fatalf("%q: %v, and encoding/json: %v", raw, err, wrong)
		}
		if err == nil {
			had := map[string]json.RawMessage{}
			for _, key := range got.keys() {
				had[key] = got.get(key)
			}
			if diff := cmp.Diff(want, had); diff != "" {
				t.Errorf("%q: -want +got\n%s", raw, diff)
			}
		}
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil && bytes.HasPrefix(bytes.TrimSpace(raw), []byte("[")) {
			if diff := cmp.Diff(append([]json.RawMessage(nil), list...), items(raw)); diff != "" {
				t.Errorf("%q: -want +got\n%s", raw, diff)
			}
		}
	})
}
