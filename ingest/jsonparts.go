package ingest

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// member is a key of a JSON object and its value.
type member struct {
	key   string
	value json.RawMessage
}

// usualMembers is how many members most objects have at most.
const usualMembers = 16

// orderedMembers lists the members of a JSON object as they stand in the file. Of what is no valid JSON it lists what stands before the
// fault; values share raw's memory. encoding/json copies each value and looks it over once more at every level.
func orderedMembers(raw json.RawMessage) []member {
	at := skipSpace(raw, 0)
	if at == len(raw) || raw[at] != '{' {
		return nil
	}
	list := make([]member, 0, usualMembers)
	for more := true; more; {
		at = skipSpace(raw, at+1)
		end := valueEnd(raw, at)
		if at == end || raw[at] != '"' {
			break
		}
		key, ok := scalar(raw[at:end])
		if at = skipSpace(raw, end); !ok || at == len(raw) || raw[at] != ':' {
			break
		}
		at = skipSpace(raw, at+1)
		if end = valueEnd(raw, at); at == end {
			break
		}
		list = append(list, member{key, raw[at:end:end]})
		at = skipSpace(raw, end)
		more = at < len(raw) && raw[at] == ','
	}
	return list
}

// items is orderedMembers for a list.
func items(raw json.RawMessage) []json.RawMessage {
	at := skipSpace(raw, 0)
	if at == len(raw) || raw[at] != '[' {
		return nil
	}
	var list []json.RawMessage
	for more := true; more; {
		at = skipSpace(raw, at+1)
		end := valueEnd(raw, at)
		if at == end {
			break
		}
		list = append(list, raw[at:end:end])
		at = skipSpace(raw, end)
		more = at < len(raw) && raw[at] == ','
	}
	return list
}

func skipSpace(raw []byte, at int) int {
	for at < len(raw) && (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\n' || raw[at] == '\r') {
		at++
	}
	return min(at, len(raw))
}

// valueEnd is where the JSON value ends that begins at at.
func valueEnd(raw []byte, at int) int {
	depth := 0
	for ; at < len(raw); at++ {
		switch raw[at] {
		case '"':
			at = stringEnd(raw, at)
			if depth == 0 {
				return min(at+1, len(raw))
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
			if depth < 0 {
				return at
			}
		case ',', ' ', '\t', '\n', '\r', ':':
			if depth == 0 {
				return at
			}
		}
	}
	return len(raw)
}

// stringEnd is where the closing quotation mark stands of the string that begins at at.
func stringEnd(raw []byte, at int) int {
	for at++; at < len(raw) && raw[at] != '"'; at++ {
		if raw[at] == '\\' {
			at++
		}
	}
	return at
}

// keyOf is the valid key that begins at at, as a part of the same text, where it stands there as it is.
func keyOf(raw []byte, text string, at int) string {
	end := at + 1
	for raw[end] != '"' {
		if raw[end] == '\\' || raw[end] >= utf8.RuneSelf {
			key, _ := jsonString(raw[at : stringEnd(raw, at)+1])
			return key
		}
		end++
	}
	return text[at+1 : end]
}

// jsonString is the text of a JSON string.
func jsonString(raw json.RawMessage) (text string, ok bool) {
	if inner := raw[1:max(1, len(raw)-1)]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), len(raw) > 1
	}
	err := json.Unmarshal(raw, &text)
	return text, err == nil
}
