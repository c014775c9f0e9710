// Command picreport turns exports of service contacts into a programme's quarterly progress report.
//
// It holds the commands: a file each, with its flags, one call of a job, and what it says of the
// outcome. What they do is in the rooms below: internal/job the run of a report, internal/config
// the configuration, internal/atomicfile what is written, internal/failure the exit codes.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(realMain()) }

// realMain runs picreport with the process's own arguments, streams, clock and environment.
func realMain() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer limitGarbage()()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	env := &Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, LookupEnv: os.LookupEnv}
	return run(ctx, env, os.Args[1:])
}
