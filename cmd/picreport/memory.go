package main

import (
	"runtime"
	"runtime/debug"
)

// Much of what is allocated is garbage soon: tables that were outgrown, the texts of a workbook. By
// default garbage may grow to as much as what is in use, which for millions of clients doubles the
// memory for nothing; a fixed low share makes a small run collect all the time. So the share is
// low, and is also taken of memory that is never touched, which the system never provides.
const (
	garbagePercent = 10
	untouched      = 192 << 20
)

// limitGarbage keeps what waits to be collected to some twenty MiB and a tenth of what is in use.
// The returned function ends that.
func limitGarbage() (end func()) {
	ballast := make([]byte, untouched)
	before := debug.SetGCPercent(garbagePercent)
	return func() {
		debug.SetGCPercent(before)
		runtime.KeepAlive(ballast)
	}
}
