package pdf

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// file is a finished PDF as another program, pdfcpu, reads it.
type file struct {
	ctx      *model.Context
	pages    []types.Dict
	pageRefs []int // object numbers
}

func open(t testing.TB, pdf []byte) *file {
	t.Helper()
	api.DisableConfigDir()
	ctx, err := api.ReadContext(bytes.NewReader(pdf), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatalf("pdfcpu cannot read the file: %v", err)
	}
	if err := ctx.EnsurePageCount(); err != nil {
		t.Fatal(err)
	}
	f := &file{ctx: ctx}
	for n := range ctx.PageCount {
		d, ref, _, err := ctx.PageDict(n+1, false)
		if err != nil {
			t.Fatal(err)
		}
		f.pages = append(f.pages, d)
		f.pageRefs = append(f.pageRefs, int(ref.ObjectNumber))
	}
	return f
}

// get follows references.
func (f *file) get(o types.Object) types.Object {
	v, err := f.ctx.Dereference(o)
	if err != nil {
		return nil
	}
	return v
}

// dict is o as a dictionary, nil if it is none.
func (f *file) dict(o types.Object) types.Dict {
	switch v := f.get(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

// list is o as an array; a single object is an array of one.
func (f *file) list(o types.Object) types.Array {
	switch v := f.get(o).(type) {
	case nil:
		return nil
	case types.Array:
		return v
	default:
		return types.Array{o}
	}
}

func (f *file) name(o types.Object) string {
	n, _ := f.get(o).(types.Name)
	return string(n)
}

// number is o as a whole number, -1 if it is none.
func (f *file) number(o types.Object) int {
	if n, ok := f.get(o).(types.Integer); ok {
		return int(n)
	}
	return -1
}

// text is o as a text string, "" if it is none.
func (f *file) text(o types.Object) string {
	s, err := types.StringOrHexLiteral(f.get(o))
	if err != nil || s == nil {
		return ""
	}
	return *s
}

// stream is what a stream holds.
func (f *file) stream(o types.Object) ([]byte, error) {
	sd, ok := f.get(o).(types.StreamDict)
	if !ok {
		return nil, fmt.Errorf("%v is no stream", o)
	}
	if err := sd.Decode(); err != nil {
		return nil, err
	}
	return sd.Content, nil
}

// object is the object number that o refers to, 0 if it is no reference.
func object(o types.Object) int {
	if r, ok := o.(types.IndirectRef); ok {
		return int(r.ObjectNumber)
	}
	return 0
}

// page is the index of the page that o refers to, -1 if it is none.
func (f *file) page(o types.Object) int {
	for i, n := range f.pageRefs {
		if n == object(o) {
			return i
		}
	}
	return -1
}
