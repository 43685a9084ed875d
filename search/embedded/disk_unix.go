//go:build linux || darwin

package embedded

import "syscall"

// freeOn is how many bytes users may still write to the disk of a folder.
func freeOn(folder string) (int64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		return 0, err
	}
	return int64(disk.Bavail) * int64(disk.Bsize), nil //nolint:unconvert // its type differs between systems
}
