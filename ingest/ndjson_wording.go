package ingest

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// wording is how the texts and values of records are taken. What most samples repeat is remembered. Safe for concurrent use.
type wording struct {
	line, lines func(string) string
	harmonised  bool
	found       memo[[]models.FieldValue]
	keys        memo[attributeKey]
}

// newWording is how those of a file made by others are taken: tidied and harmonised. Those of an export were, and are not changed a second
// time; but addresses never pass, whoever wrote them.
func newWording(harmonised bool) *wording {
	if harmonised {
		return &wording{line: eachWithoutContacts, lines: eachWithoutContacts, harmonised: true}
	}
	return &wording{line: oneLine, lines: paragraphs}
}

// known are the values of a JSON string, and perhaps of one more, that were read before: nearly all are, and need not be made texts again.
func (w *wording) known(field string, raw, more json.RawMessage) []models.FieldValue {
	text, plain := plainString(raw)
	also, alike := plainString(more)
	if !plain || !alike && more != nil {
		return nil
	}
	found, _ := w.found.ofBytes(field, text, also)
	return found
}

// plainString is what a JSON string holds if that stands there as it is.
func plainString(raw json.RawMessage) (text []byte, ok bool) {
	if len(raw) < len(`""`) || raw[0] != '"' || bytes.IndexByte(raw, '\\') >= 0 {
		return nil, false
	}
	return raw[1 : len(raw)-1], true
}

// values are those of a field that a text stands for; key is the field's, always the same. They are others' too: copy them before a change.
func (w *wording) values(field, key, text string) []models.FieldValue {
	return w.found.of(memoKey{field: field, text: text}, func() []models.FieldValue {
		switch line := w.line(text); {
		case line == "":
			return nil
		case w.harmonised:
			return []models.FieldValue{{Field: field, Value: line, RawKey: key}}
		default:
			return harmonise.Field(field, key, line)
		}
	})
}

// platform is values for a platform and its name.
func (w *wording) platform(code, name string) []models.FieldValue {
	return w.found.of(memoKey{models.FieldPlatform, code, name}, func() []models.FieldValue {
		switch code, name := w.line(code), w.line(name); {
		case code == "":
			return nil
		case w.harmonised:
			return []models.FieldValue{{Field: models.FieldPlatform, Value: code, Name: name}}
		default:
			return platformValue(code, name)
		}
	})
}

// attributeKey is what the key of an attribute says of it.
type attributeKey struct {
	line    string
	contact bool // of a person: its values are not kept
	nested  bool // its values hold the submitter's own keys
}

// key looks at the key of an attribute.
func (w *wording) key(key string) attributeKey {
	return w.keys.of(memoKey{text: key}, func() attributeKey {
		return attributeKey{line: w.line(key), contact: isContact(key), nested: channelKey.MatchString(key)}
	})
}

// eachWithoutContacts is withoutContacts for each line.
func eachWithoutContacts(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = withoutContacts(lines[i])
	}
	return strings.Join(lines, "\n")
}
