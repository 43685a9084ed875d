package ingest

import (
	"regexp"
	"slices"
	"strings"
)

// What a column of a table of runs says. Columns without a role are the submitter's attributes.
const (
	roleCode       = "code"     // accession codes of the run, its sample or its study
	roleName       = "name"     // the submitter's name of the sample; where GEO is the submitter, the GSM
	roleTitle      = "title"    // of the sample
	roleOrganism   = "organism" // its name
	roleTaxon      = "taxon"    // its id in NCBI Taxonomy
	roleStrategy   = "strategy" // of the library
	roleSource     = "source"   // of the library
	roleModel      = "model"    // of the sequencer
	rolePaper      = "paper"    // PubMed id or DOI of the study
	roleReleased   = "released" // day on which the run became public
	roleCenter     = "center"   // institution
	roleStudyTitle = "study title"
	roleAbstract   = "abstract"
)

// roles are the columns that are known, by their names as foldColumn writes them.
var roles = map[string]string{
	"run": roleCode, "runaccession": roleCode, "run1accession": roleCode, "run2accession": roleCode,
	"experiment": roleCode, "experimentaccession": roleCode, "experimentid": roleCode, "libraryid": roleCode, "srx": roleCode, "": roleCode,
	"biosample": roleCode, "sample": roleCode, "srasample": roleCode, "sampleaccession": roleCode, "secondarysampleaccession": roleCode,
	"geosample": roleCode, "geoaccession": roleCode, "sampleexternalid1": roleCode, "poolexternalid": roleCode,
	"srastudy": roleCode, "bioproject": roleCode, "studyaccession": roleCode, "secondarystudyaccession": roleCode,
	"geoseries": roleCode, "geo": roleCode, "studyalias": roleCode, "studyexternalid1": roleCode,
	"samplename": roleName, "samplealias": roleName, "experimentalias": roleName,
	"sampletitle":    roleTitle,
	"scientificname": roleOrganism, "organism": roleOrganism, "samplescientificname": roleOrganism,
	"taxid": roleTaxon, "sampletaxonid": roleTaxon,
	"librarystrategy": roleStrategy, "assaytype": roleStrategy, "experimentlibrarystrategy": roleStrategy,
	"librarysource": roleSource, "experimentlibrarysource": roleSource,
	"model": roleModel, "instrument": roleModel, "instrumentmodel": roleModel, "experimentinstrumentmodel": roleModel,
	"pmid": rolePaper, "studypubmedid": rolePaper, "doi": rolePaper,
	"releasedate": roleReleased, "firstpublic": roleReleased,
	"centername": roleCenter, "studycentername": roleCenter,
	"studytitle": roleStudyTitle, "studystudytitle": roleStudyTitle,
	"studyabstract": roleAbstract, "studystudyabstract": roleAbstract,
}

// shownRoles are those of which an attribute remains, as submitted.
var shownRoles = []string{roleStrategy, roleSource, roleModel}

// bestColumns name the sample that was sequenced; others may name what it was taken from.
var bestColumns = []string{"geosample", "geoaccession", "experimentalias"}

// bookkeepingColumns say something of files and of the archives' own work, not of the sample.
var bookkeepingColumns = regexp.MustCompile(`^(spots|bases|spotswithmates|avglength|avgspotlen|sizemb|mbases|mbytes|bytes|readcount|basecount|` +
	`downloadpath|runhash|readhash|loaddate|lastupdated|firstcreated|firstpublicrun|submission|submissionaccession|projectid|sraid|consent|insertsize|insertdev|` +
	`datastore.*|createdate|version|r1|r2|run[0-9].*|accession|.*(md5|ftp|aspera|galaxy|bytes)|(experiment|sample|study|run)link.*|` +
	`poolmember.*|submission.*|.*alias|.*externalid.*|experimentsampledescriptoraccession)$`)

// runColumn is a column and what it is.
type runColumn struct {
	key         string // as the submitter wrote it, without what Run Selector put behind it
	role        string
	best        bool // see bestColumns
	shown       bool // see shownRoles
	tagged      bool // its fields are keys of which the next column has the values
	bookkeeping bool // not kept: see bookkeepingColumns; people
}

var (
	// Run Selector's old suffixes, and those that tell columns of the run, the experiment and the sample apart.
	oldSuffix   = regexp.MustCompile(`_[sl]$`)
	levelSuffix = regexp.MustCompile(`(?i)([ _.]*\((run|exp|sam)\)|\.\.(run|exp|sam)\.|_(run|exp|sam))$`)
	// pysradb's attributes: sample_attributes_1_tag, sample_attributes_1_value.
	tagColumn   = regexp.MustCompile(`^(sample|experiment)_attributes_[0-9]+_tag$`)
	valueColumn = regexp.MustCompile(`^(sample|experiment|study)_attributes_[0-9]+_value$`)
)

// runColumns reads a header.
func runColumns(header []string) []runColumn {
	old := hasColumn(header, "Run_s", "run_s")
	columns := make([]runColumn, len(header))
	for i, name := range header {
		folded := foldColumn(name, old)
		c := runColumn{key: oneLine(columnKey(name, old)), role: roles[folded]}
		if folded == "" && name != "" { // a name without letters
			c.role = ""
		}
		c.best = slices.Contains(bestColumns, folded)
		c.shown = slices.Contains(shownRoles, c.role)
		c.tagged = tagColumn.MatchString(name) && i+1 < len(header) && valueColumn.MatchString(header[i+1])
		c.bookkeeping = c.role == "" && bookkeepingColumns.MatchString(folded) || valueColumn.MatchString(name) && !c.tagged ||
			isContact(c.key) || isPerson(c.key)
		columns[i] = c
	}
	return columns
}

// columnKey is a column's name without suffixes of Run Selector.
func columnKey(name string, old bool) string {
	name = levelSuffix.ReplaceAllString(name, "")
	if old {
		name = oldSuffix.ReplaceAllString(name, "")
	}
	return name
}

// foldColumn is a column's name in small letters and digits alone.
func foldColumn(name string, old bool) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(columnKey(name, old)))
}

// personColumns hold names of people who are no authors.
var personColumns = regexp.MustCompile(`^(contact|creator|submitter|collectedby|identifiedby|submittername|labname)$`)

// isPerson tells whether a key names a person.
func isPerson(key string) bool { return personColumns.MatchString(foldColumn(key, false)) }
