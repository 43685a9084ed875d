package models

import "sync"

const (
	aheadBulks = 4       // how many bulks of rows may wait to be written: those of about one batch
	heldBytes  = 3 << 20 // of rows that one COPY of each table writes: to begin and to end one takes as long as some hundred rows
)

// ahead writes rows in a goroutine of its own, in the order in which they came, while the next are made ready: so the database works on one
// core and the import on another. Whatever else a session does waits until all of them are written.
type ahead struct {
	held    []*bulk // those of COPY that are not sent yet
	rows    chan *bulk
	waiting sync.WaitGroup // for rows to be written
	ended   chan struct{}
	err     error // of the first that failed; later ones are not tried. Read after waiting
}

// writeAhead begins to write rows ahead, until stop is called; the error of stop is that of a row.
func (s *session) writeAhead() (stop func() error) {
	a := &ahead{rows: make(chan *bulk, aheadBulks), ended: make(chan struct{})}
	s.ahead = a
	go func() {
		defer close(a.ended)
		for rows := range a.rows {
			if a.err == nil {
				a.err = s.writeRows(rows)
			}
			a.waiting.Done()
		}
	}()
	return sync.OnceValue(func() error {
		close(a.rows)
		<-a.ended
		s.ahead = nil
		return a.err
	})
}

// insert writes rows, now or soon; none may be added any more.
func (s *session) insert(b *bulk) error {
	switch {
	case b.sent || b.empty():
		return nil
	case s.ahead == nil:
		return s.writeRows(b)
	case b.copies:
		if s.ahead.size() >= heldBytes {
			s.ahead.sendHeld()
		}
		return nil
	}
	s.ahead.sendHeld() // which may be of the same table
	s.ahead.send(b)
	return nil
}

// settle waits until all rows are written.
func (s *session) settle() error {
	if s.ahead == nil {
		return nil
	}
	s.ahead.sendHeld()
	s.ahead.waiting.Wait()
	return s.ahead.err
}

// holding is the bulk that is held for columns of a table; nil is none.
func (a *ahead) holding(into string) *bulk {
	for _, b := range a.held {
		if b.into == into {
			return b
		}
	}
	return nil
}

// size is how many bytes are held.
func (a *ahead) size() int {
	size := 0
	for _, b := range a.held {
		size += len(b.copied)
	}
	return size
}

// sendHeld sends what is held, in the order in which it was begun: values follow the organisms that they name.
func (a *ahead) sendHeld() {
	for _, b := range a.held {
		a.send(b)
	}
	a.held = a.held[:0]
}

func (a *ahead) send(b *bulk) {
	b.sent = true
	a.waiting.Add(1)
	a.rows <- b
}
