//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// endSignal asks a process of ours to end.
var endSignal os.Signal = syscall.SIGTERM

// peakMemory is the most memory that an ended process had resident, in bytes.
func peakMemory(ended *os.ProcessState) int64 {
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	peak := int64(usage.Maxrss)                            //nolint:unconvert // an int32 on 32-bit machines
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" { // getrusage(2): in bytes there, in kilobytes elsewhere
		return peak
	}
	return peak << 10
}
