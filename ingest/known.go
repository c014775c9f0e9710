package ingest

import (
	"strings"
	"sync/atomic"
)

// known is what the first few distinct texts of a column mean, for goroutines that read ahead of the one that finds it out.
type known[T any] struct {
	table atomic.Pointer[knownTable[T]]
	n     int
}

// knownTexts is how many texts are known at the most: a column has either few distinct texts or too many.
const knownTexts = 32

// knownTable is never changed once it is published.
type knownTable[T any] [2 * knownTexts]remembered[T]

// get returns what a text means that is not blank, nil where it is not known.
func (k *known[T]) get(text string) *T {
	t := k.table.Load()
	if t == nil {
		return nil
	}
	for slot := textSlot(text); ; slot++ {
		switch at := &t[slot%len(t)]; {
		case at.is == nil:
			return nil
		case at.text == text:
			return at.is
		}
	}
}

// learn makes known what a text means.
func (k *known[T]) learn(text string, is *T) {
	if k.n == knownTexts || len(text) > maxKnownText || k.get(text) != nil {
		return
	}
	k.n++
	t := &knownTable[T]{}
	if old := k.table.Load(); old != nil {
		*t = *old
	}
	slot := textSlot(text)
	for t[slot%len(t)].is != nil {
		slot++
	}
	t[slot%len(t)] = remembered[T]{strings.Clone(text), is}
	k.table.Store(t)
}

// maxKnownText keeps long texts, which are hardly ever the same, from being known.
const maxKnownText = 256

// textSlot is a hash of a text that is not blank.
func textSlot(text string) int {
	n := len(text)
	return n + int(text[0])*3 + int(text[n-1])*7
}
