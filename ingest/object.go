package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// object is a JSON object that is read key by key. The first value of a wrong kind is kept in err; keys that nobody asked for are
// left.
type object struct {
	jsonFields
	err error
}

// readObject parses an object; the error says what stands there instead. The values share raw's memory.
func readObject(raw []byte) (*object, error) {
	if o := scanObject(raw); o != nil {
		return o, nil
	}
	if tooDeep(raw) {
		return nil, errDepth
	}
	if err := json.Unmarshal(raw, &map[string]json.RawMessage{}); err != nil {
		return nil, fmt.Errorf("not a JSON object (%w)", err)
	}
	return nil, fmt.Errorf("null instead of a JSON object")
}

// scanObject is readObject for what is right; nil is anything else.
func scanObject(raw []byte) *object {
	at := skipSpace(raw, 0)
	if at == len(raw) || raw[at] != '{' {
		return nil
	}
	o, text := &object{}, string(raw) // keys are parts of one text
	if at = skipSpace(raw, at+1); at < len(raw) && raw[at] == '}' {
		return o.endingAt(raw, at)
	}
	for {
		value, ok := scanKey(raw, at)
		if !ok {
			return nil
		}
		key := keyOf(raw, text, at)
		end, ok := scanValue(raw, value, maxDepth-1)
		if !ok {
			return nil
		}
		o.set(key, raw[value:end:end]) // of a key that is there twice the last counts
		switch at = skipSpace(raw, end); {
		case at == len(raw):
			return nil
		case raw[at] == '}':
			return o.endingAt(raw, at)
		case raw[at] != ',':
			return nil
		}
		at = skipSpace(raw, at+1)
	}
}

// endingAt is the object if nothing follows its end; else nil.
func (o *object) endingAt(raw []byte, end int) *object {
	if skipSpace(raw, end+1) < len(raw) {
		return nil
	}
	return o
}

// objectOf is an object of one key.
func objectOf(key string, value json.RawMessage) *object {
	o := &object{}
	o.set(key, value)
	return o
}

// take removes a key and returns its value; nil if it is missing or null.
func (o *object) take(key string) json.RawMessage {
	raw := o.remove(key)
	if bytes.Equal(raw, []byte("null")) {
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
	return withoutBlanks(o.column(key))
}

func withoutBlanks(texts []string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// column reads a string, a number, true or false, or a list of these, as they are written. null is blank.
func (o *object) column(key string) []string { return o.columnOf(key, o.take(key)) }

// columnOf is column for what was taken of a key.
func (o *object) columnOf(key string, raw json.RawMessage) []string {
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
	raw := o.take(key)
	if len(raw) > 0 && raw[0] == '"' { // nearly always
		if text, ok := jsonString(raw); ok {
			return text
		}
	}
	texts := withoutBlanks(o.columnOf(key, raw))
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
func (o *object) left() []string { return o.keys() }

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
