package ledger

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// binariesEnv names the folder of PostgreSQL's programs, with which some tests run servers of their
// own, to kill and to misconfigure.
const binariesEnv = "PICREPORT_TEST_POSTGRES_BIN"

// ownServer is a PostgreSQL server of a test's own, on a free port of this machine, in a folder of
// its own. It takes passwords, no TLS.
type ownServer struct {
	t        testing.TB
	bin, dir string
	port     int
	as       *syscall.SysProcAttr
	settings []string // as -c takes them
	process  *exec.Cmd
}

// startServer starts a server. It ends with the test, and with the process of the test.
func startServer(t testing.TB) *ownServer {
	t.Helper()
	s := &ownServer{t: t, bin: os.Getenv(binariesEnv)}
	if s.bin == "" {
		t.Skipf("set %s to the folder of PostgreSQL's programs, such as /usr/lib/postgresql/15/bin", binariesEnv)
	}
	dir, err := os.MkdirTemp("", "picreport-server-*") // a test's own folder is closed to the server's user
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s.dir = filepath.Join(dir, "data")
	s.as = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Getuid() == 0 { // which initdb refuses
		s.as.Credential = credential(t, "postgres")
		if err := os.Chown(dir, int(s.as.Credential.Uid), int(s.as.Credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(serverPassword), 0o644); err != nil {
		t.Fatal(err)
	}
	s.run("initdb", "-D", s.dir, "-U", "picreport", "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	s.start()
	t.Cleanup(s.kill)
	return s
}

func credential(t testing.TB, name string) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Fatalf("PostgreSQL does not run as root: %v", err)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (s *ownServer) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.SysProcAttr = s.as
	cmd.Dir = filepath.Dir(s.dir)
	return cmd
}

func (s *ownServer) run(name string, args ...string) {
	s.t.Helper()
	if out, err := s.command(name, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// start starts the server, and waits until it takes connections.
func (s *ownServer) start() {
	s.t.Helper()
	for stop := time.Now().Add(time.Minute); time.Now().Before(stop); {
		s.process = s.command("postgres", "-D", s.dir, "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1",
			"-c", "unix_socket_directories=", "-c", "logging_collector=on", "-c", "log_directory=log", "-c", "max_connections=30")
		for _, c := range s.settings {
			s.process.Args = append(s.process.Args, "-c", c)
		}
		if err := s.process.Start(); err != nil {
			s.t.Fatal(err)
		}
		ended := make(chan struct{})
		go func(p *exec.Cmd) {
			_ = p.Wait()
			close(ended)
		}(s.process)
		for {
			if ready := s.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).Run(); ready == nil {
				return
			}
			select {
			case <-ended: // while processes of the one that was killed are still there
			case <-time.After(50 * time.Millisecond):
				continue
			}
			break
		}
	}
	s.t.Fatal("the server does not start")
}

// kill ends the server as a power cut would.
func (s *ownServer) kill() { _ = s.process.Process.Kill() }

// address returns the address of a database with settings, such as "sslmode=require".
func (s *ownServer) address(database, settings string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword("picreport", serverPassword), Host: fmt.Sprintf("127.0.0.1:%d", s.port), Path: "/" + database,
		RawQuery: settings,
	}
	return u.String()
}
