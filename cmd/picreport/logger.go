package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"

	"picreport/cmd/picreport/internal/job"
)

// The forms of messages on standard error.
const (
	logText = "text" // a line for a person
	logJSON = "json" // a line for a machine
)

// newLogger returns the logger for messages to w. A quiet one says warnings and errors only.
func newLogger(w io.Writer, format string, quiet bool) *slog.Logger {
	level := slog.LevelInfo
	if quiet {
		level = slog.LevelWarn
	}
	if format == logJSON {
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
	}
	return slog.New(&textHandler{w: w, level: level, mu: &sync.Mutex{}})
}

// textHandler writes a message as a line that begins with the program's name, as command-line tools
// do.
type textHandler struct {
	w     io.Writer
	level slog.Level
	mu    *sync.Mutex
	attrs []slog.Attr
	about string // the programme that messages are about, where there are several
}

// Enabled says whether messages of a level are written.
func (h *textHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.level }

// Handle writes one message.
func (h *textHandler) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString("picreport: ")
	if r.Level == slog.LevelWarn {
		b.WriteString("warning: ")
	}
	if h.about != "" {
		b.WriteString(h.about + ": ")
	}
	b.WriteString(r.Message)
	write := func(at slog.Attr) bool { fmt.Fprintf(&b, " %s=%v", at.Key, at.Value); return true }
	for _, at := range h.attrs {
		write(at)
	}
	r.Attrs(write)
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := fmt.Fprintln(h.w, b.String())
	return err
}

// WithAttrs returns a handler that adds attrs to each message; a programme stands before it.
func (h *textHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	if len(attrs) == 1 && attrs[0].Key == job.ProgramKey {
		c.about = attrs[0].Value.String()
		return &c
	}
	c.attrs = append(c.attrs[:len(c.attrs):len(c.attrs)], attrs...)
	return &c
}

// WithGroup returns the handler itself: messages have no groups.
func (h *textHandler) WithGroup(string) slog.Handler { return h }
