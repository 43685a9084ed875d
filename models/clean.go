package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of what is kept. A PostgreSQL index takes no entry of more than 2,704 bytes, and folding a text may make it longer.
const (
	maxCode  = 200 // bytes of an accession code; real ones have at most 30
	maxLabel = 500 // bytes of a value, a platform's name and a publication's key; longer ones are cut
)

// errNoCode says that a record cannot be kept.
var errNoCode = errors.New("record without an accession code")

// cleanExperiment returns a body as it is kept: texts are valid UTF-8 and trimmed, codes are spelled one way, lists hold nothing
// blank and no code twice, dates are whole seconds in UTC. It shares no memory with the body that was given.
func cleanExperiment(b ExperimentBody) (ExperimentBody, error) {
	code, err := cleanCode(b.AccessionCode)
	if err != nil {
		return b, err
	}
	b.AccessionCode = code
	if b.Alternates, err = cleanCodes(b.Alternates, code); err != nil {
		return b, err
	}
	if b.Samples, err = cleanCodes(b.Samples, ""); err != nil {
		return b, err
	}
	for _, text := range []*string{&b.Title, &b.Description, &b.Protocol, &b.SourceDatabase, &b.SourceURL, &b.SubmitterInstitution} {
		*text = cleanText(*text)
	}
	b.FirstPublished, b.LastModified = cleanTime(b.FirstPublished), cleanTime(b.LastModified)
	b.Publications = slices.Clone(b.Publications)
	for i := range b.Publications {
		cleanPublication(&b.Publications[i])
	}
	b.Publications = slices.DeleteFunc(b.Publications, func(p PublicationBody) bool { return p.Key() == "" })
	return b, nil
}

// cleanSample is cleanExperiment for samples. Attributes keep their order and their doubles.
func cleanSample(b SampleBody) (SampleBody, error) {
	code, err := cleanCode(b.AccessionCode)
	if err != nil {
		return b, err
	}
	b.AccessionCode = code
	if b.Alternates, err = cleanCodes(b.Alternates, code); err != nil {
		return b, err
	}
	if b.Experiments, err = cleanCodes(b.Experiments, ""); err != nil {
		return b, err
	}
	b.Title = cleanText(b.Title)
	b.Values = slices.Clone(b.Values)
	for i := range b.Values {
		cleanValue(&b.Values[i])
	}
	b.Values = slices.DeleteFunc(b.Values, func(v FieldValue) bool { return v.Field == "" || v.Value == "" })
	b.Attributes = slices.Clone(b.Attributes)
	for i := range b.Attributes {
		b.Attributes[i].Key, b.Attributes[i].Value = cleanText(b.Attributes[i].Key), cleanText(b.Attributes[i].Value)
	}
	return b, nil
}

// cleanCode spells an accession code as it is kept.
func cleanCode(code string) (string, error) {
	code = NormalCode(code)
	switch {
	case code == "":
		return "", errNoCode
	case len(code) > maxCode:
		return "", fmt.Errorf("accession code %q… has %d bytes, more than %d", cut(code, 40), len(code), maxCode)
	}
	return code, nil
}

// cleanCodes spells codes as they are kept, in byte order, each once, without blanks and without except.
func cleanCodes(codes []string, except string) ([]string, error) {
	var kept []string
	for _, c := range codes {
		code, err := cleanCode(c)
		if errors.Is(err, errNoCode) || code == except && err == nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		kept = append(kept, code)
	}
	slices.Sort(kept)
	return slices.Compact(kept), nil
}

func cleanPublication(p *PublicationBody) {
	p.PubMedID, p.DOI, p.Title = cleanLine(p.PubMedID), cleanLine(p.DOI), cleanLine(p.Title)
	var authors []string
	for _, a := range p.Authors {
		if a = cleanLine(a); a != "" {
			authors = append(authors, a)
		}
	}
	p.Authors = authors
}

func cleanValue(v *FieldValue) {
	v.Field, v.Value, v.Name = cleanLine(v.Field), cut(cleanLine(v.Value), maxLabel), cut(cleanLine(v.Name), maxLabel)
	v.RawKey, v.RawValue = cleanText(v.RawKey), cleanText(v.RawValue)
	if v.Field != FieldPlatform {
		v.Name = ""
	}
	if v.Field != FieldOrganism || v.TaxonomyID < 0 {
		v.TaxonomyID = 0
	}
}

// cleanText keeps line breaks. PostgreSQL takes neither zero bytes nor broken UTF-8.
func cleanText(s string) string {
	if isTidy(s) {
		return s
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
}

// cleanLine is for texts without line breaks.
func cleanLine(s string) string {
	if isTidy(s) {
		return s
	}
	return Tidy(cleanText(s))
}

// cleanTime keeps whole seconds: no archive says more, and SQLite and PostgreSQL keep different fractions. Years of more than four
// digits, which JSON cannot write, are taken for slips and dropped.
func cleanTime(t *time.Time) *time.Time {
	if t == nil || t.IsZero() || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return nil
	}
	clean := t.UTC().Truncate(time.Second)
	return &clean
}

// cut shortens a text to at most n bytes of whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimSpace(s[:n])
}
