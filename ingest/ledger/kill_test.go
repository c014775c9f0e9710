package ledger

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"picreport/ingest/contact/contacttest"
)

// childEnv names the ledger that this program writes to as a child of a test, and childDoes what it
// does with it.
const (
	childEnv  = "PICREPORT_TEST_LEDGER"
	childDoes = "PICREPORT_TEST_DOES"
)

func TestMain(m *testing.M) {
	path := os.Getenv(childEnv)
	if path == "" {
		os.Exit(m.Run())
	}
	do := map[string]func(context.Context, *Ledger) error{"ingest": childIngests, "hold": childHolds}[os.Getenv(childDoes)]
	l, err := Open(context.Background(), path, Options{Create: true})
	if err == nil {
		err = do(context.Background(), l)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// childRows are how many rows each of the two sources of a killed ingest has.
const childRows = 3000

// childBatch returns the rows of a numbered state of a source: each is of that number.
func childBatch(name string, v int) Batch {
	rows := make([]contacttest.Row, childRows+v%5)
	for i := range rows {
		rows[i] = contactOn(i+2, fmt.Sprintf("v%d", v), 1+i%12)
		rows[i].ID = fmt.Sprintf("c%d", (i*7919+v)%len(rows))
	}
	return batch(name, rows)
}

// childIngests ingests one state after the other until it is killed, and says so after each.
func childIngests(ctx context.Context, l *Ledger) error {
	v, err := childState(ctx, l)
	for err == nil {
		v++
		if _, err = l.Ingest(ctx, []Batch{childBatch("a", v), childBatch("b", v)}, IngestOptions{}); err == nil {
			fmt.Println(v)
		}
	}
	return err
}

// childHolds begins an ingest, says so, and goes on when its input ends.
func childHolds(ctx context.Context, l *Ledger) error {
	return midway(ctx, l, childBatch("a", 1), func() {
		fmt.Println("holding")
		_, _ = io.ReadAll(os.Stdin)
	})
}

// childState returns the number of the state that a ledger is in, 0 for an empty one, and an error
// where it is a mixture.
func childState(ctx context.Context, l *Ledger) (int, error) {
	s, err := l.Snapshot(ctx)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	rows := map[string]int{}
	state := ""
	for c, err := range s.Contacts() {
		if err != nil {
			return 0, err
		}
		if state != "" && c.ClientID() != state {
			return 0, fmt.Errorf("rows of %s and %s", state, c.ClientID())
		}
		state = c.ClientID()
		rows[c.Place.File]++
	}
	if state == "" {
		return 0, nil
	}
	v, err := strconv.Atoi(strings.TrimPrefix(state, "v"))
	if want := childRows + v%5; err != nil || rows["a"] != want || rows["b"] != want {
		return 0, fmt.Errorf("state %s has %v rows", state, rows)
	}
	return v, nil
}

func startChild(t *testing.T, path, does string) (child *exec.Cmd, in io.WriteCloser, out io.ReadCloser) {
	t.Helper()
	child = exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+path, childDoes+"="+does)
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	if err == nil {
		out, err = child.StdoutPipe()
	}
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return child, in, out
}

// kills is how often TestKill kills: PICREPORT_KILLS, or so many that the test takes some seconds.
func kills(t *testing.T) int {
	if text := os.Getenv("PICREPORT_KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if testing.Short() {
		return 20
	}
	return 60
}

// TestKill kills another process in the middle of ingests, at random moments. What that process
// said to have been ingested must be there, and of what it was about to ingest all or nothing.
func TestKill(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		testKill(t, func() string { return filepath.Join(t.TempDir(), "picreport.db") })
	})
	t.Run("postgres", func(t *testing.T) { testKill(t, func() string { return newSchema(t) }) })
}

func testKill(t *testing.T, newPlace func() string) {
	path := newPlace()
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	state, between := 0, 0
	for i := range kills(t) {
		if i%10 == 9 { // every now and then from the beginning, so that some are killed while the file is made
			path, state = newPlace(), 0
		}
		said := killChild(t, path, r.IntN(2) == 0, time.Duration(r.Int64N(int64(150*time.Millisecond))), state)
		l, err := Open(t.Context(), path, Options{})
		var bad *Error
		if errors.As(err, &bad) && bad.Kind == Missing && said == 0 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		mustBeSound(t, l)
		v, err := childState(t.Context(), l)
		if err != nil || v < said || v > said+1 {
			t.Fatalf("kill %d: the last ingest that was said to be done is %d, the ledger has %d, %v", i, said, v, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if v != state {
			between++
		}
		state = v
	}
	t.Logf("%d kills, %d after a whole ingest", kills(t), between)
}

// killChild has a child ingest, kills it after a while, and returns the last state that it said to
// be done, or else the given one.
func killChild(t *testing.T, path string, onceItRuns bool, after time.Duration, state int) (said int) {
	t.Helper()
	child, _, out := startChild(t, path, "ingest")
	lines := bufio.NewScanner(out)
	said = state
	read := func() bool {
		if !lines.Scan() {
			return false
		}
		v, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Errorf("the child said %q", lines.Text())
		}
		said = v
		return true
	}
	if onceItRuns {
		read()
	}
	time.AfterFunc(after, func() { _ = child.Process.Kill() })
	for read() {
	}
	if err := child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return said
}

// otherClients gives contacts to other clients, so that they are no copy.
func otherClients(rows []contacttest.Row) []contacttest.Row {
	for i := range rows {
		rows[i].Client = "other " + rows[i].Client
	}
	return rows
}

func TestWriterInAnotherProcess(t *testing.T) {
	l := newLedger(t)
	child, in, out := startChild(t, l.path, "hold")
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	hasty := openLedger(t, l.path, Options{Busy: 10 * time.Millisecond})
	_, err := hasty.Ingest(t.Context(), []Batch{batch("b", otherClients(version(1)))}, IngestOptions{})
	wantKind(t, err, Busy)
	if want := fmt.Sprintf("(process %d)", child.Process.Pid); runtime.GOOS == "linux" && !strings.Contains(err.Error(), want) {
		t.Errorf("got %q, want %q in it", err, want)
	}
	time.AfterFunc(100*time.Millisecond, func() { _ = in.Close() })
	mustIngest(t, l, batch("b", otherClients(version(1)))) // waits
	_ = child.Wait()
	if got := strings.Join(sourceNames(t, l), " "); got != "a b" {
		t.Errorf("the sources are %s", got)
	}
}
