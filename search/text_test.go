package search

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// shape writes a tree by what it asks: stems, a dot for each place that a stop word takes, a star behind a prefix.
func shape(n TextNode) string {
	list := func(open string, nodes []TextNode) string {
		parts := make([]string, len(nodes))
		for i, n := range nodes {
			parts[i] = shape(n)
		}
		return open + strings.Join(parts, " ") + ")"
	}
	switch n := n.(type) {
	case nil:
		return ""
	case *Words:
		text, at := "", 0
		for _, term := range n.Terms {
			for ; at < term.Offset; at++ {
				text += "."
			}
			text += term.Text
			if term.Prefix {
				text += "*"
			}
		}
		return inField(n.Field.Name(), text)
	case *Number:
		return n.String()
	case Not:
		return "-" + shape(n.Node)
	case AllOf:
		return list("all(", n)
	case AnyOf:
		return list("any(", n)
	}
	panic(fmt.Sprintf("%T", n))
}

func TestParseText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"Liver":                           "liver",
		"liver fibrosis liver":            "all(liver fibrosi)",
		`"breast cancer"`:                 "breast.cancer",
		`“breast cancer”`:                 "breast.cancer",
		`"cancer of the breast"`:          "cancer...breast",
		`"the liver of"`:                  "liver",
		"t-cells E-MTAB-2836 GSE1133":     "all(t.cell e.mtab.2836 gse1133)",
		"breast/ovarian a/1 title:a1/b":   "all(breast ovarian 1 title:a1.b)",
		"10.1038/nature12345":             "10.1038.nature12345",
		"liver -mouse":                    "all(liver -mous)",
		"-mouse":                          "-mous",
		`--mouse -"two words" -(a1 OR b)`: `all(-mous -two.word -any(a1 b))`,
		"NOT mouse NOT (rat)":             "all(-mous -rat)",
		"a1 b1 OR c1":                     "any(all(a1 b1) c1)",
		"a1 (b1 OR c1)":                   "all(a1 any(b1 c1))",
		"a1 AND b1 or c1":                 "all(a1 b1 c1)",
		"((a1) (b1 c1))":                  "all(a1 b1 c1)",
		"a1 OR (b1 OR c1)":                "any(a1 b1 c1)",
		"title:liver":                     "title:liver",
		"Author:smith species:mouse":      "all(authors:smith organism:mous)",
		`title:"acute leukemia"`:          "title:acut.leukemia",
		"title:(a1 OR b1 tissue:c1)":      "any(title:a1 all(title:b1 tissue:c1))",
		"-title:a1 title:-b1":             "all(-title:a1 -title:b1)",
		"tissue:t-cell":                   "tissue:t.cell",
		"samples:5..100 year:2012":        "all(samples:5..100 year:2012..2012)",
		`year:..5 year:"5.."`:             "all(year:..5 year:5..)",
		"year:(2012 OR 2014)":             "any(year:2012..2012 year:2014..2014)",
		"neuro* title:the* E-MTAB-28*":    "all(neuro* title:the* e.mtab.28*)",
		`"breast canc*"`:                  "breast.canc*",
		"the":                             "",
		"-the of":                         "",
		"+liver & [heart]":                "all(liver heart)",
		"GO:0006915 Review: liver":        "all(go.0006915 review liver)",
		"https://doi.org/10.1/x":          "http.doi.org.10.1.x",
		"CD4(+) cells":                    "all(cd4 cell)",
		`liver"heart"root`:                "all(liver heart root)",
	} {
		got := ParseText(text)
		if shape(got.Node) != want || len(got.Problems) > 0 || got.Corrected != "" {
			t.Errorf("ParseText(%q) = %q, want %q; problems %+v", text, shape(got.Node), want, got.Problems)
		}
	}
}

func TestParseTextTellsMistakes(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("(", maxTextDepth+2) + "liver" + strings.Repeat(")", maxTextDepth+2)
	long := strings.Repeat("liver", 1) + strings.Repeat(" x", maxTextWords)
	for _, test := range []struct {
		text, tree string
		kind       TextKind
		place      string // what is marked
		meant      string
	}{
		{`liver "heart root`, "all(liver heart root)", UnclosedQuote, `"`, `liver "heart root"`},
		{`"heart tissue:liver`, "all(heart tissue:liver)", UnclosedQuote, `"`, "heart tissue:liver"},
		{`title:"heart`, "title:heart", UnclosedQuote, `"`, `title:"heart"`},
		{`liver "`, "liver", UnclosedQuote, `"`, "liver"},
		{`(liver (heart`, "all(liver heart)", UnclosedParenthesis, `(`, `(liver (heart)`},
		{"liver) heart", "all(liver heart)", StrayParenthesis, ")", "liver heart"},
		{"OR liver", "liver", StrayOperator, "OR", "liver"},
		{"liver OR", "liver", StrayOperator, "OR", "liver"},
		{"liver OR OR heart", "any(liver heart)", StrayOperator, "OR", "liver OR heart"},
		{"(liver OR) heart", "all(liver heart)", StrayOperator, "OR", "(liver ) heart"},
		{"liver AND", "liver", StrayOperator, "AND", "liver"},
		{"liver NOT", "liver", StrayOperator, "NOT", "liver"},
		{"liver - heart", "all(liver heart)", LoneMinus, "-", "liver heart"},
		{"liver *", "liver", LoneStar, "*", "liver"},
		{"b* liver", "all(b liver)", ShortPrefix, "*", "b liver"},
		{"can*er", "can.er", MisplacedStar, "*", "caner"},
		{"title: liver", "liver", EmptyField, "title:", "title:liver"},
		{"liver title:", "liver", EmptyField, "title:", "liver"},
		{"tisue:liver", "liver", UnknownField, "tisue:", "tissue:liver"},
		{`colour:"deep red"`, "deep.red", UnknownField, "colour:", `"deep red"`},
		{"title:(colour:red)", "title:red", UnknownField, "colour:", "title:(red)"},
		{"year:2012-2018 liver", "liver", BadRange, "2012-2018", "year:2012..2018 liver"},
		{"year:2018..2012", "", BadRange, "2018..2012", "year:2012..2018"},
		{"samples:>5", "", BadRange, ">5", "samples:6.."},
		{"samples:<=5", "", BadRange, "<=5", "samples:..5"},
		{"samples:100+", "", BadRange, "100+", "samples:100.."},
		{"samples:many liver", "liver", BadRange, "many", "liver"},
		{deep, "liver", TooDeep, "(", deep},
		{long, "all(liver x)", TooManyWords, "x", strings.TrimSuffix(long, " x")},
	} {
		got := ParseText(test.text)
		if shape(got.Node) != test.tree {
			t.Errorf("%q is %s, want %s", test.text, shape(got.Node), test.tree)
		}
		if len(got.Problems) == 0 {
			t.Errorf("%q has no problem, want %s", test.text, test.kind)
			continue
		}
		p := got.Problems[0]
		if place := test.text[p.Offset : p.Offset+p.Length]; p.Kind != test.kind || place != test.place || p.Message == "" {
			t.Errorf("%q: %s at %q (%s), want %s at %q", test.text, p.Kind, place, p.Message, test.kind, test.place)
		}
		if p.Meant != test.meant && len(got.Problems) == 1 {
			t.Errorf("%q: meant %q, want %q", test.text, p.Meant, test.meant)
		}
		if again := ParseText(got.Corrected); len(again.Problems) > 0 && test.kind != TooDeep {
			t.Errorf("%q is corrected to %q, which has problems: %+v", test.text, got.Corrected, again.Problems)
		}
	}
}

func TestParseTextHasBounds(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"10,000 words":       strings.Repeat("liver heart ", 5000),
		"1,000 parentheses":  strings.Repeat("(", 1000) + "liver",
		"1,000 closing ones": strings.Repeat(")", 1000) + "liver",
		"a megabyte":         strings.Repeat("x", 1<<20),
		"a megabyte of -(":   strings.Repeat("-(", 1<<19),
		"words with stars":   strings.Repeat("ab* ", 400),
		"fields in fields":   strings.Repeat("title:", 300) + "liver",
		"invalid UTF-8":      "liver \xff\xfe heart",
	} {
		q, warnings := Parse(map[string][]string{"q": {raw}})
		if len(q.Text) > MaxText || len(warnings) == 0 && name != "fields in fields" {
			t.Errorf("%s: a text of %d bytes, %d warnings", name, len(q.Text), len(warnings))
		}
		if n := len(ParseText(q.Text).Problems); n > maxTextProblems {
			t.Errorf("%s: %d problems", name, n)
		}
	}
	q, warnings := Parse(map[string][]string{"q": {"li\u200bver\u202e \u2066heart\u2069\ufeff"}})
	if q.Text != "liver heart" || len(warnings) > 0 {
		t.Errorf("invisible characters: %q, %v", q.Text, warnings)
	}
}

func TestAnyWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"liver":                         "",
		"liver heart":                   "any(liver heart)",
		`liver "heart root" ne* -mouse`: "all(any(liver heart.root ne*) -mous)",
		"liver heart title:x year:2012": "all(any(liver heart) title:x year:2012..2012)",
		"liver title:heart":             "",
		"liver OR heart":                "",
		"liver (heart OR root)":         "",
	} {
		node, ok := ParseText(text).AnyWord()
		if shape(node) != want || ok != (want != "") {
			t.Errorf("AnyWord of %q is %q, %v; want %q", text, shape(node), ok, want)
		}
	}
}

// sameTree compares what two trees ask.
var sameTree = cmp.Options{
	cmpopts.IgnoreFields(Words{}, "Source", "Start", "End"), cmpopts.IgnoreFields(Number{}, "Start", "End"),
	cmp.Comparer(func(a, b *Field) bool { return a == b }),
}

// FuzzParseText: any text is read without harm, its tree prints to a text that is read as the same tree, and all places are within the text.
func FuzzParseText(f *testing.F) {
	for _, seed := range []string{
		"liver -mouse OR (title:heart \"two of words\")", "year:2012..2018 samples:..5", "neuro* \"a b*\" E-MTAB-2836",
		"((a OR", ") - * OR \"", "title: x:y:z http://a:b -title:-(b", "\xff\u200b“q” NOT NOT x", "a:*** -OR", "year:1-2 foo:(a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		read := ParseText(text)
		for _, p := range read.Problems {
			if p.Offset < 0 || p.Length < 0 || p.Offset+p.Length > len(text) || p.Message == "" || p.Kind == "" {
				t.Errorf("%q: %+v", text, p)
			}
		}
		for _, w := range Positive(read.Node) {
			if w.Start < 0 || w.Start >= w.End || w.End > len(text) || len(w.Terms) == 0 {
				t.Errorf("%q: %+v", text, w)
			}
		}
		if read.Node == nil {
			return
		}
		printed := read.Node.String()
		again := ParseText(printed)
		if len(printed) > MaxText || len(printed) > len(text) && len(again.Problems) > 0 && again.Problems[0].Kind == TooManyWords {
			return
		}
		if diff := cmp.Diff(read.Node, again.Node, sameTree); diff != "" || len(again.Problems) > 0 {
			t.Errorf("%q prints to %q, which is another tree (%+v):\n%s", text, printed, again.Problems, diff)
		}
	})
}
