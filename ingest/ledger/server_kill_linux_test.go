package ledger

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"picreport/ingest/ledger/internal/engine"
)

// TestKillServer kills the server in the middle of ingests, at random moments: all of it, or the
// process that serves the ingest, after which it recovers by itself. What was said to have been
// ingested must be there, and of what was not all or nothing; and where it was said that nothing
// was changed, nothing.
func TestKillServer(t *testing.T) {
	s := startServer(t)
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	l := openLedger(t, s.address("postgres", ""), Options{Create: true, Busy: time.Minute})
	state, amid, unanswered := 0, 0, 0
	for i := range kills(t) / 4 {
		failed := make(chan error, 1)
		said := state
		var enough atomic.Bool
		go func() {
			for v := state + 1; !enough.Load(); v++ {
				if _, err := l.Ingest(context.Background(), []Batch{childBatch("a", v), childBatch("b", v)}, IngestOptions{}); err != nil {
					failed <- err
					return
				}
				said = v
			}
			failed <- nil // the kill fell between two ingests
		}()
		time.Sleep(time.Duration(r.Int64N(int64(300 * time.Millisecond))))
		if i%2 == 0 {
			s.kill()
			s.start()
		} else {
			killServing(t, s)
		}
		enough.Store(true)
		var err error
		select {
		case err = <-failed:
		case <-time.After(time.Minute):
			t.Fatal("the ingest neither ends nor fails")
		}
		most := said
		var bad *Error
		switch {
		case err == nil:
		case !errors.As(err, &bad):
			t.Fatalf("kill %d: the ingest failed with %v", i, err)
		default:
			wantNoSecret(t, err.Error())
			amid++
			if strings.Contains(bad.What, "is not known") {
				most++
				unanswered++
			}
		}
		awaitServer(t, l)
		mustBeSound(t, l)
		v, stateErr := childState(t.Context(), l)
		if stateErr != nil || v < said || v > most {
			t.Fatalf("kill %d: the last ingest that was said to be done is %d, the ledger has %d, %v (the ingest failed with %v)", i, said, v, stateErr, err)
		}
		state = v
	}
	t.Logf("%d kills, %d amid an ingest, %d of unknown end; %d ingests in all", kills(t)/4, amid, unanswered, state)
}

// awaitServer waits until the server has ended all that is to end with the process that was killed,
// and is back.
func awaitServer(t *testing.T, l *Ledger) {
	t.Helper()
	for since := time.Now(); time.Since(since) < 200*time.Millisecond; {
		_, err := l.Sources(t.Context())
		var bad *Error
		if errors.As(err, &bad) && bad.Kind == Unreachable {
			since = time.Now()
		} else if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// killServing kills the process of the server that serves an ingest, once there is one.
func killServing(t *testing.T, s *ownServer) {
	t.Helper()
	watch := openLedger(t, s.address("postgres", "application_name=watch"), Options{ReadOnly: true, Busy: time.Minute})
	for stop := time.Now().Add(time.Minute); time.Now().Before(stop); {
		var pid int64
		err := watch.read(t.Context(), func(q engine.Tx) error {
			const statement = "SELECT pid FROM pg_stat_activity WHERE application_name = 'picreport' AND state <> 'idle' LIMIT 1"
			return q.Query(statement, func(r engine.Row) error {
				pid = r.Int(0)
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if pid > 0 {
			if err := syscall.Kill(int(pid), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatal("no ingest is served")
}
