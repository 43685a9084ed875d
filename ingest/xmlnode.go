package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// xmlDepth is how deep elements of a record may be nested, maxOpen how deep those that are skipped; real ones reach 9.
const xmlDepth, maxOpen = 50, 1000

// xmlNode is an element with all that it holds.
type xmlNode struct {
	name     string
	attrs    []xml.Attr
	text     strings.Builder
	children []*xmlNode
	line     int
}

// attr is an attribute, or "".
func (n *xmlNode) attr(name string) string { return attr(xml.StartElement{Attr: n.attrs}, name) }

// all lists the descendants that a path of names leads to; "*" is any name.
func (n *xmlNode) all(path ...string) []*xmlNode {
	if n == nil || len(path) == 0 {
		return []*xmlNode{n}
	}
	var found []*xmlNode
	for _, child := range n.children {
		if path[0] == "*" || child.name == path[0] {
			found = append(found, child.all(path[1:]...)...)
		}
	}
	return found
}

// find is the text of the first descendant that a path leads to, or "".
func (n *xmlNode) find(path ...string) string {
	if found := n.all(path...); len(found) > 0 {
		return strings.TrimSpace(found[0].text.String())
	}
	return ""
}

// xmlRecords reads the records of an XML file, elements of given names wherever they stand, one after the other as a stream of
// tokens, in memory of one record. Entities other than XML's own five are not read, so that none can grow, and files that declare some
// are refused.
type xmlRecords struct {
	dec  *xml.Decoder
	in   *lineCounter
	size int // bytes of the record that is being read
	open int // elements around the place that has been reached
}

func newXMLRecords(r io.Reader) *xmlRecords {
	in := &lineCounter{r: r}
	dec := xml.NewDecoder(in)
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the text is UTF-8 by now
	return &xmlRecords{dec: dec, in: in}
}

// next returns the next record; the error is io.EOF at the end, and *damage where the file is broken.
func (x *xmlRecords) next(wanted func(name string) bool) (*xmlNode, error) {
	for {
		token, err := x.token()
		if err != nil {
			return nil, x.damage(err)
		}
		if start, ok := token.(xml.StartElement); ok && wanted(start.Name.Local) {
			x.size = 0
			node, err := x.node(start, 0)
			return node, x.damage(err)
		}
	}
}

func (x *xmlRecords) token() (xml.Token, error) {
	x.in.granted = 0
	x.in.lineAt(x.dec.InputOffset()) // lets it forget the lines before
	token, err := x.dec.Token()
	switch token := token.(type) {
	case xml.Directive:
		if strings.Contains(strings.ToUpper(string(token)), "<!ENTITY") {
			return nil, &damage{x.line(), "XML that declares entities; expected none; nothing of the file is imported"}
		}
	case xml.StartElement:
		if x.open++; x.open > maxOpen {
			return nil, &damage{x.line(), fmt.Sprintf("elements in %d others; expected fewer; nothing of the file is imported", maxOpen)}
		}
	case xml.EndElement:
		x.open--
	}
	return token, err
}

func (x *xmlRecords) line() int {
	line, _ := x.dec.InputPos()
	return line
}

// node reads an element up to its end.
func (x *xmlRecords) node(start xml.StartElement, depth int) (*xmlNode, error) {
	n := &xmlNode{name: start.Name.Local, attrs: start.Attr, line: x.line()}
	if depth > xmlDepth {
		return nil, &damage{n.line, fmt.Sprintf("elements in %d others; expected fewer; nothing of the file is imported", xmlDepth)}
	}
	x.size += nodeOverhead + len(start.Attr)*nodeOverhead
	for {
		token, err := x.token()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return n, nil
		case xml.CharData:
			n.text.Write(token)
			x.size += len(token)
		case xml.StartElement:
			child, err := x.node(token, depth+1)
			if err != nil {
				return nil, err
			}
			n.children = append(n.children, child)
		}
		if x.size > maxBlock {
			return nil, &damage{n.line, "a record of more than 64 MB; expected smaller ones; nothing of the file is imported"}
		}
	}
}

// nodeOverhead is about what an element or an attribute takes beside its text, in bytes.
const nodeOverhead = 100

// damage says what is wrong with the file; other errors are passed on.
func (x *xmlRecords) damage(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return &damage{x.line(), "the XML ends in the middle, the file was cut off; download it again"}
	case errors.As(err, &syntax):
		return &damage{syntax.Line, fmt.Sprintf("the XML is broken (%s); nothing of the file is imported", syntax.Msg)}
	case err != nil && strings.HasPrefix(err.Error(), "xml: "): // such as another version; the decoder has no type for it
		return &damage{x.line(), fmt.Sprintf("the XML is broken (%v); nothing of the file is imported", err)}
	}
	return err
}
