package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"
)

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestNewText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"plain":             {"a\nb", "a\nb"},
		"empty":             {"", ""},
		"line ends":         {"a\r\nb\rc\n\rd\r\r\ne", "a\nb\nc\n\nd\n\ne"},
		"UTF-8":             {"µ €", "µ €"},
		"Windows-1252":      {"\xb5 \x80 \xe9", "µ € é"},
		"both in one":       {"µ \xb5", "µ µ"},
		"cut rune":          {"a\xe2\x82", "aâ‚"},
		"NUL":               {"a\x00b", "ab"},
		"NUL between CR LF": {"a\r\x00\nb", "a\n\nb"},
		"BOM":               {"\uFEFFa", "a"},
		"gzip":              {gzipped(t, "a\r\n\xb5"), "a\nµ"},
		"gzip members":      {gzipped(t, "a\n") + gzipped(t, "") + gzipped(t, "\uFEFFb"), "a\nb"},
		"gzip and padding":  {gzipped(t, "a") + strings.Repeat("\x00", 3000) + gzipped(t, "b") + "\x00", "ab"},
		"BOM inside":        {"a\uFEFFb", "a\uFEFFb"},
		"UTF-16 LE":         {"\xff\xfea\x00\xac\x20", "a€"},
		"UTF-16 BE":         {"\xfe\xff\x00a\x20\xac", "a€"},
		"UTF-16 LE, no BOM": {"a\x00b\x00\xac\x20", "ab€"},
		"UTF-16 BE, no BOM": {"\x00a\x00b\x20\xac", "ab€"},
		"declared":          {"<?xml version='1.0' encoding='Shift_JIS'?><a>\x8a\xcc</a>", "<?xml version='1.0' encoding='Shift_JIS'?><a>肝</a>"},
		"declared wrongly":  {"<?xml version='1.0' encoding='ISO-8859-1'?><a>µ</a>", "<?xml version='1.0' encoding='ISO-8859-1'?><a>µ</a>"},
		"declared UTF-16":   {"<?xml version='1.0' encoding='UTF-16'?><a>µ</a>", "<?xml version='1.0' encoding='UTF-16'?><a>µ</a>"},
		"unknown":           {"<?xml version='1.0' encoding='Klingon'?><a>\xb5</a>", "<?xml version='1.0' encoding='Klingon'?><a>µ</a>"},
	} {
		for way, reader := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader, "error with data": iotest.DataErrReader,
		} {
			text, err := newText(reader(strings.NewReader(c.in)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(text)
			if err != nil || string(got) != c.want {
				t.Errorf("%s, %s: %q, %v; want %q", name, way, got, err, c.want)
			}
		}
	}
}

// Long runs of plain text are passed on eight bytes at a time; byte by byte they come out the same.
func TestNewTextByWords(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"plain text, ", "abcdefgh", "x", "\n", "\r", "\r\n", "\x00", "\x7f", "\x80", "é", "\uFEFF", "\x8d\x0d"})
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
		var out [2]string
		for i, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in))} {
			text, err := newText(r)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(text)
			if err != nil {
				t.Fatal(err)
			}
			out[i] = string(got)
		}
		if out[0] != out[1] {
			t.Errorf("%q becomes %q, byte by byte %q", in, out[0], out[1])
		}
	})
}

func TestNewTextDamage(t *testing.T) {
	t.Parallel()
	packed := gzipped(t, strings.Repeat("some text\n", 1000))
	for name, in := range map[string]string{
		"header only":      packed[:5],
		"cut":              packed[:len(packed)-9],
		"checksum":         packed[:len(packed)-8] + "\x00\x00\x00\x00" + packed[len(packed)-4:],
		"garbage":          packed[:20] + strings.Repeat("\xff", 40),
		"garbage after it": packed + "garbage after the end",
		"half a header":    packed + "\x1f",
		"second is cut":    packed + packed[:20],
	} {
		text, err := newText(strings.NewReader(in))
		if err == nil {
			_, err = io.Copy(io.Discard, text)
		}
		var d *damage
		if !errors.As(err, &d) || !strings.Contains(d.message, "download the file again") {
			t.Errorf("%s: %v; want damage that says what to do", name, err)
		}
	}
	broken := errors.New("disk on fire")
	text, err := newText(io.MultiReader(strings.NewReader(packed[:30]), iotest.ErrReader(broken)))
	if err == nil {
		_, err = io.Copy(io.Discard, text)
	}
	var d *damage
	if !errors.As(err, &d) || !strings.Contains(d.message, broken.Error()) {
		t.Errorf("an error of the disk becomes %v; want damage of the file that tells it", err)
	}
}

func TestLineReader(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 3*headSize)
	r := &lineReader{r: bufio.NewReaderSize(strings.NewReader("a\n\n"+long+"\nlast"), 16)}
	var got []string
	for {
		line, tooLong, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || tooLong {
			t.Fatal(err, tooLong)
		}
		got = append(got, string(line))
	}
	if diff := cmp.Diff([]string{"a", "", long, "last"}, got); diff != "" || r.number != 4 {
		t.Errorf("line %d (-want +got)\n%s", r.number, diff)
	}
}

func TestLineCounter(t *testing.T) {
	t.Parallel()
	l := &lineCounter{r: strings.NewReader("a\nbc\n\nd")}
	if _, err := io.ReadAll(l); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ offset, line int }{{0, 1}, {1, 1}, {2, 2}, {4, 2}, {5, 3}, {6, 4}, {7, 4}} {
		if got := l.lineAt(int64(c.offset)); got != c.line {
			t.Errorf("offset %d is on line %d; want %d", c.offset, got, c.line)
		}
	}
}

func TestOneLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  two \t words\n":                                                      "two words",
		"NUL \x00 and bell \x07":                                                "NUL and bell",
		"Institut de GÃ©nomique":                                                "Institut de Génomique",
		"10 Î¼l of RNA":                                                         "10 μl of RNA",
		"it isnâ€™t":                                                            "it isn’t",
		"µ é ü stay":                                                            "µ é ü stay",
		"肝臓 stays":                                                              "肝臓 stays",
		"mail a.b+c@mail.example.co.uk!":                                        "mail [e-mail removed]!",
		"mailto:jürgen@müller.de":                                               "[e-mail removed]",
		"5 @ 10 and a@b":                                                        "5 @ 10 and a@b",
		"Tel. +49 (89) 1234-567, fax: 0891234":                                  "[number removed], [number removed]",
		"telomeres 1234567, phoned 12":                                          "telomeres 1234567, phoned 12",
		"call 123 4567 890 cells":                                               "call 123 4567 890 cells",
		"a.b(at)example.org":                                                    "[e-mail removed]",
		"a@example.y\u0308g":                                                    "[e-mail removed]", // as it is composed
		"from +49 89 1234 567 or +1 (919) 558-1311":                             "from [number removed] or [number removed]",
		"R. Doe, doe@example.org, 919 558 1311":                                 "R. Doe, [e-mail removed], [number removed]",
		"+1 234 and +100 000, strand + 12345678":                                "+1 234 and +100 000, strand + 12345678",
		"catalogue 919-558-1311, pH 7.4, 10.1000/123-456-7890":                  "catalogue 919-558-1311, pH 7.4, 10.1000/123-456-7890",
		"Institute, 80 Tennis Court Road, Cambridge":                            "Institute, [address removed], Cambridge",
		"583 Russell Labs 1630 Linden Dr., Department of Plants":                "583 Russell Labs [address removed] Department of Plants",
		"6 Davis Dr, RTP, NC, 27709":                                            "[address removed] RTP, NC, 27709",
		"1959 NE Pacific St. Seattle, WA 98195":                                 "[address removed]",
		"University of Basel, Spitalstrasse 33, 4056 Basel, Switzerland":        "University of Basel, [address removed], Switzerland",
		"Inserm, 27 rue du Chaleureux, Paris; P.O. Box 12":                      "Inserm, [address removed], Paris; [address removed]",
		"serovar Typhimurium str. 14028S, Escherichia coli str. 12":             "serovar Typhimurium str. 14028S, Escherichia coli str. 12",
		"Heubnerweg 6, 14059 Berlin; Hauptstr. 5; Lange Straße 7; Lange Str. 9": "[address removed]; [address removed]; [address removed]; [address removed]",
		"HSB, Box 356522, 1959 NE Pacific St. Seattle, WA 98195-6522":           "HSB, [address removed], [address removed]",
		"ask a.b@example.org or jane.doe.ed.ac.uk, see www.bio.ed.ac.uk":        "ask [e-mail removed] or [e-mail removed], see www.bio.ed.ac.uk",
		"see jane.doe.ed.ac.uk":                                                 "see jane.doe.ed.ac.uk",
		"12 Patients of St. Jude, 3 Illumina HiSeq Lanes, 2 Way ANOVA":          "12 Patients of St. Jude, 3 Illumina HiSeq Lanes, 2 Way ANOVA",
		"4 Drosophila Gene Drive lines, 10 Broad Street Pump cases of cholera":  "4 Drosophila Gene Drive lines, [address removed] Pump cases of cholera",
		"took place over 4 days via 5 steps, Black box 12, lane 3":              "took place over 4 days via 5 steps, Black box 12, lane 3",
		"called â€œslicerâ€\u009d by us, β too":                                 "called “slicer” by us, β too",
		"the IL-2RÃŸ, TGFÃŸ and ?c":                                             "the IL-2Rß, TGFß and ?c",
		"Ã...land stays, as does â€":                                            "Ã...land stays, as does â€",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q; want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"one\n\n  two \r\n\x00\n":                       "one\ntwo",
		"tanks,<br>served</p><p>at 4 <i>C</i>":          "tanks,\nserved\nat 4 C",
		"HLX &amp; blood, &lt;5% &#945;-cells":          "HLX & blood, <5% α-cells",
		"see https://example.org/?a=1&region=2 & p<0.1": "see https://example.org/?a=1&region=2 & p<0.1",
	} {
		if got := paragraphs(in); got != want {
			t.Errorf("paragraphs(%q) = %q; want %q", in, got, want)
		}
	}
}

func TestIsContact(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"contact_email", "Contact name", "contact_zip/postal_code", "e-mail", "submitter email", "Fax", "phone", "performer", "Address", "mailing address",
		"PhoneNumber", "contactEmail", "e_mail", "tel. no", "zip code", "lab_address", "facsimile"} {
		if !isContact(key) {
			t.Errorf("%q is contact data", key)
		}
	}
	for _, key := range []string{"contact time", "address of cell", "telomere length", "tissue", "microphone", "facs", "telencephalon", "tel aviv strain", "intelligence", "ip address"} {
		if isContact(key) {
			t.Errorf("%q is no contact data", key)
		}
	}
}
