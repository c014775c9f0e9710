// Package report turns contacts into the figures of a quarter, and the figures into a document.
//
// An Aggregator counts contacts in one pass, with state per client, into Figures; Build fills
// Figures into a Markdown text and returns a Document, which the sub-packages draw. Nothing here
// reads files or knows how a page looks, and nothing that draws counts.
package report
