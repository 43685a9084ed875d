package ingest

import (
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// MAGE-TAB, as specified at https://www.ebi.ac.uk/biostudies/misc/MAGE-TABv1.1_2011_07_28.pdf (Rayner et al., BMC Bioinformatics 2006, 7:489) and
// published by ArrayExpress, describes an experiment in tab-separated tables:
//
//   - the IDF (Investigation Description Format), one row for each property of the experiment: "Investigation Title", "PubMed ID",
//     "Comment[ArrayExpressAccession]"; its row "SDRF File" names the others, which stand in the same folder (magetab_idf.go);
//   - SDRFs (Sample and Data Relationship Format), one row for each way from a source of material to a data file (magetab_sdrf.go).
//
// Cells may be quoted; blank lines and lines that begin with # say nothing. Names of rows and columns are written in any case, with or
// without blanks: "Factor Value [age]", "FactorValue[AGE]".
//
// IDF and SDRF are sources of their own, each with a record of the experiment under the same accession code, so that it makes no
// difference whether they are imported together: an SDRF finds the IDF that names it in its folder. The code is the one that the IDF
// states. Where it states none, or where there is no IDF, it is the name of the file or folder, as archives name them:
// E-MTAB-2452/E-MTAB-2452.sdrf.txt.

// magetabReader reads the rows of either table; newMAGETAB makes the reader of the one that the text is.
type magetabReader struct {
	lines  *lineReader
	rep    *FileReport
	folder string // in which the file lies; empty for one that lies nowhere
	name   string // of the file in its folder
}

func newMAGETAB(t *text, rep *FileReport) unitReader {
	reader := magetabReader{lines: &lineReader{r: t.Reader}, rep: rep}
	if head, _ := t.Peek(headSize); looksLikeSDRF(head) { // damage is found by reading
		return &sdrf{magetabReader: reader, samples: newSDRFSamples(rep)}
	}
	return &idf{magetabReader: reader, rows: map[string][]string{}}
}

func looksLikeMAGETAB(head []byte) bool { return looksLikeSDRF(head) || looksLikeIDF(head) }

// looksLikeSDRF tells by the header, which begins with "Source Name" and has another column of MAGE-TAB.
func looksLikeSDRF(head []byte) bool {
	for line := range bytes.Lines(head) {
		cells := tabCells(string(bytes.TrimRight(line, "\n")))
		if cells == nil {
			continue
		}
		return tabName(cells[0]) == "sourcename" && slices.ContainsFunc(cells[1:], func(cell string) bool {
			_, known := readHeader(cell)
			return known && tabName(cell) != "sourcename"
		})
	}
	return false
}

// looksLikeIDF tells by a row that every IDF has. ISA-Tab has it too, among sections with headings of their own.
func looksLikeIDF(head []byte) bool {
	found := false
	for line := range bytes.Lines(head) {
		first, _, _ := bytes.Cut(bytes.TrimRight(line, "\n"), []byte("\t"))
		switch tabName(strings.Trim(string(first), `"`)) {
		case "investigationtitle", "mage-tabversion":
			found = true
		case "ontologysourcereference", "investigation":
			return false
		}
	}
	return found
}

// bundleMAGETAB puts each IDF before the SDRFs that it names. Files may be packed (.gz).
func bundleMAGETAB(files []input) [][]int {
	byName := map[string]int{}
	for i, in := range files {
		byName[tabFile(in.name)] = i
	}
	taken := make([]bool, len(files))
	var bundles [][]int
	for i, in := range files {
		bundle := []int{i}
		peek(in, func(t *text) {
			reader, ok := newMAGETAB(t, &FileReport{}).(*idf)
			if !ok || reader.readRows() != nil {
				return
			}
			for _, name := range reader.all("sdrffile") {
				if j, here := byName[tabFile(name)]; here && j != i && !taken[j] {
					taken[j] = true
					bundle = append(bundle, j)
				}
			}
		})
		if len(bundle) > 1 && !taken[i] {
			taken[i] = true
			bundles = append(bundles, bundle)
		}
	}
	return bundles
}

// at implements placed.
func (m *magetabReader) at(folder, name string) { m.folder, m.name = folder, name }

// path is the file's name after that of its folder.
func (m *magetabReader) path() string {
	if m.folder == "" {
		return m.rep.Name
	}
	return filepath.Base(m.folder) + "/" + m.name
}

// idfOf finds the IDF that names an SDRF: of several, one that is called as the SDRF is, else the first by name. Nil where there is none.
func idfOf(folder, sdrf string) *idf {
	stem, _, _ := strings.Cut(sdrf, ".")
	for _, begin := range []string{stem, ""} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil
		}
		for _, entry := range entries {
			name := entry.Name()
			if !strings.HasPrefix(name, begin) || strings.HasPrefix(name, ".") || !strings.Contains(strings.ToLower(name), "idf") {
				continue
			}
			path := filepath.Join(folder, name)
			if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
				continue
			}
			if f := peekIDF(path); f != nil && slices.ContainsFunc(f.all("sdrffile"), func(named string) bool { return tabFile(named) == tabFile(sdrf) }) {
				return f
			}
		}
	}
	return nil
}

// peekIDF reads an IDF, whatever is wrong with it; nil for another file.
func peekIDF(path string) (found *idf) {
	peek(input{open: func() (io.ReadCloser, error) { return os.Open(path) }}, func(t *text) {
		reader, ok := newMAGETAB(t, &FileReport{}).(*idf)
		if ok && reader.readRows() == nil {
			reader.at(filepath.Split(path))
			found = reader
		}
	})
	return found
}

// tabFile is a file's name as IDFs write it.
func tabFile(name string) string {
	return strings.TrimSuffix(path.Base(filepath.ToSlash(name)), ".gz")
}

// next returns the cells of the next row that says something, nil at the end.
func (m *magetabReader) next() ([]string, error) {
	for {
		line, tooLong, err := m.lines.next()
		if err != nil {
			return nil, err
		}
		if tooLong {
			m.rep.problem(m.lines.number, "a line of more than 16 MB; expected shorter ones; the line is skipped")
			continue
		}
		if cells := tabCells(string(line)); cells != nil {
			return cells, nil
		}
	}
}

// tabCells parts a row into its cells, trimmed; nil for blank lines and comments. A cell may be quoted, with "" for a quote.
func tabCells(line string) []string {
	if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
		return nil
	}
	var cells []string
	for more := true; more; {
		var cell string
		if unquoted, rest, ok := cutQuoted(line); ok {
			cell, line, more = unquoted, strings.TrimPrefix(rest, "\t"), rest != ""
		} else {
			cell, line, more = strings.Cut(line, "\t")
		}
		cells = append(cells, strings.TrimSpace(cell))
	}
	if !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }) {
		return nil
	}
	return cells
}

// cutQuoted cuts a quoted cell off a line; ok is false if the line does not begin with one that is whole.
func cutQuoted(line string) (cell, rest string, ok bool) {
	if !strings.HasPrefix(line, `"`) {
		return "", "", false
	}
	for at := 1; ; {
		end := strings.IndexByte(line[at:], '"')
		if end < 0 {
			return "", "", false
		}
		at += end + 1
		switch {
		case strings.HasPrefix(line[at:], `"`):
			at++
		case at == len(line) || line[at] == '\t':
			return strings.ReplaceAll(line[1:at-1], `""`, `"`), line[at:], true
		default:
			return "", "", false
		}
	}
}

// tabName is the name of a row or column as it is compared: "Term Source REF" is termsourceref.
func tabName(cell string) string { return strings.ToLower(strings.Join(strings.Fields(cell), "")) }

var (
	arrayExpressCode = regexp.MustCompile(`^E-[A-Z]{4}-[0-9]+$`)
	accessionLike    = regexp.MustCompile(`^[A-Z]{1,4}-[A-Z]{1,5}-[0-9]{1,9}[A-Z]?$`) // BII-I-1, E-GEOD-3790B
)

// namedAccession is the accession code that the name of a file or its folder tells, "" if none.
func namedAccession(name string) string {
	stem, _, _ := strings.Cut(path.Base(name), ".")
	folder := path.Base(path.Dir(name))
	switch {
	case arrayExpressCode.MatchString(stem):
		return stem
	case accessionLike.MatchString(folder):
		return folder
	case accessionLike.MatchString(stem):
		return stem
	}
	return ""
}
