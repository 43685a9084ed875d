package ingest

import "strings"

// Format is a file format that can be imported.
type Format struct {
	Name  string // what --format takes
	About string // one line
}

// format is a Format and how it is recognised and read.
type format struct {
	name, about string
	looks       func(head []byte) bool // whether a text that begins so is of the format
	read        func(*text, *FileReport) unitReader
	bundle      func(files []input) [][]int // which files of one folder belong together, see bundle.go; nil if each stands alone
}

// unitReader reads one file.
type unitReader interface {
	// unit reads what belongs into one transaction; more says whether anything may follow. A *damage error drops the unit and ends
	// the file.
	unit(Sink) (more bool, err error)
}

// aheadReader is a unitReader that reads ahead, beside whoever calls it. close ends that; nothing is read after it.
type aheadReader interface{ close() }

// endReading closes a reader, if that has to be.
func endReading(reader unitReader) {
	if r, ahead := reader.(aheadReader); ahead {
		r.close()
	}
}

// formats lists every format, those with the plainest marks first.
func formats() []*format {
	return []*format{
		{name: "geo-soft", about: "GEO SOFT: GSE and GPL families, single series, series and sample texts", looks: looksLikeSOFT, read: newSOFT},
		{name: "geo-series-matrix", about: "GEO series matrix: a series and its samples, the data is skipped", looks: looksLikeMatrix, read: newMatrix},
		{name: "miniml", about: "MINiML, GEO's XML: families and single records", looks: looksLikeMINiML, read: newMINiML},
		{name: "arrayexpress-json", about: "answers of ArrayExpress's API: experiments, samples", looks: looksLikeArrayExpress, read: newArrayExpress},
		{name: "condensed-sdrf", about: "Expression Atlas: condensed SDRF of an experiment", looks: looksLikeCondensed, read: newCondensed},
		{name: "expression-atlas", about: "Expression Atlas: lists of experiments", looks: looksLikeAtlas, read: newAtlas},
		{name: "refinebio", about: "refine.bio dataset: aggregated_metadata.json", looks: looksLikeRefinebio, read: newRefinebio},
		{name: "refinebio-tsv", about: "refine.bio dataset: metadata_*.tsv, of every age", looks: looksLikeRefinebioTable, read: newRefinebioTable},
		{name: "mage-tab", about: "MAGE-TAB: IDF and SDRF tables of ArrayExpress", looks: looksLikeMAGETAB, read: newMAGETAB, bundle: bundleMAGETAB},
		{name: "sra-run-selector", about: "SRA Run Selector's tables (SraRunTable), of every age", looks: looksLikeRunSelector, read: newRunTable},
		{name: "sra-runinfo", about: "SRA RunInfo, and tables of runs that were made from it", looks: looksLikeRunInfo, read: newRunTable},
		{name: "bgee", about: "Bgee's tables of experiments, libraries and chips", looks: looksLikeBgee, read: newBgee},
		{name: "ena-xml", about: "ENA's XML: projects, studies, samples, experiments, runs", looks: looksLikeENA, read: newENA},
		{name: "recount", about: "recount2's and recount3's tables of runs and studies", looks: looksLikeRecount, read: newRecount},
		{name: "ndjson", about: "Facetome's own: one JSON object of a sample or an experiment on each line", looks: looksLikeNDJSON, read: newNDJSON},
		{name: "refinebio-api", about: "answers of refine.bio's API: experiments, samples, searches", looks: looksLikeRefinebioAPI, read: newRefinebioAPI},
	}
}

// Formats lists the formats that can be imported.
func Formats() []Format {
	all := formats()
	list := make([]Format, 0, len(all))
	for _, f := range all {
		list = append(list, Format{Name: f.name, About: f.about})
	}
	return list
}

func formatByName(name string) *format {
	for _, f := range formats() {
		if f.name == name {
			return f
		}
	}
	return nil
}

func formatNames() string {
	all := Formats()
	names := make([]string, 0, len(all))
	for _, f := range all {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
