package ingest

import "sync"

// Limits of a memo: the samples of a million have some thousand different texts in all fields but free text, which is mostly longer.
const (
	memoEntries = 20_000
	memoText    = 100 // bytes
)

// memo remembers what a pure function makes of short texts, of which fields repeat a few. Safe for concurrent use.
type memo[V any] struct {
	mu    sync.RWMutex
	known map[memoKey]V
}

// memoKey is what the function is given; parts that it has not are empty.
type memoKey struct{ field, text, more string }

// ofBytes is of for texts that need not be made strings; known is false where of was not asked before.
func (m *memo[V]) ofBytes(field string, text, more []byte) (v V, known bool) {
	m.mu.RLock()
	v, known = m.known[memoKey{field, string(text), string(more)}]
	m.mu.RUnlock()
	return v, known
}

// of returns what find makes of a key. Others get the same: it must not be changed.
func (m *memo[V]) of(key memoKey, find func() V) V {
	if len(key.text)+len(key.more) > memoText {
		return find()
	}
	m.mu.RLock()
	v, known := m.known[key]
	m.mu.RUnlock()
	if known {
		return v
	}
	v = find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= memoEntries {
		m.known = map[memoKey]V{}
	}
	m.known[key] = v
	return v
}
