package ingest

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonSeeds are objects of every shape, and some that are none.
var jsonSeeds = []string{
	`{}`, `null`, `[]`, `{"a":1}`, ` { "a" : [ 1 , "x]" , { "b" : null } ] , "c\"d":"\u00e9\\" } `, `{"a":1,"a":2}`, `{"é":"\ud83d"}`,
	`{"a":"b`, `{"a":}`, `{"a" 1}`, `{"a":1,}`, `{"a":[1,]}`, `{,}`, `{"a":1}}`, `[{"a":1},[],"]",3.0]`, "{\"a\":\"\xff\"}", `"`, `{"`, ``,
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
		if (err == nil) != (wrong == nil && want != nil) {
			t.Fatalf("%q: %v, and encoding/json: %v", raw, err, wrong)
		}
		if err == nil {
			if diff := cmp.Diff(want, got.fields); diff != "" {
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
