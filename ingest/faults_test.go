package ingest

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// What may become of a file with a fault.
type fate int

const (
	same     fate = iota // it gives the records that it gives without the fault
	reported             // a problem says what is wrong
	either               // one of the two
	survives             // nothing tells that a part is missing: whatever is read is sound
)

// fault is something that can be wrong with a file of any format.
type fault struct {
	name string
	fate fate
	// make gives the file the fault. value is a text of one of its records, which stands in it. It returns nil where the fault cannot be.
	make func(t *testing.T, content, value string) io.Reader
}

// faults are tried with every format.
func faults() []fault {
	text := func(change func(content, value string) string) func(*testing.T, string, string) io.Reader {
		return func(_ *testing.T, content, value string) io.Reader {
			if changed := change(content, value); changed != "" {
				return strings.NewReader(changed)
			}
			return nil
		}
	}
	encoded := func(encode func(string) (string, error)) func(*testing.T, string, string) io.Reader {
		return text(func(content, _ string) string {
			changed, err := encode(content)
			if err != nil { // not all characters have a place in it
				return ""
			}
			return changed
		})
	}
	packed := func(change func(packed string) string) func(*testing.T, string, string) io.Reader {
		return func(t *testing.T, content, _ string) io.Reader {
			t.Helper()
			return strings.NewReader(change(gzipped(t, content)))
		}
	}
	inXML := func(change func(content, value string) string) func(*testing.T, string, string) io.Reader {
		return text(func(content, value string) string {
			if !strings.HasPrefix(strings.TrimSpace(content), "<") {
				return ""
			}
			return change(content, value)
		})
	}
	// inJSON puts JSON in place of a string.
	inJSON := func(instead string) func(*testing.T, string, string) io.Reader {
		return text(func(content, value string) string {
			if strings.HasPrefix(content, "[") || strings.HasPrefix(content, "{") && strings.Contains(content, `"`+value+`"`) {
				return strings.Replace(content, `"`+value+`"`, instead, 1)
			}
			return ""
		})
	}
	isTable := func(content string) bool {
		return strings.Contains(headline(content), "\t") && !strings.ContainsAny(content[:1], "!^{[<")
	}
	utf16 := func(order unicode.Endianness) func(string) (string, error) {
		return unicode.UTF16(order, unicode.UseBOM).NewEncoder().String
	}
	doctype := func(declarations string) func(content, value string) string {
		return func(content, _ string) string { // after the XML declaration, which must be first
			declaration, rest := "", content
			if strings.HasPrefix(content, "<?xml") {
				declaration, rest, _ = strings.Cut(content, "?>")
				declaration += "?>"
			}
			return declaration + "<!DOCTYPE x [" + declarations + "]>" + rest
		}
	}
	nested := func(open, end string, levels int) string {
		return strings.Repeat(open, levels) + `"x"` + strings.Repeat(end, levels)
	}
	return []fault{
		{"byte order mark", same, text(func(c, _ string) string { return "\uFEFF" + c })},
		{"UTF-16 LE", same, encoded(utf16(unicode.LittleEndian))},
		{"UTF-16 BE", same, encoded(utf16(unicode.BigEndian))},
		{"Latin-1", same, encoded(charmap.ISO8859_1.NewEncoder().String)},
		{"Windows-1252", same, encoded(charmap.Windows1252.NewEncoder().String)},
		{"CRLF", same, text(func(c, _ string) string { return strings.ReplaceAll(c, "\n", "\r\n") })},
		{"bare CR", same, text(func(c, _ string) string { return strings.ReplaceAll(c, "\n", "\r") })},
		{"NUL bytes", same, text(func(c, _ string) string {
			return c[:len(c)/3] + "\x00\x00" + c[len(c)/3:len(c)/2] + "\x00" + c[len(c)/2:]
		})},
		{"slow", same, func(_ *testing.T, c, _ string) io.Reader { return iotest.OneByteReader(strings.NewReader(c)) }},
		{"gzip", same, packed(func(p string) string { return p })},
		{"gzip of UTF-16", same, func(t *testing.T, c, _ string) io.Reader {
			t.Helper()
			wide, err := utf16(unicode.LittleEndian)(c)
			if err != nil {
				t.Fatal(err)
			}
			return strings.NewReader(gzipped(t, wide))
		}},
		{"gzip members", same, func(t *testing.T, c, _ string) io.Reader {
			t.Helper()
			return strings.NewReader(gzipped(t, c[:len(c)/2]) + gzipped(t, "") + gzipped(t, c[len(c)/2:]))
		}},
		{"gzip padding", same, packed(func(p string) string { return p + strings.Repeat("\x00", 512) })},
		{"gzip cut", reported, packed(func(p string) string { return p[:len(p)*2/3] })},
		{"gzip without its end", reported, packed(func(p string) string { return p[:len(p)-8] })},
		{"gzip with garbage", reported, packed(func(p string) string { return p + "garbage" })},
		{"gzip with one wrong byte", reported, packed(func(p string) string { return p[:len(p)-6] + string(p[len(p)-6]^1) + p[len(p)-5:] })},
		{"disk error", reported, func(_ *testing.T, c, _ string) io.Reader {
			return io.MultiReader(strings.NewReader(c[:len(c)/2]), iotest.ErrReader(errors.New("input/output error")))
		}},
		{"line of a megabyte", either, text(func(c, v string) string { return strings.Replace(c, v, v+strings.Repeat(" word", 200_000), 1) })},
		{"XML cut", reported, inXML(func(c, _ string) string { return strings.TrimSpace(c)[:len(strings.TrimSpace(c))-3] })},
		{"XML bomb", reported, inXML(doctype(`<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">`))},
		{"XML with an external entity", reported, inXML(doctype(`<!ENTITY passwords SYSTEM "file:///etc/passwd">`))},
		{"XML with a parameter entity", reported, inXML(doctype(`<!ENTITY % other SYSTEM "http://127.0.0.1/x.dtd"> %other;`))},
		{"XML with an unknown entity", reported, inXML(func(c, v string) string { return strings.Replace(c, v, v+"&passwords;", 1) })},
		{"XML 100,000 levels deep", reported, inXML(func(c, v string) string { return strings.Replace(c, v, nested("<a>", "</a>", 100_000), 1) })},
		{"XML of another version", reported, inXML(func(c, _ string) string {
			if strings.HasPrefix(c, "<?xml") {
				_, c, _ = strings.Cut(c, "?>")
			}
			return `<?xml version="7"?>` + c
		})},
		{"JSON 1,000 levels deep", reported, inJSON(nested("[", "]", 1000))},
		{"JSON objects 1,000 levels deep", reported, inJSON(nested(`{"a":`, "}", 1000))},
		{"JSON 100,000 levels deep", reported, inJSON(nested("[", "]", 100_000))},
		{"JSON 100,000 levels open", reported, inJSON(strings.Repeat(`[{"count":1,"results":`, 100_000))},
		{"JSON of another kind", either, inJSON(`{"x":[null,1e400,true,{}]}`)},
		{"duplicate headers", either, text(func(c, _ string) string {
			if !isTable(c) {
				return ""
			}
			var doubled strings.Builder
			for line := range strings.Lines(c) {
				line = strings.TrimSuffix(line, "\n")
				doubled.WriteString(line + "\t" + line + "\n")
			}
			return doubled.String()
		})},
		{"100,000 columns", either, text(func(c, _ string) string {
			if !isTable(c) {
				return ""
			}
			var header strings.Builder
			header.WriteString(headline(c))
			for i := range 100_000 {
				fmt.Fprintf(&header, "\tcolumn %d", i)
			}
			return header.String() + c[len(headline(c)):]
		})},
		{"only a header", survives, text(func(c, _ string) string { return headline(c) + "\n" })},
		{"cut in a line", survives, text(func(c, _ string) string { return c[:len(c)*3/5] })},
		{"twice", survives, text(func(c, _ string) string { return c + "\n" + c })},
		{"binary data inside", survives, text(func(c, _ string) string { return c[:len(c)/2] + "\x7fELF\x01\xff\xfe\x00\x1f\x8b\x08" + c[len(c)/2:] })},
	}
}

func headline(content string) string {
	line, _, _ := strings.Cut(content, "\n")
	return line
}

// TestFaults reads the files of every format with every fault: they are read rightly or reported, with the file and the line, and
// nothing that must not be kept is kept.
func TestFaults(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads hundreds of large files")
	}
	const files = 2 // each fault is tried with so many of a format
	all := examples(t)
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			tried := map[string]int{}
			for i, content := range all[f.name] {
				read := func(file io.Reader) (*memory, FileReport) { return readStream(t, f.name, exampleName, file) }
				records, _ := read(strings.NewReader(content))
				content, beyond := withLetters(records, content, func(changed string) string {
					got, _ := read(strings.NewReader(changed))
					return fmt.Sprint(got)
				})
				if beyond == "" {
					continue // an example of something that is wrong as a whole
				}
				plain, untouched := read(strings.NewReader(content))
				for _, fault := range faults() {
					if tried[fault.name] == files {
						continue
					}
					if file := fault.make(t, content, beyond); file != nil {
						tried[fault.name]++
						got, rep := read(file)
						checkFate(t, fmt.Sprintf("file %d, %s", i, fault.name), fault.fate, plain, got, untouched, rep)
					}
				}
			}
			for _, name := range []string{"Latin-1", "Windows-1252", "UTF-16 LE", "gzip cut", "only a header"} {
				if tried[name] == 0 {
					t.Errorf("no file of testdata could be tried with the fault %q; add one that has a title", name)
				}
			}
		})
	}
}

// withLetters puts letters that are not ASCII, which tell encodings apart, behind the longest text that stands once, on one line, in a
// file and that is a text of one of its records. It returns the file and the text; both are empty where there is none.
func withLetters(records *memory, content string, read func(string) string) (changed, value string) {
	const letters = " é µ"
	var values []string
	for _, e := range records.Experiments {
		values = append(values, e.Title, e.Description)
	}
	for _, s := range records.Samples {
		values = append(values, s.Title)
		for _, a := range s.Attributes {
			values = append(values, a.Value)
		}
	}
	slices.SortStableFunc(values, func(a, b string) int { return len(b) - len(a) })
	for _, v := range values {
		if len(v) > 2 && strings.Count(content, v) == 1 && !strings.Contains(v, "\n") {
			if changed := strings.Replace(content, v, v+letters, 1); strings.Contains(read(changed), v+letters) {
				return changed, v + letters
			}
		}
	}
	return "", ""
}

// checkFate checks what became of a file: the records and the report with the fault beside those without.
func checkFate(t *testing.T, what string, want fate, plain, got *memory, untouched, rep FileReport) {
	t.Helper()
	diff := cmp.Diff(plain, got)
	told := cmp.Diff(messages(untouched), messages(rep))
	fresh := slices.ContainsFunc(messages(rep), func(m string) bool { return !slices.Contains(messages(untouched), m) }) || rep.Skipped != untouched.Skipped
	switch {
	case want == same && diff+told != "":
		t.Errorf("%s (-without +with)\n%s%.2000s", what, told, diff)
	case want == reported && !fresh:
		t.Errorf("%s: nothing is reported (-without +with)\n%.2000s", what, diff)
	case want == either && !fresh && lacks(codesOfAll(got), codesOfAll(plain)):
		t.Errorf("%s: nothing is reported (-without +with)\n%s", what, cmp.Diff(codesOfAll(plain), codesOfAll(got)))
	}
	for _, p := range rep.Problems {
		if p.File != exampleName || p.Line < 0 || p.Message == "" {
			t.Errorf("%s: problem %+v", what, p)
		}
		checkText(t, strings.ReplaceAll(p.Message, "…", ""))
	}
	checkRecord(t, got)
}

// lacks tells whether codes are missing. That there are more is no fault: a row that was too wide for its header may fit a wider one.
func lacks(got, want []string) bool {
	return slices.ContainsFunc(want, func(code string) bool { return !slices.Contains(got, code) })
}

// codesOfAll are the codes of all records.
func codesOfAll(m *memory) []string {
	var codes []string
	for _, e := range m.Experiments {
		codes = append(codes, e.AccessionCode)
	}
	for _, s := range m.Samples {
		codes = append(codes, s.AccessionCode)
	}
	return codes
}
