//go:build !linux && !darwin

package embedded

import "errors"

// freeOn is not known on this system.
func freeOn(string) (int64, error) { return 0, errors.ErrUnsupported }
