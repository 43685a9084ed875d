package harmonise

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/facetome/facetome/models"
)

//go:embed *.tsv
var files embed.FS

// keyRow says which field a key names; an empty field says that it names none for sure.
type keyRow struct{ field, unit string }

// absentRow says of which fields a value means "not reported": of those listed, or of all but those listed.
type absentRow struct {
	fields []string
	except bool
}

func (r absentRow) holds(field string) bool { return slices.Contains(r.fields, field) != r.except }

// lookup holds the tables by folded spelling.
type lookup struct {
	keys       map[string]keyRow
	absent     map[string]absentRow
	sex        map[string][]string
	technology map[string]string // by vocabulary, a tab and the folded word
	archives   map[string]string
	spellings  map[string]string // by field, a tab and the folded spelling
	ages       map[ageWord]ageRow
	species    map[int]string // by id of NCBI Taxonomy
	taxa       map[string]int // ids by folded name
}

// tables reads the embedded tables once. They are part of the program: a table that cannot be read is a mistake in it, and tests
// read every row.
var tables = sync.OnceValue(func() *lookup {
	t := &lookup{
		keys: map[string]keyRow{}, absent: map[string]absentRow{}, sex: map[string][]string{},
		technology: map[string]string{}, archives: map[string]string{}, spellings: map[string]string{},
		ages: map[ageWord]ageRow{}, species: map[int]string{}, taxa: map[string]int{},
	}
	for _, r := range rows("keys.tsv") {
		t.keys[fold(r[0])] = keyRow{field: strings.TrimPrefix(r[1], "-"), unit: r[2]}
	}
	for _, r := range rows("absent.tsv") {
		t.absent[models.Fold(r[0])] = absence(r[1])
	}
	for _, r := range rows("sex.tsv") {
		t.sex[models.Fold(r[0])] = strings.Split(r[1], "|")
	}
	for _, r := range rows("technology.tsv") {
		t.technology[r[0]+"\t"+models.Fold(r[1])] = r[2]
	}
	for _, r := range rows("archives.tsv") {
		t.archives[models.Fold(r[0])] = r[1]
	}
	for _, r := range rows("spellings.tsv") {
		t.spellings[r[0]+"\t"+models.Fold(r[1])] = r[2]
	}
	for _, r := range rows("age.tsv") {
		t.ages[ageWord{place: r[1], word: models.Fold(r[0])}] = ageRow{unit: r[2], since: r[3]}
	}
	for _, r := range rows("species.tsv") {
		id, err := strconv.Atoi(r[0])
		if err != nil {
			panic(fmt.Errorf("embedded table species.tsv: %w", err))
		}
		t.species[id], t.taxa[models.Fold(r[1])] = r[1], id
	}
	return t
})

// absence reads a fields column: "all", "all but a,b", or "a,b".
func absence(column string) absentRow {
	if column == "all" {
		return absentRow{except: true}
	}
	if but, ok := strings.CutPrefix(column, "all but "); ok {
		return absentRow{fields: strings.Split(but, ","), except: true}
	}
	return absentRow{fields: strings.Split(column, ",")}
}

// rows reads an embedded table: lines that begin with # are comments, the first other line names the columns, the last of which is
// always the source.
func rows(name string) [][]string {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("embedded table: %w", err))
	}
	var header []string
	var table [][]string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		switch {
		case header == nil:
			header = columns
		case len(columns) != len(header):
			panic(fmt.Sprintf("embedded table %s: %q has %d columns; expected %d", name, line, len(columns), len(header)))
		default:
			table = append(table, columns)
		}
	}
	return table
}
