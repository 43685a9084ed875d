package ingest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// fromPython reads a list or dictionary as Python prints it, ['GSE37382', 'GSE37385'] or {'sex': None}, which refine.bio's tables
// hold where its JSON has a list or an object; ok is false where it is none. The literals are those of
// https://docs.python.org/3/reference/lexical_analysis.html#literals without prefixes.
func fromPython(s string) (raw json.RawMessage, ok bool) {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "[") && !strings.HasPrefix(s, "{") {
		return nil, false
	}
	var b strings.Builder
	for s != "" {
		switch c := s[0]; {
		case c == '\'' || c == '"':
			text, rest, closed := pythonString(s)
			if !closed {
				return nil, false
			}
			quoted, err := json.Marshal(text)
			if err != nil {
				return nil, false
			}
			b.Write(quoted)
			s = rest
		case strings.HasPrefix(s, "None"):
			b.WriteString("null")
			s = s[len("None"):]
		case strings.HasPrefix(s, "True"):
			b.WriteString("true")
			s = s[len("True"):]
		case strings.HasPrefix(s, "False"):
			b.WriteString("false")
			s = s[len("False"):]
		default:
			b.WriteByte(c)
			s = s[1:]
		}
	}
	raw = json.RawMessage(b.String())
	return raw, json.Valid(raw)
}

var pythonEscapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', '\\': '\\', '\'': '\'', '"': '"'}

// pythonString reads the string that s begins with. Escapes by number stay as they are written.
func pythonString(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:], utf8.ValidString(b.String())
		case s[i] == '\\' && i+1 < len(s) && pythonEscapes[s[i+1]] != 0:
			i++
			b.WriteByte(pythonEscapes[s[i]])
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}
