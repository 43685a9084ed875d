package bench

import (
	"bufio"
	_ "embed"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

//go:embed mix.txt
var mixText string

// query is one line of the mix.
type query struct {
	Kind  string
	Query string // of a URL, with placeholders or without
}

// mix reads mix.txt.
func mix() []query {
	var queries []query
	lines := bufio.NewScanner(strings.NewReader(mixText))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, rest, _ := strings.Cut(line, " ")
		queries = append(queries, query{kind, strings.TrimSpace(rest)})
	}
	return queries
}

// words are what placeholders stand for: by name ("organism", "phrase"), the commonest first.
type words map[string][]string

var placeholder = regexp.MustCompile(`\{([a-z_]+)\.([0-9]+)\}`)

// fill writes the catalogue's words into a query; it fails where the catalogue has not as many.
func (w words) fill(q query) (query, error) {
	var missing error
	q.Query = placeholder.ReplaceAllStringFunc(q.Query, func(p string) string {
		parts := placeholder.FindStringSubmatch(p)
		n, err := strconv.Atoi(parts[2])
		if err != nil || n < 1 || n > len(w[parts[1]]) {
			missing = fmt.Errorf("the catalogue has no %s number %s", parts[1], parts[2])
			return p
		}
		return url.QueryEscape(w[parts[1]][n-1])
	})
	return q, missing
}

// phraseOf takes two words that follow each other in a title; the longer they are, the less they are words such as "of the".
func phraseOf(title string) (string, bool) {
	all := strings.Fields(title)
	best, length := "", 0
	for i := 1; i < len(all); i++ {
		if plain(all[i-1]) && plain(all[i]) {
			if n := min(len(all[i-1]), len(all[i])); n > length {
				best, length = all[i-1]+" "+all[i], n
			}
		}
	}
	return best, best != ""
}

var letters = regexp.MustCompile(`^[A-Za-z]{3,}$`)

func plain(word string) bool { return letters.MatchString(word) }
