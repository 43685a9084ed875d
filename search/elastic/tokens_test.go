package elastic

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tokensFile is the table of what the real analyzers make of texts, one a line. Add texts to it, run with -update, and read the difference.
const tokensFile = "../analysis/testdata/tokens.json"

// tokens are what the analyzers make of a text, as search/analysis reads it.
type tokens struct {
	Text  string   `json:"text"`
	Words []string `json:"words"`
	Stems []string `json:"stems"`
	At    []int    `json:"at"`
}

// TestTokensOfServer: the table is what the server makes of its texts.
func TestTokensOfServer(t *testing.T) {
	t.Parallel()
	engine := testEngine(t, 1)
	index := engine.indexOf(1, experimentsIndex)
	if err := engine.createIndex(t.Context(), index, experimentsIndex); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(tokensFile)
	if err != nil {
		t.Fatal(err)
	}
	var table []tokens
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	var made bytes.Buffer
	for i, want := range table {
		got := tokens{Text: want.Text}
		got.Stems, got.At = analyzed(t, engine, index, "stems", want.Text)
		words, at := analyzed(t, engine, index, "words", want.Text)
		if got.Words = words; !slices.Equal(at, got.At) {
			t.Errorf("%q: words stand at %d, stems at %d", want.Text, at, got.At)
		}
		if diff := cmp.Diff(want, got); diff != "" && !*update {
			t.Errorf("%q (-table +server):\n%s", want.Text, diff)
		}
		line, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		made.WriteString(map[bool]string{true: "[\n", false: ",\n"}[i == 0])
		made.Write(line)
	}
	made.WriteString("\n]\n")
	if *update {
		if err := os.WriteFile(tokensFile, made.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// analyzed asks the server for the tokens of a text.
func analyzed(t *testing.T, e *Engine, index, analyzer, text string) (list []string, at []int) {
	t.Helper()
	var answer struct {
		Tokens []struct {
			Token    string
			Position int
		}
	}
	if err := e.client.call(t.Context(), http.MethodPost, "/"+index+"/_analyze", object{"analyzer": analyzer, "text": strings.ToValidUTF8(text, "")}, &answer); err != nil {
		t.Fatal(err)
	}
	for _, token := range answer.Tokens {
		list, at = append(list, token.Token), append(at, token.Position)
	}
	return list, at
}
