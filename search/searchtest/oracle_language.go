package searchtest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The oracle reads texts by itself, so that a misreading of the parser is seen. It knows texts without mistakes only.

// plainTest says whether an experiment satisfies a part of a text; nil is a part without a word that is searched.
type plainTest func(*plainText) bool

// plainQuery is a text: what all of it asks, and what it asks when nothing has all of its words.
type plainQuery struct{ all, any plainTest }

// plainTerm is one of several terms side by side.
type plainTerm struct {
	test    plainTest
	isPlain bool // a word or phrase in no field and behind no minus
}

var plainToken = regexp.MustCompile(`-|[a-z_]+:|\(|\)|"[^"]*"|[^\s()"]+|\s+`)

type plainReader struct{ tokens []string }

func readPlainQuery(text string) (plainQuery, error) {
	r := &plainReader{plainToken.FindAllString(text, -1)}
	alternatives, err := r.alternatives("")
	if err == nil && len(r.tokens) > 0 {
		err = fmt.Errorf("oracle: %q is left of the text %q", r.tokens, text)
	}
	if err != nil {
		return plainQuery{}, err
	}
	q := plainQuery{all: anyTest(alternatives)}
	if len(alternatives) == 1 {
		var words, rest []plainTest
		for _, t := range alternatives[0] {
			if t.isPlain {
				words = append(words, t.test)
			} else {
				rest = append(rest, t.test)
			}
		}
		if len(words) > 1 {
			q.any = func(e *plainText) bool {
				return slices.ContainsFunc(words, func(t plainTest) bool { return t(e) }) &&
					!slices.ContainsFunc(rest, func(t plainTest) bool { return !t(e) })
			}
		}
	}
	return q, nil
}

// anyTest is true where all terms of one alternative are.
func anyTest(alternatives [][]plainTerm) plainTest {
	alternatives = slices.DeleteFunc(slices.Clone(alternatives), func(terms []plainTerm) bool { return len(terms) == 0 })
	if len(alternatives) == 0 {
		return nil
	}
	return func(e *plainText) bool {
		return slices.ContainsFunc(alternatives, func(terms []plainTerm) bool {
			return !slices.ContainsFunc(terms, func(t plainTerm) bool { return !t.test(e) })
		})
	}
}

// peek is the next token that is no blank.
func (r *plainReader) peek() string {
	for len(r.tokens) > 0 && strings.TrimSpace(r.tokens[0]) == "" {
		r.tokens = r.tokens[1:]
	}
	if len(r.tokens) == 0 {
		return ""
	}
	return r.tokens[0]
}

func (r *plainReader) take() string {
	token := r.peek()
	if token != "" {
		r.tokens = r.tokens[1:]
	}
	return token
}

func (r *plainReader) alternatives(field string) ([][]plainTerm, error) {
	list := [][]plainTerm{nil}
	for {
		switch r.peek() {
		case "", ")":
			return list, nil
		case "OR":
			r.take()
			list = append(list, nil)
			continue
		}
		term, err := r.term(field)
		if err != nil {
			return nil, err
		}
		if term.test != nil {
			list[len(list)-1] = append(list[len(list)-1], term)
		}
	}
}

func (r *plainReader) term(field string) (plainTerm, error) {
	switch token := r.take(); {
	case token == "-":
		term, err := r.term(field)
		if term.test == nil {
			return plainTerm{}, err
		}
		return plainTerm{test: func(e *plainText) bool { return !term.test(e) }}, err
	case strings.HasSuffix(token, ":"):
		return r.term(strings.TrimSuffix(token, ":"))
	case token == "(":
		inner, err := r.alternatives(field)
		if r.take() != ")" {
			return plainTerm{}, fmt.Errorf("oracle: a group without an end")
		}
		return plainTerm{test: anyTest(inner)}, err
	case field == "year", field == "samples":
		test, err := plainRange(field, token)
		return plainTerm{test: test}, err
	default:
		return wordsTerm(field, token), nil
	}
}

func wordsTerm(field, token string) plainTerm {
	text := strings.Trim(token, `"`)
	prefix := strings.HasSuffix(text, "*")
	words := plainWords(text)
	isStop := func(word string) bool { return slices.Contains(oracleStopWords, word) }
	for len(words) > 0 && isStop(words[0]) && (!prefix || len(words) > 1) {
		words = words[1:]
	}
	if len(words) == 0 {
		return plainTerm{}
	}
	fields := []string{field}
	if field == "" {
		fields = plainFields
	}
	return plainTerm{test: func(e *plainText) bool { return e.has(words, prefix, fields...) }, isPlain: field == ""}
}

// plainRange reads a..b, of which one end may be missing, or a single number.
func plainRange(field, text string) (plainTest, error) {
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		to = from
	}
	var ends [2]*int
	for i, end := range []string{from, to} {
		if end == "" {
			continue
		}
		n, err := strconv.Atoi(end)
		if err != nil {
			return nil, fmt.Errorf("oracle: the range %q: %w", text, err)
		}
		ends[i] = &n
	}
	return func(e *plainText) bool {
		n, reported := e.numbers[field]
		return reported && (ends[0] == nil || n >= *ends[0]) && (ends[1] == nil || n <= *ends[1])
	}, nil
}
