package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// object is a JSON object that is read key by key. The first value of a wrong kind is kept in err; keys that nobody asked for are
// left in fields.
type object struct {
	fields map[string]json.RawMessage
	err    error
}

// readObject parses an object; the error says what stands there instead. The fields share raw's memory.
func readObject(raw []byte) (*object, error) {
	if tooDeep(raw) {
		return nil, errDepth
	}
	start := skipSpace(raw, 0)
	if start == len(raw) || raw[start] != '{' || !json.Valid(raw) {
		fields := map[string]json.RawMessage{}
		if err := json.Unmarshal(raw, &fields); err != nil {
			return nil, fmt.Errorf("not a JSON object (%w)", err)
		}
		return nil, fmt.Errorf("null instead of a JSON object")
	}
	members := orderedMembers(raw)
	fields := make(map[string]json.RawMessage, len(members))
	for _, m := range members {
		fields[m.key] = m.value // of a key that is there twice the last counts
	}
	return &object{fields: fields}, nil
}

// take removes a key and returns its value; nil if it is missing or null.
func (o *object) take(key string) json.RawMessage {
	raw, ok := o.fields[key]
	delete(o.fields, key)
	if !ok || bytes.Equal(raw, []byte("null")) {
		return nil
	}
	return raw
}

func (o *object) wrong(key, expected string) {
	if o.err == nil {
		o.err = fmt.Errorf("%q is not %s", key, expected)
	}
}

// texts is column without blanks.
func (o *object) texts(key string) []string {
	return slices.DeleteFunc(o.column(key), func(text string) bool { return text == "" })
}

// column reads a string, a number, true or false, or a list of these, as they are written. null is blank.
func (o *object) column(key string) []string {
	raw := o.take(key)
	if raw == nil {
		return nil
	}
	if raw[0] != '[' {
		text, ok := scalar(raw)
		if !ok {
			o.wrong(key, "a string or a list of strings")
			return nil
		}
		return []string{text}
	}
	list := items(raw)
	texts := slices.Grow([]string(nil), len(list))
	for _, item := range list {
		text, ok := scalar(item)
		if !ok {
			o.wrong(key, "a string or a list of strings")
			return nil
		}
		texts = append(texts, text)
	}
	return texts
}

// text reads a single string (or number, true, false); "" where it is missing.
func (o *object) text(key string) string {
	texts := o.texts(key)
	if len(texts) > 1 {
		o.wrong(key, "a single string")
	}
	return strings.Join(texts, "\n")
}

// flag reads true or false; nil where it is missing.
func (o *object) flag(key string) *bool {
	raw := o.take(key)
	if raw == nil {
		return nil
	}
	var b bool
	if err := json.Unmarshal(raw, &b); err != nil {
		o.wrong(key, "true or false")
		return nil
	}
	return &b
}

// isTrue reads true or false; what is missing is false.
func (o *object) isTrue(key string) bool {
	flag := o.flag(key)
	return flag != nil && *flag
}

// date reads a date; nil where it is missing or blank.
func (o *object) date(key string) *time.Time {
	text := o.text(key)
	if strings.TrimSpace(text) == "" {
		return nil
	}
	date, ok := parseDate(text)
	if !ok {
		o.wrong(key, "a date such as 2014-05-01T00:00:00Z, between 1990 and 2100")
		return nil
	}
	return date
}

// left lists the keys that nobody asked for.
func (o *object) left() []string { return slices.Sorted(maps.Keys(o.fields)) }

// scalar is a JSON string, number, true or false as text; null is "". Numbers stand as they are written, without zeros at the end of their decimals.
func scalar(raw json.RawMessage) (text string, ok bool) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || raw[0] == '[' || raw[0] == '{':
		return "", false
	case raw[0] == '"':
		return jsonString(raw)
	case bytes.Equal(raw, []byte("null")):
		return "", true
	}
	text = string(raw)
	if strings.Contains(text, ".") && !strings.ContainsAny(text, "eE") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text, true
}
