package study

import (
	"regexp"
	"slices"
	"strings"
)

func longText(c *Column) bool {
	if c.Kind != OfAttribute {
		return false
	}
	length := 0
	for i := range c.Cells {
		for _, v := range c.Cells[i].Values {
			length += len(v.Label)
		}
	}
	return length > sentence*len(c.Cells)
}

// code is what names a thing rather than describes it: accession codes, file names, addresses, dates of a machine.
var code = regexp.MustCompile(`[0-9]{4}|://|\.[a-z]{2,4}$|[0-9][-_/.][0-9]+[-_/.][0-9]`)

// codes tells whether all values are names of things.
func codes(c *Column) bool {
	for i := range c.Cells {
		for _, v := range c.Cells[i].Values {
			if !code.MatchString(v.Label) {
				return false
			}
		}
	}
	return true
}

// numbering are words in the keys of numbers that name a thing.
var numbering = regexp.MustCompile(`(?i)(^|[\s_.-])(id|ids|taxid|index|number|no|nr|accession|barcode|plate|run|sample|subject|patient|donor|individual|replicate)s?($|[\s_.-])|[a-z]I[dD]$`)

func isNumbering(c *Column) bool {
	return c.Kind == OfAttribute && (c.Label == "" || numbering.MatchString(c.Label))
}

// technicalKeys begin the keys of attributes that archives and laboratories keep of libraries, instruments, runs and files, letters only; a dollar
// sign ends those that are meant whole.
var technicalKeys = []string{
	"library", "instrument", "platform", "paired", "readlength", "readtype", "run$", "runid", "runaccession", "experiment$", "experimenttitle", "experimentid",
	"experimentaccession", "experimentalias", "biosample", "bioproject", "passed", "scan", "cdf", "taxid", "speciesid", "assaytype", "assayname", "strategy$",
	"dataset$", "presentin", "checklist", "broker", "submission", "submitted", "submitter", "release", "lastupdate", "channelcount", "datarow", "countfile",
	"label$", "molecule", "md$", "mdsum", "fastq", "file", "avgspot", "bases$", "bytes$", "spots$", "center", "datastore", "consent", "protocol",
	"hybridization", "extract", "dataprocessing", "rawdata", "supplementary", "contact", "series", "geoaccession", "geocolumns", "sra", "ena", "insdc",
	"firstpublic", "organannotation", "organbiological", "stageannotation", "stagebiological", "inforeplicate", "loaddate", "model$", "technologytype",
	"performer", "arraydesign", "sequencing", "sequenceread", "flowcell", "lane$", "derivedarray", "normalization", "arraydata", "sampleid",
	"samplealias", "samplename", "dropped$", "drop$",
}

// technical tells whether an attribute is about how a sample was measured and filed rather than what it is.
func technical(key string) bool {
	letters := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(key))
	return slices.ContainsFunc(technicalKeys, func(key string) bool {
		whole, exact := strings.CutSuffix(key, "$")
		return letters == whole || !exact && strings.HasPrefix(letters, key)
	})
}
