package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"picreport/ingest/ledger/internal/engine"
)

const (
	grantHint         = "ask its owner for it; picreport help shared says what to grant"
	standbyHint       = "name the primary server with --ledger, not a standby of it"
	serverRestoreHint = "restore a backup of the database; nothing was changed"
)

// The states of https://www.postgresql.org/docs/current/errcodes-appendix.html that are told apart.
var (
	// the last four where two begin one thing at once
	conflictStates = []string{"40001", "40P01", "23505", "42P06", "42P07", "42701"}
	lostStates     = []string{"57P01", "57P02", "25P03", "25P04", "08006", "08003", "08P01"}
	startStates    = []string{"57P03", "53300"} // the server is starting, or has too many clients
)

func stateOf(err error) string {
	var bad *pgconn.PgError
	if errors.As(err, &bad) {
		return bad.Code
	}
	return ""
}

// isConflict reports whether a transaction failed because of another one, and may be run again.
func isConflict(err error) bool { return slices.Contains(conflictStates, stateOf(err)) }

// isLost reports whether the connection to the server is gone.
func isLost(err error) bool {
	state := stateOf(err)
	return state == "" || slices.Contains(lostStates, state)
}

// causeOf returns what an error rests on: what the server or the system says. What lies around it
// in the library's errors refers to the configuration, and so to the password.
func causeOf(err error) error {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return server
	}
	var dial *net.OpError
	if errors.As(err, &dial) {
		return dial
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
}

// failed makes an Error of what the server says, or of the loss of the connection.
func (e *Engine) failed(ctx context.Context, err error) error {
	var known *engine.Error
	if errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	out := &engine.Error{Path: e.name, Kind: engine.Failed, What: "could not be used", Err: causeOf(err)}
	switch state := stateOf(err); {
	case isLost(err):
		out.Kind, out.What = engine.Unreachable, "the connection to the server was lost"
		out.Hint = "nothing was changed; run it again"
	case state == "53100":
		out.Kind, out.What, out.Hint = engine.DiskFull, "cannot be written: the server's disk is full", engine.FullHint
	case state == "25006":
		out.Kind, out.What, out.Hint = engine.ReadOnly, "cannot be written: the server takes no writes", standbyHint
	case state == "42501":
		out.Kind, out.What, out.Hint = engine.NoPermission, "may not be used by this user", grantHint
	case state == "55P03":
		out.Kind, out.What, out.Hint = engine.Busy, "is being written by another program", engine.BusyHint
	case state == "57014":
		out.What, out.Hint = "the server ended a statement that took too long", "raise statement_timeout for this user"
	case state == "42P01" || state == "42703":
		out.Kind, out.What, out.Hint = engine.Damaged, "lacks a table or a column", serverRestoreHint
	case strings.HasPrefix(state, "XX0"):
		out.Kind, out.What, out.Hint = engine.Damaged, "is damaged", serverRestoreHint
	}
	return out
}

// cannotConnect makes an Error of why there is no connection. later reports whether there may be
// one soon.
func (e *Engine) cannotConnect(err error) (out *engine.Error, later bool) {
	out = &engine.Error{
		Path: e.name, Kind: engine.Unreachable,
		What: "the server cannot be reached",
		Err:  causeOf(err),
		Hint: "check the address, and that the server runs",
	}
	text := err.Error()
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	switch state := stateOf(err); {
	case slices.Contains(startStates, state):
		out.What, out.Hint = "the server takes no connection now", "run it again later"
		return out, true
	case state == "28P01" || strings.HasPrefix(state, "28") && strings.Contains(text, "password"):
		out.Kind, out.What = engine.NoPermission, "the server does not take the user's password"
		out.Hint = "set it in PGPASSWORD, in .pgpass or in the address"
	case strings.HasPrefix(state, "28"), state == "42501":
		out.Kind, out.What = engine.NoPermission, "the server does not let this user in"
		out.Hint = "check the user's name and what pg_hba.conf allows; " +
			"where the server takes only TLS, add ?sslmode=require to the address"
	case state == "3D000":
		out.Kind, out.What = engine.Missing, "there is no such database on the server"
		out.Hint = "make it with createdb, or name another with --ledger"
	case state != "":
		out.What, out.Hint = "the server refuses the connection", "ask who looks after the server"
	case strings.Contains(text, "refused TLS") && e.needsTLS():
		out.What = "the server takes no TLS connections"
		out.Hint = "turn TLS on at the server; on a network of your own, sslmode=prefer does without"
	case errors.As(err, &certificate), errors.As(err, &authority), errors.As(err, &host):
		out.What = "the certificate of the server cannot be trusted"
		out.Hint = "name its authority with sslrootcert=FILE in the address, or PGSSLROOTCERT"
	case errors.As(err, &name) && name.IsNotFound:
		out.What = "there is no server of that name"
	case strings.Contains(text, "no password") || strings.Contains(text, "password is required"):
		out.Kind, out.What = engine.NoPermission, "the server wants a password"
		out.Hint = "set it in PGPASSWORD, in .pgpass or in the address"
	default:
		return out, true
	}
	return out, false
}

// needsTLS reports whether no connection may do without TLS. Where one may, what matters is why the
// one without failed.
func (e *Engine) needsTLS() bool {
	plain := func(f *pgconn.FallbackConfig) bool { return f.TLSConfig == nil }
	return e.config.TLSConfig != nil && !slices.ContainsFunc(e.config.Fallbacks, plain)
}

// outcome says what became of a transaction whose commit was not answered; nil is that it was
// committed. id is 0 where it is not known.
func (e *Engine) outcome(ctx context.Context, id int64, lost error) error {
	failed := e.failed(ctx, lost)
	unknown := &engine.Error{
		Path: e.name, Kind: engine.Unreachable,
		What: "the connection was lost while the server stored the change, and whether it did is not known",
		Hint: "run it again, which does no harm", Err: causeOf(lost),
	}
	if id == 0 {
		return unknown
	}
	limit := max(e.busy, farewell)
	if ctx.Err() != nil {
		limit = farewell // somebody waits for the end
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit) // an interrupted commit may have been one
	defer cancel()
	for {
		status := ""
		t, err := e.start(ctx, sqlBeginRead)
		if err == nil {
			err = t.Query(sqlOutcome, func(r engine.Row) error {
				status = r.Text(0)
				return nil
			}, id)
			t.Rollback()
		}
		switch {
		case err != nil:
			return unknown
		case status == "committed":
			return nil
		case status == "aborted":
			return failed
		case sleep(ctx, pause) != nil:
			return unknown
		}
	}
}

// heldError says who holds one of the locks.
func (e *Engine) heldError(ctx context.Context, keys []int64) error {
	out := &engine.Error{
		Path: e.name, Kind: engine.Busy,
		What: "is being written by another program",
		Hint: engine.BusyHint,
	}
	t, err := e.start(ctx, sqlBeginRead)
	if err != nil {
		return err
	}
	defer t.Rollback()
	for _, k := range keys {
		err := t.Query(sqlHolder, func(r engine.Row) error {
			out.What = fmt.Sprintf("is being written by %s (%s, process %d of the server)", r.Text(0), r.Text(1), r.Int(2))
			return nil
		}, k)
		if err != nil {
			return err
		}
	}
	return out
}
