package ingest

import (
	"encoding/json"
	"slices"
)

// fewFields is up to how many values are found sooner one after the other than by a hash: most records have no more.
const fewFields = 32

// jsonFields are the values of a JSON object by key; the zero value has none.
type jsonFields struct {
	few  []member
	many map[string]json.RawMessage // all, where they are more than fewFields
}

// get returns a value; nil where there is none.
func (f *jsonFields) get(key string) json.RawMessage {
	if f.many != nil {
		return f.many[key]
	}
	if at := f.at(key); at >= 0 {
		return f.few[at].value
	}
	return nil
}

// at is the place among few; -1 is none.
func (f *jsonFields) at(key string) int {
	for i := range f.few {
		if f.few[i].key == key {
			return i
		}
	}
	return -1
}

// set gives a key a value, in the place of its former one.
func (f *jsonFields) set(key string, value json.RawMessage) {
	if f.many == nil && len(f.few) == fewFields && f.at(key) < 0 {
		f.many = make(map[string]json.RawMessage, 2*fewFields)
		for _, m := range f.few {
			f.many[m.key] = m.value
		}
		f.few = nil
	}
	if f.many != nil {
		f.many[key] = value
		return
	}
	if at := f.at(key); at >= 0 {
		f.few[at].value = value
		return
	}
	if f.few == nil {
		f.few = make([]member, 0, usualMembers)
	}
	f.few = append(f.few, member{key, value})
}

// remove removes a value and returns it; nil where there is none.
func (f *jsonFields) remove(key string) json.RawMessage {
	if f.many != nil {
		value := f.many[key]
		delete(f.many, key)
		return value
	}
	at := f.at(key)
	if at < 0 {
		return nil
	}
	value, last := f.few[at].value, len(f.few)-1
	f.few[at] = f.few[last] // their order means nothing
	f.few = f.few[:last]
	return value
}

// keys lists the keys in byte order.
func (f *jsonFields) keys() []string {
	keys := make([]string, 0, len(f.few)+len(f.many))
	for _, m := range f.few {
		keys = append(keys, m.key)
	}
	for key := range f.many {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
