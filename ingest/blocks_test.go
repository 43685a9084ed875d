package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestInOrder reads more lines than there are in all blocks under way, whose decoding ends in any order.
func TestInOrder(t *testing.T) {
	t.Parallel()
	const all = 40 * blockLines
	var text strings.Builder
	for n := range all {
		fmt.Fprintln(&text, n+1)
	}
	var got []string
	lines := &lineReader{r: bufio.NewReader(strings.NewReader(text.String()))}
	decode := func(text []byte, line blockLine) string { return fmt.Sprintf("%s on line %d", text, line.number) }
	use := func(s string) error {
		got = append(got, s)
		return nil
	}
	blocks := newBlockReader(lines, decode)
	defer blocks.close()
	units := 0
	for more := true; more; units++ {
		var err error
		if more, err = blocks.inOrder(all/4+1, use); err != nil {
			t.Fatal(err)
		}
	}
	if units != 4 || len(got) != all {
		t.Errorf("%d units, %d lines", units, len(got))
	}
	for i, s := range got {
		if want := fmt.Sprintf("%d on line %d", i+1, i+1); s != want {
			t.Fatalf("got %q, want %q", s, want)
		}
	}
}

// failing is a reader whose data break off with an error.
type failing struct {
	text string
	err  error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.text == "" {
		return 0, f.err
	}
	n := copy(p, f.text)
	f.text = f.text[n:]
	return n, nil
}

// TestInOrderErrors breaks off where the lines do, after what stands before, and where whoever uses them does.
func TestInOrderErrors(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("line\n", 10*blockLines)
	cutOff, refused := errors.New("cut off"), errors.New("refused")
	decode := func(_ []byte, line blockLine) int { return line.number }
	for _, refuseAt := range []int{0, 1, blockLines, 3*blockLines + 1} {
		want := cutOff
		used := 10 * blockLines
		if refuseAt > 0 {
			want, used = refused, refuseAt
		}
		var got []int
		blocks := newBlockReader(&lineReader{r: bufio.NewReader(&failing{text, cutOff})}, decode)
		_, err := blocks.inOrder(unitLines, func(n int) error {
			if got = append(got, n); n == refuseAt {
				return refused
			}
			return nil
		})
		blocks.close() // before the end, where a line was refused
		if !errors.Is(err, want) || len(got) != used || !slices.IsSorted(got) {
			t.Errorf("refused at %d: %v after %d lines, want %v after %d", refuseAt, err, len(got), want, used)
		}
	}
}
