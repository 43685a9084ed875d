package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxDepth is how deep values that are skipped may be nested; real ones have under ten levels.
const maxDepth = 1000

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
	err = j.dec.Decode(&raw)
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
			if depth++; depth > maxDepth {
				return &damage{j.line(), fmt.Sprintf("values nested more than %d deep; expected fewer levels; nothing of the file is imported", maxDepth)}
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
