//go:build !unix

package main

import "os"

// endSignal ends a process of ours: there is no way to ask it to.
var endSignal = os.Kill

// peakMemory is not told by the system.
func peakMemory(*os.ProcessState) int64 { return 0 }
