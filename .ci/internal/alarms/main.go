// Alarms says how often picreport's findings fire on the data of made-up programmes in which nothing
// is wrong but a clinician's typing: a false alarm is a fault too. Run it by .ci/campaign. The same
// seed makes the same programmes.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	programs := flag.Int("programs", 40, "how many programmes")
	seed := flag.Uint64("seed", 1, "`seed` of the programmes")
	keep := flag.String("keep", "", "`folder` for the exports (default: a temporary one, which is removed)")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := interruptible(flag.Arg(0), *programs, *seed, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "alarms:", err)
		os.Exit(1)
	}
}

// interruptible is run until the user interrupts it.
func interruptible(picreport string, programs int, seed uint64, keep string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return run(ctx, picreport, programs, seed, keep)
}

// run makes the programmes, looks at each with the program, and prints what fired.
func run(ctx context.Context, picreport string, programs int, seed uint64, keep string) error {
	picreport, err := filepath.Abs(picreport)
	if err != nil {
		return err
	}
	folder := keep
	if folder == "" {
		if folder, err = os.MkdirTemp("", "alarms"); err != nil {
			return err
		}
		defer os.RemoveAll(folder)
	}
	for _, typos := range []float64{0, 0.005} {
		all := newTally()
		for i := range programs {
			p := newProgramme(rand.New(rand.NewPCG(seed, uint64(i))), i, typos)
			p.folder = filepath.Join(folder, fmt.Sprintf("%03d-%g", i, typos))
			if err := p.write(); err != nil {
				return err
			}
			if err := all.look(ctx, picreport, p); err != nil {
				return fmt.Errorf("programme %d: %w", i, err)
			}
		}
		fmt.Printf("typos in %g %% of cells\n", 100*typos)
		all.print()
	}
	return nil
}
