package ingest

import (
	"encoding/json"
	"fmt"
)

// pending are records that wait for the end of their file, in the order in which they were added, in memory that does not grow with
// their number.
type pending[T any] struct {
	rows  *sorter
	added int
}

func newPending[T any]() *pending[T] { return &pending[T]{rows: newSorter()} }

func (p *pending[T]) add(record T) error {
	row, err := json.Marshal(record)
	if err != nil {
		return err
	}
	p.added++
	return p.rows.add(fmt.Sprintf("%012d", p.added), string(row))
}

// each calls use with every record. Nothing can be added after it.
func (p *pending[T]) each(use func(T) error) error {
	return p.rows.entries(func(e entry) error {
		var record T
		if err := json.Unmarshal([]byte(e.value), &record); err != nil {
			return err
		}
		return use(record)
	})
}

func (p *pending[T]) close() error { return p.rows.close() }

// maxHeld is how much of a file, in bytes, is held to its end where it cannot wait elsewhere: names by which records refer to one
// another, lines of broken records. Real files of millions of samples have less.
const maxHeld = 128 << 20

// held counts what is held of a file.
type held int

// add notes a name, of which line it stands.
func (h *held) add(name string, line int) error {
	if *h += held(len(name) + mapOverhead); *h > maxHeld {
		return &damage{line, "more than 128 MB of names and of broken records; expected fewer; nothing of what is being read is imported"}
	}
	return nil
}

// mapOverhead is about what an entry of a map takes beside its text, in bytes.
const mapOverhead = 64
