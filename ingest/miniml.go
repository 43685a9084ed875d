package ingest

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/facetome/facetome/models"
)

// MINiML (MIAME Notation in Markup Language), as published at https://www.ncbi.nlm.nih.gov/geo/info/MINiML.html with its schema
// https://www.ncbi.nlm.nih.gov/geo/info/MINiML.xsd, is GEO's SOFT as XML:
//
//	<MINiML version="0.5.0">
//	  <Contributor iid="contrib1"><Person><First>Jane</First><Last>Doe</Last></Person><Organization>…</Organization></Contributor>
//	  <Platform iid="GPL539"><Title>…</Title><Accession database="GEO">GPL539</Accession><Technology>…</Technology></Platform>
//	  <Sample iid="GSM1"><Title>…</Title><Channel position="1"><Organism taxid="9606">…</Organism>
//	    <Characteristics tag="age">75</Characteristics></Channel><Platform-Ref ref="GPL539" />…</Sample>
//	  <Series iid="GSE1"><Pubmed-ID>…</Pubmed-ID><Contributor-Ref ref="contrib1" /><Sample-Ref ref="GSM1" />…</Series>
//	</MINiML>
//
// iid names an element inside of the file. It is read token by token: each element becomes the block that it would be in SOFT, and is
// read as such; tables are skipped, which GEO keeps in files of their own. Entities other than XML's own five are not read, so that none can grow. A file is one unit.

// miniml reads one file.
type miniml struct {
	*xmlRecords
	soft *soft
	held held

	codes        map[string]string       // accession codes of samples and platforms, by their iid where that is another
	contributors map[string]*contributor // by their iid
}

// contributor is a person or a group, of whom no address is read.
type contributor struct{ first, middle, last, organization string }

func (c *contributor) name() string { return strings.Join([]string{c.first, c.middle, c.last}, " ") }

func newMINiML(t *text, rep *FileReport) unitReader {
	return &miniml{xmlRecords: newXMLRecords(t), soft: newSOFT(t, rep).(*soft), codes: map[string]string{}, contributors: map[string]*contributor{}}
}

var minimlMark = regexp.MustCompile(`^(\s|<\?[^>]*\?>|<!--(?s:.*?)-->|<!DOCTYPE[^\[>]*(\[(?s:.*?)\]\s*)?>)*<MINiML[\s>]`)

func looksLikeMINiML(head []byte) bool { return minimlMark.Match(head) }

// unit reads the whole file.
func (m *miniml) unit(sink Sink) (more bool, err error) {
	defer m.soft.series.close()
	alone := newSoleCodes(sink)
	defer alone.close()
	for {
		token, err := m.token()
		if errors.Is(err, io.EOF) {
			if err := alone.finish(); err != nil {
				return false, err
			}
			return false, m.soft.finish(sink)
		}
		if err != nil {
			return false, m.damage(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local == "MINiML" {
			continue
		}
		if err := m.element(alone, start); err != nil {
			return false, m.damage(err)
		}
	}
}

// element uses an element below the root.
func (m *miniml) element(sink Sink, start xml.StartElement) error {
	block := &softBlock{kind: strings.ToUpper(start.Name.Local), name: attr(start, "iid"), line: m.line()}
	if block.kind == "CONTRIBUTOR" {
		return m.contributor(block.name)
	}
	if !block.wanted() {
		return m.skip()
	}
	if err := m.fields(block, ""); err != nil {
		return err
	}
	if code := block.first("geo_accession"); code != "" && code != block.name {
		if err := m.held.add(block.name+code, m.line()); err != nil {
			return err
		}
		m.codes[block.name] = code
	}
	switch {
	case block.kind == "SERIES":
		return m.soft.endSeries(block)
	case block.kind == "SAMPLE":
		return m.soft.endSample(sink, block)
	case block.first("title") != "" || block.fault != "":
		return m.soft.endPlatform(sink, block)
	}
	return nil
}

// fields reads the elements of a block up to its end.
func (m *miniml) fields(block *softBlock, channel string) error {
	for {
		token, err := m.token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := m.field(block, token, channel); err != nil {
				return err
			}
		}
	}
}

// minimlKeys are SOFT's keys of elements that hold text alone; those of channels end in its number.
var minimlKeys = map[string]string{
	"Title": "title", "Accession": "geo_accession", "Type": "type", "Description": "description", "Technology": "technology",
	"Library-Strategy": "library_strategy", "Library-Source": "library_source", "Library-Selection": "library_selection",
	"Predefined": "instrument_model", "Other": "instrument_model", "Last-Update-Date": "last_update_date",
	"Pubmed-ID": "pubmed_id", "Citation": "citation", "Summary": "summary", "Overall-Design": "overall_design",
	"Hybridization-Protocol": "hyb_protocol", "Scan-Protocol": "scan_protocol", "Data-Processing": "data_processing",
}

var channelKeys = map[string]string{
	"Source": "source_name_ch", "Organism": "organism_ch", "Characteristics": "characteristics_ch", "Molecule": "molecule_ch",
	"Label": "label_ch", "Biomaterial-Provider": "biomaterial_provider_ch", "Treatment-Protocol": "treatment_protocol_ch",
	"Growth-Protocol": "growth_protocol_ch", "Extract-Protocol": "extract_protocol_ch", "Label-Protocol": "label_protocol_ch",
}

// field reads an element of a block.
func (m *miniml) field(block *softBlock, start xml.StartElement, channel string) error {
	name := start.Name.Local
	key, plain := minimlKeys[name]
	if of := channelKeys[name]; of != "" && channel != "" {
		key, plain = of+channel, true
	}
	switch {
	case name == "Channel":
		return m.fields(block, attr(start, "position"))
	case name == "Status", name == "Instrument-Model":
		return m.fields(block, channel)
	case name == "Release-Date":
		date, err := m.text()
		m.add(block, "status", "Public on "+date)
		return err
	case plain:
		text, err := m.text()
		if err != nil {
			return err
		}
		m.addText(block, start, key, text)
		return nil
	case name == "Platform-Ref":
		m.add(block, "platform_id", m.code(attr(start, "ref")))
	case name == "Sample-Ref":
		m.add(block, "sample_id", m.code(attr(start, "ref")))
	case name == "Relation":
		m.add(block, "relation", attr(start, "type")+": "+attr(start, "target"))
	case name == "Contributor-Ref":
		if who := m.contributors[attr(start, "ref")]; who != nil && who.last != "" {
			m.add(block, "contributor", who.name())
		}
	case name == "Contact-Ref":
		if who := m.contributors[attr(start, "ref")]; who != nil {
			m.add(block, "contact_institute", who.organization)
		}
	}
	return m.skip()
}

// addText adds what an element says.
func (m *miniml) addText(block *softBlock, start xml.StartElement, key, text string) {
	switch start.Name.Local {
	case "Organism":
		m.add(block, "taxid"+strings.TrimPrefix(key, "organism"), attr(start, "taxid"))
	case "Characteristics":
		if tag := strings.TrimSpace(attr(start, "tag")); tag != "" && text != "" {
			text = tag + ": " + text
		}
	case "Accession":
		if database := attr(start, "database"); database != "" && database != "GEO" {
			return
		}
	case "Description", "Summary", "Overall-Design":
		for line := range strings.Lines(text) {
			m.add(block, key, line)
		}
		return
	}
	m.add(block, key, text)
}

func (m *miniml) add(block *softBlock, key, value string) {
	if value = strings.TrimSpace(value); value == "" {
		return
	}
	if block.size += len(key) + len(value); block.size > maxBlock {
		if block.pairs = nil; block.fault == "" {
			block.fault = "a block of more than 64 MB; expected smaller ones"
			m.soft.rep.problem(m.line(), "%s; <%s iid=%q> is skipped", block.fault, block.kind, block.name)
		}
		return
	}
	block.pairs = append(block.pairs, models.Attribute{Key: key, Value: value})
}

// code is the accession code of what is referred to.
func (m *miniml) code(iid string) string {
	if code := m.codes[iid]; code != "" {
		return code
	}
	return iid
}

// skip reads over an element up to its end.
func (m *miniml) skip() error {
	for depth := 1; depth > 0; {
		token, err := m.token()
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// text reads the text of an element up to its end.
func (m *miniml) text() (string, error) {
	var b strings.Builder
	depth := 1
	for {
		token, err := m.token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			if b.Len()+len(token) > maxLine {
				return "", &damage{m.line(), "a text of more than 16 MB; expected shorter ones; nothing of the file is imported"}
			}
			b.Write(token)
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return strings.TrimSpace(b.String()), nil
			}
		}
	}
}

// contributor reads who contributed; e-mail, telephone and address are skipped.
func (m *miniml) contributor(iid string) error {
	who := &contributor{}
	m.contributors[iid] = who
	parts := map[string]*string{"First": &who.first, "Middle": &who.middle, "Last": &who.last, "Organization": &who.organization}
	for depth := 1; depth > 0; {
		token, err := m.token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			part := parts[token.Name.Local]
			switch {
			case token.Name.Local == "Person":
				depth++
			case part != nil:
				if *part, err = m.text(); err != nil {
					return err
				}
			default:
				if err := m.skip(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// attr is the value of an attribute; "" where the element has none.
func attr(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}
