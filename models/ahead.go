package models

import "sync"

// aheadBulks is how many bulks of rows may wait to be written: those of about two batches.
const aheadBulks = 8

// ahead writes rows in a goroutine of its own, in the order in which they came, while the next are made ready: so the database works on one
// core and the import on another. Whatever else a session does waits until all of them are written.
type ahead struct {
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

// insert writes rows, now or soon; the bulk is the session's from now on.
func (s *session) insert(b *bulk) error {
	switch {
	case b.empty():
		return nil
	case s.ahead == nil:
		return s.writeRows(b)
	}
	s.ahead.waiting.Add(1)
	s.ahead.rows <- b
	return nil
}

// settle waits until all rows are written.
func (s *session) settle() error {
	if s.ahead == nil {
		return nil
	}
	s.ahead.waiting.Wait()
	return s.ahead.err
}
