package control

import (
	"crypto/rand"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// sign is a sign of life beside the lease: a locked file, which the system unlocks when the process ends, however it ends. Who finds it unlocked knows at once that the
// run has died, and need not wait for the end of its lease. Where it is not found (on another machine, in another container, in another folder for such files) or cannot be
// made, the lease decides alone.
type sign struct {
	name string
	lock *flock.Flock
}

func signPath(name string) string { return filepath.Join(os.TempDir(), "facetome-run-"+name) }

// giveSign begins to be seen alive.
func giveSign() sign {
	s := sign{name: rand.Text()}
	s.lock = flock.New(signPath(s.name), flock.SetPermissions(0o600))
	if locked, err := s.lock.TryLock(); err != nil || !locked {
		return sign{}
	}
	return s
}

// end takes the sign away, after the run has ended.
func (s sign) end() {
	if s.lock == nil {
		return
	}
	_ = os.Remove(signPath(s.name)) // what stays is empty, and is nobody's
	_ = s.lock.Unlock()
}

// isDead tells whether the process that gave a sign has certainly ended.
func isDead(name string) bool {
	if name == "" {
		return false
	}
	if _, err := os.Stat(signPath(name)); err != nil {
		return false
	}
	lock := flock.New(signPath(name), flock.SetFlag(os.O_RDWR))
	free, err := lock.TryLock()
	if err != nil || !free {
		return false
	}
	return lock.Unlock() == nil
}

// forget removes what a dead process left.
func forget(name string) {
	if name != "" {
		_ = os.Remove(signPath(name))
	}
}
