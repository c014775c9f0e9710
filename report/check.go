package report

import (
	"fmt"
	"reflect"
	"strings"
	"text/template"
	"text/template/parse"
)

// checkVariables looks for misspelt variables in every branch of a text, also in those that the
// figures at hand do not reach: a mistake must not wait for the quarter that needs the sentence.
// text/template itself looks only where it goes.
func checkVariables(t *template.Template, src TextSource) error {
	c := &checker{set: t, src: src, seen: map[call]bool{}}
	c.template(t.Name(), reflect.TypeFor[View]())
	if c.err == nil {
		return nil
	}
	return c.err
}

// checker walks a template with the type of its dot; a nil type is one that is not known, below
// which nothing is checked.
type checker struct {
	set  *template.Template
	src  TextSource
	seen map[call]bool
	err  *TextError // the first one
}

// call is a template with the type of its argument.
type call struct {
	name string
	dot  reflect.Type
}

func (c *checker) fail(n parse.Node, format string, args ...any) {
	if c.err == nil {
		line := 1 + strings.Count(c.src.Text[:n.Position()], "\n")
		c.err = &TextError{File: c.src.Name, Line: line, Msg: fmt.Sprintf(format, args...)}
	}
}

func (c *checker) template(name string, dot reflect.Type) {
	if t := c.set.Lookup(name); t != nil && t.Tree != nil && !c.seen[call{name, dot}] {
		c.seen[call{name, dot}] = true
		c.list(t.Root, dot)
	}
}

func (c *checker) list(l *parse.ListNode, dot reflect.Type) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			c.printed(n, c.pipe(n.Pipe, dot))
		case *parse.IfNode:
			c.pipe(n.Pipe, dot)
			c.list(n.List, dot)
			c.list(n.ElseList, dot)
		case *parse.WithNode:
			c.list(n.List, c.pipe(n.Pipe, dot))
			c.list(n.ElseList, dot)
		case *parse.RangeNode:
			c.list(n.List, element(c.pipe(n.Pipe, dot)))
			c.list(n.ElseList, dot)
		case *parse.TemplateNode:
			if c.set.Lookup(n.Name) == nil {
				c.fail(n, "there is no template %q", n.Name)
			}
			c.template(n.Name, c.pipe(n.Pipe, dot))
		}
	}
}

// printed refuses to print a group of variables, which would print as Go writes it.
func (c *checker) printed(n *parse.ActionNode, t reflect.Type) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || len(n.Pipe.Decl) > 0 {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		c.fail(n, "%s is a group of variables; write one of them, such as %s.%s", n, strings.Trim(n.String(), "{}"), t.Field(0).Name)
	case reflect.Slice:
		c.fail(n, "%s is a list; write {{list %s}}, or a {{range}}", n, strings.Trim(n.String(), "{}"))
	}
}

// pipe checks a pipeline and returns the type of its value, where it is one variable.
func (c *checker) pipe(p *parse.PipeNode, dot reflect.Type) reflect.Type {
	if p == nil {
		return nil
	}
	var value reflect.Type
	for _, cmd := range p.Cmds {
		for _, arg := range cmd.Args {
			value = c.value(arg, dot)
		}
		if len(cmd.Args) > 1 {
			value = nil // what a function returns
		}
	}
	if len(p.Cmds) > 1 {
		return nil
	}
	return value
}

func (c *checker) value(n parse.Node, dot reflect.Type) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.fields(n, n.Ident, dot)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return c.fields(n, n.Ident[1:], reflect.TypeFor[View]())
		}
	case *parse.PipeNode:
		return c.pipe(n, dot)
	}
	return nil
}

// fields follows a chain of names from a type.
func (c *checker) fields(n parse.Node, names []string, t reflect.Type) reflect.Type {
	for _, name := range names {
		for t != nil && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t == nil || t.Kind() != reflect.Struct {
			return nil
		}
		f, ok := t.FieldByName(name)
		if !ok {
			c.fail(n, "there is no variable .%s%s", name, suggestion(name, fieldNames()))
			return nil
		}
		t = f.Type
	}
	return t
}

func element(t reflect.Type) reflect.Type {
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		return t.Elem()
	}
	return nil
}
