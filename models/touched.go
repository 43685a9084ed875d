package models

import "github.com/RoaringBitmap/roaring/v2"

// touched remembers which entities an import met, to count each once however often it was met.
type touched struct {
	before              uint // the last id before the import: later ones were added
	changed, same, gone *roaring.Bitmap
}

func newTouched(before uint) *touched {
	return &touched{before: before, changed: roaring.New(), same: roaring.New(), gone: roaring.New()}
}

// add takes an entity that the import met.
func (t *touched) add(id uint, changed bool) {
	switch {
	case id > t.before:
	case changed:
		t.changed.Add(uint32(id))
	default:
		t.same.Add(uint32(id))
	}
}

// remove takes an entity that is no more: it became a part of another, or nothing is said of it any more.
func (t *touched) remove(id uint) {
	if id <= t.before {
		t.gone.Add(uint32(id))
	}
	t.changed.Remove(uint32(id))
	t.same.Remove(uint32(id))
}

// counts returns how many entities the import changed, and how many it met and left as they were.
func (t *touched) counts() (changed, same int) {
	t.same.AndNot(t.changed)
	return int(t.changed.GetCardinality()), int(t.same.GetCardinality())
}
