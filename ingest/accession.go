package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// maxCode is the longest accession code, in bytes. The longest published ones (E-GEOD-39842-GSM980279) have under 30.
const maxCode = 100

// isCode tells whether s can be an accession code: one word without control characters, and nobody's address.
func isCode(s string) bool {
	if s == "" || len(s) > maxCode {
		return false
	}
	if isPlainCode(s) {
		return true
	}
	return !hasEmail(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar
	})
}

// isPlainCode knows nearly all codes at a look.
func isPlainCode(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == '@' {
			return false
		}
	}
	return true
}

// archive is a kind of experiment accession codes.
type archive struct {
	code *regexp.Regexp
	name string
	url  string // of an experiment's page, without its code
}

// archives lists the archives whose codes tell where an experiment is published. Studies of the INSDC (SRP, ERP and DRP) are one
// body of data, kept by SRA, ENA and DDBJ; refine.bio and GEO name it SRA.
var archives = []archive{
	{regexp.MustCompile(`^GSE[0-9]+$`), "GEO", "https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc="},
	{regexp.MustCompile(`^[SED]RP[0-9]+$`), "SRA", "https://www.ncbi.nlm.nih.gov/sra?term="},
	{regexp.MustCompile(`^E-[A-Z]{4}-[0-9]+$`), "ArrayExpress", "https://www.ebi.ac.uk/biostudies/arrayexpress/studies/"},
}

// archiveOf returns where an experiment is published, and its page there; both are empty where the code does not tell.
func archiveOf(code string) (name, url string) {
	for _, a := range archives {
		if a.code.MatchString(code) {
			return a.name, a.url + code
		}
	}
	return "", ""
}

// geoCopyPrefix is how the codes of ArrayExpress' copies of GEO's series begin.
const geoCopyPrefix = "E-GEOD-"

var (
	geoCopy       = regexp.MustCompile(`^E-GEOD-([0-9]+)$`)
	geoCopySample = regexp.MustCompile(`^E-GEOD-[0-9]+-(GSM[0-9]+)$`)
)

// experimentAlternates adds to alternates what the code itself tells: ArrayExpress numbers its copies of GEO's series E-GEOD-n.
func experimentAlternates(code string, alternates []string) []string {
	if match := geoCopy.FindStringSubmatch(code); match != nil {
		alternates = append(alternates, "GSE"+match[1])
	}
	return distinctBut(code, alternates)
}

// sampleCode returns the code a sample is known by. refine.bio calls the samples of ArrayExpress's copies of GEO's series
// E-GEOD-39842-GSM980279: they are the GSM, and the longer code is an alternate.
func sampleCode(code string, alternates []string) (string, []string) {
	if !strings.HasPrefix(code, geoCopyPrefix) {
		return code, distinctBut(code, alternates)
	}
	if match := geoCopySample.FindStringSubmatch(code); match != nil {
		alternates = append([]string{code}, alternates...)
		code = match[1]
	}
	return code, distinctBut(code, alternates)
}

// sampleCodes is sampleCode for the list of an experiment.
func sampleCodes(codes []string) []string {
	known := slices.Clone(codes)
	for i, code := range known {
		known[i], _ = sampleCode(strings.TrimSpace(code), nil)
	}
	return distinctBut("", known)
}

// distinctBut returns the codes once each, in their order, without own.
func distinctBut(own string, codes []string) []string {
	if len(codes) == 0 {
		return codes
	}
	seen := map[string]bool{own: true}
	return slices.DeleteFunc(codes, func(code string) bool {
		drop := seen[code]
		seen[code] = true
		return drop
	})
}
