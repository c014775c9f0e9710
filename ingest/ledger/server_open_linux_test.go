package ledger

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"picreport/ingest/ledger/internal/engine"
)

// TestServerErrors holds that a ledger that cannot be opened says why and what to do, and never the
// password.
func TestServerErrors(t *testing.T) {
	s := startServer(t)
	good := s.address("postgres", "")
	onServer(t, good, `CREATE USER guest PASSWORD 'tr0ub'; CREATE USER reader PASSWORD 'tr0ub'; CREATE USER frozen PASSWORD 'tr0ub';
		ALTER USER frozen SET default_transaction_read_only = on;
		CREATE SCHEMA other; CREATE TABLE other.a (b integer); CREATE SCHEMA newer; CREATE SCHEMA older; CREATE SCHEMA shut`)
	onServer(t, good, `CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`)
	for _, address := range []string{good, withSetting(t, good, "search_path", "newer"), withSetting(t, good, "search_path", "older")} {
		openLedger(t, address, Options{Create: true})
	}
	onServer(t, good, "UPDATE newer.picreport_version SET version = 99; UPDATE older.picreport_version SET version = 0; GRANT USAGE ON SCHEMA other TO guest;"+
		"GRANT USAGE ON SCHEMA picreport TO frozen; GRANT SELECT ON ALL TABLES IN SCHEMA picreport TO frozen")
	as := func(user, settings string) string {
		return strings.Replace(s.address("postgres", settings), "picreport:"+"tr0ub%2F4dor%23&3", user+":tr0ub", 1)
	}
	if as("guest", "") == good {
		t.Fatalf("the address is otherwise than thought: %s", good)
	}
	for _, c := range []struct {
		name, address string
		o             Options
		kind          Kind
		want          string
	}{
		{"another port", strings.Replace(good, fmt.Sprint(s.port), "1", 1), Options{}, Unreachable, "the server cannot be reached (dial tcp 127.0.0.1:1: "},
		{"no such host", "postgres://ana:tr0ub@nowhere.invalid/r", Options{Busy: time.Minute}, Unreachable, "there is no server of that name"},
		{"wrong password", strings.Replace(good, "tr0ub", "wr0ng", 1), Options{Create: true}, NoPermission, "the server does not take the user's password"},
		{"no password", fmt.Sprintf("postgres://picreport@127.0.0.1:%d/postgres", s.port), Options{}, NoPermission, "PGPASSWORD"},
		{"no such user", as("nobody", ""), Options{}, NoPermission, "the server does not take the user's password"},
		{"no such database", s.address("missing", ""), Options{Create: true}, Missing, "there is no such database on the server"},
		{"TLS", s.address("postgres", "sslmode=require"), Options{}, Unreachable, "the server takes no TLS connections"},
		{"a setting that is none", s.address("postgres", "sslmode=certainly"), Options{}, NoAddress, "has an address or settings"},
		{"two schemas", s.address("postgres", "search_path=a,b"), Options{}, NoAddress, "its search_path is not the name of one schema"},
		{"no ledger", s.address("postgres", "search_path=empty"), Options{}, Missing, "has no ledger; picreport ingest makes one"},
		{"no ledger to read", s.address("postgres", "search_path=empty"), Options{ReadOnly: true, Create: true}, Missing, "has no ledger; "},
		{"another program's", s.address("postgres", "search_path=other"), Options{Create: true}, NotLedger, `has a schema "other" with tables that are not picreport's`},
		{"newer", s.address("postgres", "search_path=newer"), Options{Create: true}, Newer, "is of version 99"},
		{"older", s.address("postgres", "search_path=older"), Options{ReadOnly: true}, Older, "is of version 0"},
		{"may not make a schema", as("guest", "search_path=mine"), Options{Create: true}, NoPermission, "may not be used by this user"},
		{"may not look into the schema", as("guest", "search_path=shut"), Options{Create: true}, NoPermission, "may not be used by this user"},
		{"may not read", as("guest", ""), Options{ReadOnly: true}, NoPermission, "may not be used by this user"},
		{"a standby", as("frozen", ""), Options{}, ReadOnly, "the server takes no writes"},
		{"another encoding", s.address("latin", ""), Options{Create: true}, NotLedger, "whose encoding is LATIN1"},
		{"no PostgreSQL", "postgres://ana:tr0ub@" + deaf(t) + "/r?connect_timeout=1", Options{}, Unreachable, "the server cannot be reached"},
	} {
		if c.o.Busy == 0 {
			c.o.Busy = -1
		}
		l, err := Open(t.Context(), c.address, c.o)
		if err == nil {
			t.Errorf("%s: was opened", c.name)
			_ = l.Close()
			continue
		}
		wantKind(t, err, c.kind)
		wantNoSecret(t, err.Error())
		wantNoSecret(t, fmt.Sprintf("%+v", err))
		if text := err.Error(); !strings.HasPrefix(text, "ledger "+Name(c.address)+": ") || !strings.Contains(text, c.want) || !strings.Contains(text, "; ") {
			t.Errorf("%s: got %q, want %q", c.name, text, c.want)
		}
	}
}

// deaf returns the address of a server that takes connections and says nothing.
func deaf(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

// TestServerRights holds that a reader needs no more than to read, and gets no further.
func TestServerRights(t *testing.T) {
	s := startServer(t)
	good := s.address("postgres", "")
	l := openLedger(t, good, Options{Create: true})
	mustIngest(t, l, batch("a", version(1)))
	onServer(t, good, "CREATE USER reader PASSWORD 'tr0ub'; GRANT USAGE ON SCHEMA picreport TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA picreport TO reader")
	address := strings.Replace(good, "picreport:tr0ub%2F4dor%23&3", "reader:tr0ub", 1)
	reader := openLedger(t, address, Options{ReadOnly: true})
	if v, err := versionOf(contactsOf(t, reader)); v != 1 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	mustBeSound(t, reader)
	wantKind(t, reader.Remove(t.Context(), "a"), ReadOnly)
	_, err := reader.Ingest(t.Context(), []Batch{batch("a", version(2))}, IngestOptions{})
	wantKind(t, err, ReadOnly)
	writer := openLedger(t, address, Options{})
	wantKind(t, writer.Remove(t.Context(), "a"), NoPermission)
	_, err = writer.Ingest(t.Context(), []Batch{batch("a", version(2))}, IngestOptions{})
	wantKind(t, err, NoPermission)
	if v, err := versionOf(contactsOf(t, l)); v != 1 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	onServer(t, good, "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA picreport TO reader") // as help shared says
	mustIngest(t, writer, batch("a", version(2)), batch("b", version(2)))
	if err := errors.Join(writer.Remove(t.Context(), "b"), writer.NameProgram(t.Context(), "riverton")); err != nil {
		t.Error(err)
	}
}

// TestServerComesBack holds that a ledger waits for a server that is not there yet, and goes on
// with one that was restarted.
func TestServerComesBack(t *testing.T) {
	s := startServer(t)
	l := openLedger(t, s.address("postgres", ""), Options{Create: true})
	mustIngest(t, l, batch("a", version(1)))
	s.kill()
	var said []string
	begun := time.Now()
	_, err := Open(t.Context(), whereOf(l), Options{Busy: 500 * time.Millisecond, Waiting: func(err error) { said = append(said, err.Error()) }})
	wantKind(t, err, Unreachable)
	if took := time.Since(begun); took < 500*time.Millisecond || took > 10*time.Second || len(said) != 1 {
		t.Errorf("it waited for %v, and said %q", took, said)
	}
	wantNoSecret(t, strings.Join(said, ""))
	time.AfterFunc(500*time.Millisecond, s.start)
	again := openLedger(t, whereOf(l), Options{Busy: time.Minute})
	for _, l := range []*Ledger{again, l} {
		if versions, err := versionsOf(contactsOf(t, l)); versions["a"] != 1 || err != nil {
			t.Errorf("versions %v, %v", versions, err)
		}
		mustIngest(t, l, batch("b", version(2)))
	}
	mustBeSound(t, again)
}

// TestServerTLS holds that the modes of TLS mean what libpq means by them: with verify-full only a
// server whose certificate is trusted.
func TestServerTLS(t *testing.T) {
	s := startServer(t)
	openLedger(t, s.address("postgres", ""), Options{Create: true})
	s.kill()
	certificate, key := s.file("server.crt"), s.file("server.key")
	selfSigned(t, certificate, key)
	if s.as.Credential != nil {
		if err := os.Chown(key, int(s.as.Credential.Uid), int(s.as.Credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	s.settings = []string{"ssl=on", "ssl_cert_file=" + certificate, "ssl_key_file=" + key}
	s.start()
	named := strings.Replace(s.address("postgres", ""), "127.0.0.1", "localhost", 1)
	for _, c := range []struct{ settings, want string }{
		{"sslmode=disable", ""},
		{"sslmode=prefer", ""},
		{"sslmode=require", ""},
		{"sslmode=verify-full", "the certificate of the server cannot be trusted"},
		{"sslmode=verify-full&sslrootcert=" + certificate, ""},
		{"sslmode=verify-full&sslrootcert=" + s.file("none.crt"), "has an address or settings"},
	} {
		l, err := Open(t.Context(), named+"?"+c.settings, Options{ReadOnly: true, Busy: time.Minute})
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %q", c.settings, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.settings, err)
			continue
		}
		secure := int64(-1)
		err = l.read(t.Context(), func(q engine.Tx) error {
			return q.Query("SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()", func(r engine.Row) error {
				secure = r.Int(0)
				return nil
			})
		})
		if want := map[bool]int64{true: 0, false: 1}[c.settings == "sslmode=disable"]; secure != want || err != nil {
			t.Errorf("%s: TLS is %d, want %d, %v", c.settings, secure, want, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	other := s.address("postgres", "sslmode=verify-full&sslrootcert="+certificate)
	if _, err := Open(t.Context(), other, Options{Busy: time.Minute}); err == nil || !strings.Contains(err.Error(), "cannot be trusted") {
		t.Errorf("a certificate of another name: %v", err)
	}
}

// file returns a path beside the data of the server.
func (s *ownServer) file(name string) string { return filepath.Join(filepath.Dir(s.dir), name) }

// selfSigned writes a certificate for localhost and its key.
func selfSigned(t *testing.T, certificate, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err1 := x509.CreateCertificate(rand.Reader, template, template, &secret.PublicKey, secret)
	private, err2 := x509.MarshalPKCS8PrivateKey(secret)
	err = errors.Join(err1, err2,
		os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	if err != nil {
		t.Fatal(err)
	}
}
