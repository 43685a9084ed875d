package models

import (
	"regexp"
	"strings"
)

// CodeKind says what a code names.
type CodeKind string

// The kinds of codes that people quote.
const (
	CodeExperiment CodeKind = "experiment" // GSE, E-MTAB, SRP, PRJNA, …
	CodeSample     CodeKind = "sample"     // GSM, SAMN, SRS, and what was made of it: SRX, SRR, …
	CodePlatform   CodeKind = "platform"   // GPL, A-AFFY, …
	CodeDataSet    CodeKind = "data set"   // GDS: GEO's own arrangement of a series
	CodePubMed     CodeKind = "PubMed id"
	CodeDOI        CodeKind = "DOI"
)

// Code is a code as people write it, read.
type Code struct {
	Kind CodeKind
	Text string // in its usual spelling: "GSE10", "21114664", "10.1038/nature12345" in small letters
	// Sure is false where it may as well be a word or a number of a text: only the store can tell.
	Sure bool
}

// codeForms are the forms of codes, in any case; the first group is the code itself. Archives say what their prefixes mean:
// https://www.ncbi.nlm.nih.gov/geo/info/overview.html, https://www.ncbi.nlm.nih.gov/sra/docs/, https://www.ebi.ac.uk/biostudies/arrayexpress/help;
// SYN… are those of the generator. The form of a DOI is Crossref's (https://www.crossref.org/blog/dois-and-matching-regular-expressions/).
var codeForms = []struct {
	kind CodeKind
	form *regexp.Regexp
	sure bool
}{
	{CodeExperiment, wholly(`(GSE\d{1,15}|E-[A-Z]{4}-\d{1,15}|[SED]RP\d{1,15}|PRJ[A-Z]{1,2}\d{1,15}|SYN[EP]\d{1,15})`), true},
	{CodeSample, wholly(`(GSM\d{1,15}|SAM(?:N|D|E[AG]?)\d{1,15}|[SED]R[SXR]\d{1,15}|SYN[SR]\d{1,15})`), true},
	{CodeSample, wholly(`(E-[A-Z]{4}-\d{1,15}-[^\s,;]{1,60})`), false}, // E-GEOD-39842-GSM980279, as refine.bio writes
	{CodePlatform, wholly(`(GPL\d{1,15}|A-[A-Z]{4}-\d{1,15}|SYNG\d{1,15})`), true},
	{CodeDataSet, wholly(`(GDS\d{1,15})`), true},
	{CodePubMed, wholly(`(?:PMID\s?[:#]?\s?|PubMed(?:\s?ID\s?[:#]?|\s?[:#])\s?)(\d{1,8})`), true},
	{CodePubMed, wholly(`https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})/?`), true},
	{CodePubMed, wholly(`(\d{5,8})`), false}, // fewer digits are a number of anything
	{CodeDOI, wholly(`(?:https?://(?:dx\.)?doi\.org/|doi\s?:\s?)?(10\.\d{4,9}/[^\s"<>]{1,200})`), true},
}

func wholly(form string) *regexp.Regexp { return regexp.MustCompile(`(?i)^` + form + `$`) }

// ReadCode reads a code that stands alone: "gse10", "PMID: 123", "https://doi.org/10.1000/182".
func ReadCode(s string) (Code, bool) {
	s = strings.TrimSpace(s)
	for _, f := range codeForms {
		match := f.form.FindStringSubmatch(s)
		if match == nil {
			continue
		}
		c := Code{Kind: f.kind, Text: match[1], Sure: f.sure}
		switch f.kind {
		case CodeDOI:
			c.Text = strings.ToLower(c.Text) // DOIs are compared so
		case CodePubMed:
			c.Text = strings.TrimLeft(c.Text, "0")
		default:
			c.Text = strings.ToUpper(c.Text)
		}
		return c, c.Text != ""
	}
	return Code{}, false
}

// codeBeginning is a beginning of an accession code from which something can be told: a prefix and a digit.
var codeBeginning = regexp.MustCompile(`(?i)^([A-Z]{3,6}\d{1,15}|[AE]-[A-Z]{4}-\d{1,15}(-[^\s,;]{1,60})?)$`)

// BeginsCode says whether s may be the beginning of an accession code.
func BeginsCode(s string) bool { return codeBeginning.MatchString(strings.TrimSpace(s)) }
