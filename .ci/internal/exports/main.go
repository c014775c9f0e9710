// Exports compares two builds of picreport on random exports: what they print, their exit codes,
// and the bytes that they write. Run it by .ci/campaign. The same seed makes the same exports.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type options struct {
	old, new     string
	small, large int
	seed         uint64
	only         int // one case
	keep         string
	testdata     string
}

func main() {
	var o options
	flag.IntVar(&o.small, "small", 730, "exports of up to some hundred rows")
	flag.IntVar(&o.large, "large", 100, "exports of 20,000 to 60,000 rows")
	flag.Uint64Var(&o.seed, "seed", 1, "`seed` of the exports")
	flag.IntVar(&o.only, "only", 0, "compare on the case of this `number` alone")
	flag.StringVar(&o.keep, "keep", "",
		"`folder` for the exports and outputs of cases that differ (default: a temporary one)")
	flag.StringVar(&o.testdata, "testdata", "", "`folder` of further exports")
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	o.old, o.new = flag.Arg(0), flag.Arg(1)
	os.Exit(exitCode(o))
}

// exitCode compares, and returns 1 where there is a difference and 2 where the work could not be
// done.
func exitCode(o options) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	differ, err := run(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "exports:", err)
		return 2
	}
	return min(differ, 1)
}

// run compares all cases, and returns how many differ.
func run(ctx context.Context, o options) (int, error) {
	for _, binary := range []*string{&o.old, &o.new} {
		path, err := filepath.Abs(*binary)
		if err != nil {
			return 0, err
		}
		*binary = path
	}
	if o.keep == "" {
		folder, err := os.MkdirTemp("", "exports")
		if err != nil {
			return 0, err
		}
		o.keep = folder
	}
	start := time.Now()
	var cases, commands, differ atomic.Int32
	var faults errorList
	jobs := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for n := range jobs {
				r := &runner{options: o, number: n, folder: filepath.Join(o.keep, fmt.Sprint("case-", n))}
				faults.add(r.compare(ctx))
				cases.Add(1)
				commands.Add(int32(r.commands))
				if r.differences > 0 {
					differ.Add(1)
				}
			}
		})
	}
	numbers(ctx, o, jobs)
	workers.Wait()
	fmt.Printf("%d cases, %d commands by each, %d cases differ, %s\n", cases.Load(), commands.Load(),
		differ.Load(), time.Since(start).Round(time.Second))
	if differ.Load() == 0 {
		faults.add(os.Remove(o.keep))
	}
	return int(differ.Load()), errors.Join(faults.list()...)
}

// numbers sends the numbers of the cases: 0 is that of the test data, large ones are spread among
// the small ones.
func numbers(ctx context.Context, o options, jobs chan<- int) {
	defer close(jobs)
	total := o.small + o.large
	for n := range total + 1 {
		if o.only > 0 && n != o.only || n == 0 && o.testdata == "" {
			continue
		}
		select {
		case jobs <- n:
		case <-ctx.Done():
			return
		}
	}
}

// isLarge reports whether the case of a number is a large one.
func (o *options) isLarge(n int) bool {
	total := o.small + o.large
	return n > 0 && n*o.large/total != (n-1)*o.large/total
}

type errorList struct {
	mu   sync.Mutex
	errs []error
}

func (l *errorList) add(err error) {
	if err != nil {
		l.mu.Lock()
		l.errs = append(l.errs, err)
		l.mu.Unlock()
	}
}

func (l *errorList) list() []error { return l.errs }
