package views

// EmptyPage is shown while the catalogue holds nothing.
type EmptyPage struct {
	Head     Head
	Commands []Command
}

// Command is what to type, and what it does.
type Command struct{ Line, Does string }

// NewEmptyPage makes the page that says how to fill the catalogue.
func NewEmptyPage() EmptyPage {
	return EmptyPage{
		Head: Head{Title: "An empty catalogue", Box: BoxNone, NoIndex: true},
		Commands: []Command{
			{"facetome import PATH…", "reads files and folders: GEO SOFT families, refine.bio's aggregated_metadata.json and NDJSON, plain or gzip. This page takes them up by itself."},
			{"facetome serve --demo", "makes a catalogue of 3,000 synthetic experiments to try everything on."},
		},
	}
}
