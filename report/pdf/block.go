package pdf

import (
	"context"
	"fmt"
	"slices"

	"picreport/report"
	"picreport/report/brand"
)

// block is a block of the document, measured for the width of the page. It draws itself from where
// the pages stand, and goes on to new ones as it needs.
type block interface {
	// least is the height that the block takes at the least on the page where it begins, so that no
	// page ends in a part of it that says nothing alone, such as a heading without what it heads.
	// Where no page has that height, it is what is to stand together then.
	least() float64
	draw()
}

// newBlock measures one block of the document; next is the one after it, nil at the end. What has
// nothing to draw is no block, and nil.
func newBlock(p *pages, b report.Block, next block) (block, error) {
	switch b := b.(type) {
	case report.Eyebrow:
		return newEyebrow(p, b, next), nil
	case report.Heading:
		return newHeading(p, b, next), nil
	case report.Paragraph:
		return newParagraph(p, b, next), nil
	case report.List:
		return newList(p, b), nil
	case report.Numbers:
		return newNumbers(p, b), nil
	case report.Demographics:
		return newCards(p, b), nil
	case report.Table:
		return newTable(p, b), nil
	case report.Closing:
		return newClosing(p, b), nil
	case report.PageBreak:
		return pageBreak{p}, nil
	}
	return nil, fmt.Errorf("cannot draw a %T", b)
}

// newBlocks measures the blocks of the document, the last first: some keep with the one after them.
func newBlocks(p *pages, doc []report.Block) ([]block, error) {
	var blocks []block
	var next block
	for _, b := range slices.Backward(doc) {
		measured, err := newBlock(p, b, next)
		if err != nil {
			return nil, err
		}
		if measured != nil {
			blocks, next = append(blocks, measured), measured
		}
	}
	slices.Reverse(blocks)
	return blocks, nil
}

// drawPages draws the whole document. total is the number of its pages, 0 to find it.
func drawPages(ctx context.Context, doc report.Document, look brand.Look, total int) (*pages, error) {
	p, err := newPages(doc, look, total)
	if err != nil {
		return nil, err
	}
	p.w.AddPage()
	p.cover()
	blocks, err := newBlocks(p, doc.Blocks)
	if err != nil {
		return nil, err
	}
	for _, b := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.draw()
	}
	p.endPage()
	return p, p.allOnPage()
}

// pageBreak starts a new page, unless the current one is new.
type pageBreak struct{ p *pages }

func (pageBreak) least() float64 { return 0 }

func (b pageBreak) draw() {
	if !b.p.fresh {
		b.p.newPage()
	}
}
