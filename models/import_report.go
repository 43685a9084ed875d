package models

import "time"

// ImportReport is what an import did, file by file: as `facetome import --report` writes it, and as it is kept with the import. README.md describes its JSON; fields are added, never
// renamed or taken away.
type ImportReport struct {
	Facetome         string         `json:"facetome"` // the version of the program
	Started          time.Time      `json:"started"`
	Finished         time.Time      `json:"finished"`
	DryRun           bool           `json:"dry_run"`
	Outcome          ImportState    `json:"outcome"`          // done, failed or cancelled
	Reason           string         `json:"reason,omitempty"` // why it is not done
	CatalogueVersion int64          `json:"catalogue_version"`
	FilesLeftOut     int            `json:"files_left_out"` // of which something was; the exit code is 1 where there are any
	Total            ReportCounts   `json:"total"`
	Catalogue        ReportChanges  `json:"catalogue"`
	Formats          []ReportFormat `json:"formats"`
	Files            []ReportOfFile `json:"files"`
	MoreFiles        int            `json:"more_files,omitempty"` // that are not among them
}

// ReportCounts are the numbers of a file, a format or all.
type ReportCounts struct {
	Experiments ReportRecords `json:"experiments"`
	Samples     ReportRecords `json:"samples"`
	Platforms   int           `json:"platforms"`
	Dropped     int           `json:"dropped"`  // records of damaged files, left out
	Problems    int           `json:"problems"` // records, lines and files that could not be used
}

// ReportRecords says what became of records; Read is the sum of the others.
type ReportRecords struct {
	Read    int `json:"read"`
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Merged  int `json:"merged"`
}

// ReportChanges says what the catalogue has after the import and had before.
type ReportChanges struct {
	Experiments ReportChange `json:"experiments"`
	Samples     ReportChange `json:"samples"`
}

// ReportChange counts experiments or samples of the catalogue.
type ReportChange struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

// ReportFormat is all files of one format; those that were not read have none.
type ReportFormat struct {
	Format string `json:"format"`
	Files  int    `json:"files"`
	ReportCounts
}

// ReportOfFile is one file, in the order in which they were read.
type ReportOfFile struct {
	Name    string `json:"name"`
	Format  string `json:"format"`
	LeftOut bool   `json:"left_out"`
	Skipped string `json:"skipped,omitempty"` // why nothing of it was imported
	ReportCounts
	Messages     []ReportMessage `json:"messages"` // of its problems, the first of them
	MoreMessages int             `json:"more_messages"`
}

// ReportMessage is what is wrong in a file.
type ReportMessage struct {
	Line int    `json:"line,omitempty"` // not there where it is the file as a whole
	Text string `json:"text"`
}

// Add adds the numbers of another file.
func (c *ReportCounts) Add(more ReportCounts) {
	c.Experiments.add(more.Experiments)
	c.Samples.add(more.Samples)
	c.Platforms += more.Platforms
	c.Dropped += more.Dropped
	c.Problems += more.Problems
}

func (r *ReportRecords) add(more ReportRecords) {
	r.Read += more.Read
	r.New += more.New
	r.Changed += more.Changed
	r.Same += more.Same
	r.Merged += more.Merged
}

// Shortened is a report of at most so many files, with at most so many messages of each. Files of which something was left out come first.
func (r ImportReport) Shortened(files, messages int) ImportReport {
	if len(r.Files) > files {
		var first, others []ReportOfFile
		for _, f := range r.Files {
			if f.LeftOut {
				first = append(first, f)
			} else {
				others = append(others, f)
			}
		}
		r.MoreFiles += len(r.Files) - files
		r.Files = append(first, others...)[:files]
	}
	kept := make([]ReportOfFile, len(r.Files))
	for i, f := range r.Files {
		if more := len(f.Messages) - messages; more > 0 {
			f.Messages, f.MoreMessages = f.Messages[:messages], f.MoreMessages+more
		}
		kept[i] = f
	}
	r.Files = kept
	return r
}

// ImportDetails is what is remembered of an import.
type ImportDetails struct {
	Report      ImportReport `json:"report"`
	Changed     []string     `json:"changed"`                // experiments that changed, came or went in the catalogue since the import began, the first of them
	MoreChanged int          `json:"more_changed,omitempty"` // how many more
}
