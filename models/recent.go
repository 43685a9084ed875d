package models

// maxRecent is how many codes recent remembers at least; some 100 bytes each.
const maxRecent = 100_000

// recent remembers the codes that were added last.
type recent struct{ now, before map[string]bool }

func newRecent() recent { return recent{now: map[string]bool{}} }

func (r *recent) add(code string) {
	if len(r.now) == maxRecent {
		r.now, r.before = map[string]bool{}, r.now
	}
	r.now[code] = true
}

func (r *recent) has(code string) bool { return r.now[code] || r.before[code] }
