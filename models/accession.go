package models

import "strings"

// NormalCode is the one spelling of an accession code: white space tidied, and the codes of the archives below in capitals. Codes of
// others stay as given: dbGaP's phs000424 and Synapse's syn123 are written in small letters.
func NormalCode(code string) string {
	code = cleanLine(code)
	if upper := strings.ToUpper(code); experimentRank(upper) < otherRank || sampleRank(upper) < otherRank {
		return upper
	}
	return code
}

// otherRank is that of codes that belong to no archive below.
const otherRank = 100

// experimentRank says how early scientists quote an experiment's code: E-GEOD is a copy of a GSE, and an SRA study has a BioProject
// behind it. Of several codes the one of the lowest rank is the experiment's own.
func experimentRank(code string) int {
	switch prefix := archivePrefix(code); {
	case prefix == "GSE":
		return 0
	case prefix == geoCopies:
		return 2
	case isArrayExpress(prefix):
		return 1
	case prefix == "SRP", prefix == "ERP", prefix == "DRP":
		return 3
	case strings.HasPrefix(prefix, "PRJ"):
		return 4
	}
	return otherRank
}

// geoCopies is what ArrayExpress' copies of GEO's series begin with; their numbers are those of the series.
const geoCopies = "E-GEOD-"

// isArrayExpress tells whether codes that begin so are ArrayExpress': E-MTAB-, E-MEXP-.
func isArrayExpress(prefix string) bool {
	return len(prefix) == len("E-MTAB-") && strings.HasPrefix(prefix, "E-") && strings.HasSuffix(prefix, "-")
}

// sampleRank is the same of a sample: the GEO sample, else the archive's own sample, else what was made of it, the runs last.
func sampleRank(code string) int {
	switch prefix := archivePrefix(code); prefix {
	case "GSM":
		return 0
	case "SAMN", "SAMEA", "SAMD", "SAME", "SAMEG":
		return 1
	case "SRS", "ERS", "DRS":
		return 2
	case "SRX", "ERX", "DRX":
		return 3
	case "SRR", "ERR", "DRR":
		return 4
	}
	return otherRank
}

// archivePrefix is what stands before the number, capitals and dashes; empty where the code is not so formed.
func archivePrefix(code string) string {
	end := len(code)
	for end > 0 && code[end-1] >= '0' && code[end-1] <= '9' {
		end--
	}
	if end == len(code) {
		return ""
	}
	for i := range end {
		if c := code[i]; c != '-' && (c < 'A' || c > 'Z') {
			return ""
		}
	}
	return code[:end]
}

// spellings are the codes under which a reader's code is looked up, best first.
func spellings(code string) []string {
	code = NormalCode(code)
	return []string{code, strings.ToUpper(code), strings.ToLower(code)}
}
