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
}

// unitReader reads one file.
type unitReader interface {
	// unit reads what belongs into one transaction; more says whether anything may follow. A *damage error drops the unit and ends
	// the file.
	unit(Sink) (more bool, err error)
}

// formats lists every format, those with the plainest marks first.
func formats() []*format {
	return []*format{
		{name: "geo-soft", about: "GEO SOFT: GSE and GPL families, single series, series and sample texts", looks: looksLikeSOFT, read: newSOFT},
		{name: "refinebio", about: "refine.bio dataset: aggregated_metadata.json", looks: looksLikeRefinebio, read: newRefinebio},
		{name: "ndjson", about: "Facetome's own: one JSON object of a sample or an experiment on each line", looks: looksLikeNDJSON, read: newNDJSON},
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
