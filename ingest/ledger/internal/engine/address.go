package engine

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	postgresScheme = regexp.MustCompile(`(?i)^postgres(ql)?://`)
	anyScheme      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)
	keywords       = regexp.MustCompile(`(?i)^\s*(host|hostaddr|port|dbname|user|service)\s*=|\bpassword\s*=`)
	// as postgres:ana@db/records
	miswritten = regexp.MustCompile(`(?i)^(?:[a-z]+:)?postgres(?:ql)?(?:[:;]|//|\\\\).*@`)
	schemaName = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
)

// AddressHint says how an address is written.
const AddressHint = "write it as postgres://USER@HOST/DATABASE, or name a file; the password can stand in " +
	"PGPASSWORD or .pgpass, and in an address characters such as / # ? @ are written as %2F %23 %3F %40"

// IsAddress reports whether a text says where a server is, or tries to, also with blanks or quotes
// around it: all else is the path of a file.
func IsAddress(where string) bool {
	where = strings.Trim(where, " \t\r\n'\"")
	return anyScheme.MatchString(where) || keywords.MatchString(where) || miswritten.MatchString(where)
}

// Name returns how messages name the ledger at a path or an address: an address without its
// password, and of its settings the schema alone.
func Name(where string) string {
	if !IsAddress(where) {
		return where
	}
	if u, ok := parseAddress(where); ok {
		shown := url.URL{Scheme: strings.ToLower(u.Scheme), Host: u.Host, Path: u.Path}
		if name := u.User.Username(); name != "" {
			shown.User = url.User(name)
		}
		if schema := u.Query().Get("search_path"); schemaName.MatchString(schema) {
			shown.RawQuery = "search_path=" + schema
		}
		return shown.String()
	}
	if scheme := anyScheme.FindString(where); scheme != "" {
		return scheme + "…"
	}
	return "…"
}

// parseAddress reads the address of a PostgreSQL database. It refuses those in which a password may
// have ended up where none belongs, as the one in postgres://user:12#3@host/db would be the port
// 12, and a part of that in postgres://user:12@3@host/db the host to some who read it: whatever is
// shown of them could be a part of it.
func parseAddress(where string) (*url.URL, bool) {
	u, err := url.Parse(where)
	ok := err == nil && postgresScheme.MatchString(where) && u.Fragment == "" && !strings.Contains(where, "#") &&
		!strings.Contains(u.EscapedPath(), "@") && !strings.Contains(u.RawQuery, "@") && strings.Count(where, "@") <= 1
	return u, ok
}

// PostgresAddress returns the address of a PostgreSQL database with its scheme as libpq writes it,
// and false where a text is none.
func PostgresAddress(where string) (address string, ok bool) {
	_, ok = parseAddress(where)
	return postgresScheme.ReplaceAllLiteralString(where, "postgres://"), ok
}
