package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxDepth is how deep values of records may be nested, maxSkipped those that are skipped; real ones have under ten levels.
const maxDepth, maxSkipped = 50, 1000

// errDepth says that a value is nested too deep.
var errDepth = &shapeError{fmt.Sprintf("values nested more than %d deep; expected fewer levels", maxDepth)}

// tooLarge says that an object that begins on a line cannot be held.
func tooLarge(line int) error {
	return &damage{line, "an object of more than 64 MB; expected smaller ones; nothing of the file is imported"}
}

// tooDeep tells whether JSON is nested more than maxDepth deep. It counts brackets outside of strings and is right of valid JSON.
func tooDeep(raw []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// shapeError says that JSON is well-formed, but not of the form that was expected.
type shapeError struct{ message string }

func (e *shapeError) Error() string { return e.message }

// jsonReader reads a large JSON object value by value, in memory of one value, and knows the line it stands on.
type jsonReader struct {
	dec *json.Decoder
	in  *lineCounter
}

func newJSONReader(t *text) *jsonReader {
	in := &lineCounter{r: t}
	return &jsonReader{dec: json.NewDecoder(in), in: in}
}

// each reads an object and calls use for every key; use must read the value.
func (j *jsonReader) each(use func(key string) error) error {
	j.begin()
	open, err := j.dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return &shapeError{fmt.Sprintf("%v where an object should begin; expected {", open)}
	}
	for j.dec.More() {
		j.begin()
		key, err := j.dec.Token()
		if err != nil {
			return err
		}
		name, ok := key.(string)
		if !ok {
			return &shapeError{fmt.Sprintf("%v instead of a key; expected a string", key)}
		}
		if err := use(name); err != nil {
			return err
		}
	}
	_, err = j.dec.Token()
	return err
}

// value reads the next value whole.
func (j *jsonReader) value() (raw json.RawMessage, line int, err error) {
	j.begin()
	line = j.line()
	if err = j.dec.Decode(&raw); err == nil && tooDeep(raw) {
		err = &damage{line, errDepth.message + "; nothing of the file is imported"}
	}
	return raw, line, err
}

// skip reads over the next value without keeping it.
func (j *jsonReader) skip() error {
	depth := 0
	for {
		j.begin()
		token, err := j.dec.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxSkipped {
				return &damage{j.line(), fmt.Sprintf("values nested more than %d deep; expected fewer levels; nothing of the file is imported", maxSkipped)}
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// end makes sure that nothing follows.
func (j *jsonReader) end() error {
	j.begin()
	switch token, err := j.dec.Token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	default:
		return &shapeError{fmt.Sprintf("%v after the end of the object; expected nothing", token)}
	}
}

// begin gives the next value its share of memory.
func (j *jsonReader) begin() {
	j.in.granted = 0
	j.line()
}

func (j *jsonReader) line() int { return j.in.lineAt(j.dec.InputOffset()) }

// damage tells errors of the file from those of whoever uses its records.
func (j *jsonReader) damage(err error) error {
	var syntax *json.SyntaxError
	var shape *shapeError
	var own *damage
	switch {
	case errors.As(err, &own):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &damage{j.line(), "the JSON ends in the middle, the file was cut off; download it again"}
	case errors.As(err, &syntax), errors.As(err, &shape):
		return &damage{j.line(), fmt.Sprintf("%v; nothing of the file is imported", err)}
	}
	return err
}
