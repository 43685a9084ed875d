package embedded

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// A columns file is a sequence of sections, each: the length of its name and the name, the length of its data in bytes, the data, and the
// CRC-32 (Castagnoli) of the data. Lengths are 64 bits, all numbers little-endian. A list of strings is its length, the strings' ends, their bytes.

// section is a named list; data points to a []uint32, []uint64, []int64, []byte or []string.
type section struct {
	name string
	data any
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errDamaged says that a file is not what was written.
var errDamaged = errors.New("the index is damaged; run `facetome reindex`")

func writeSections(path string, sections []section) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // closed with its error below
	w := bufio.NewWriterSize(f, 1<<20)
	for _, s := range sections {
		data := encode(s.data)
		header := binary.LittleEndian.AppendUint64(nil, uint64(len(s.name)))
		header = append(header, s.name...)
		header = binary.LittleEndian.AppendUint64(header, uint64(len(data)))
		sum := binary.LittleEndian.AppendUint32(nil, crc32.Checksum(data, castagnoli))
		for _, part := range [][]byte{header, data, sum} {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
	}
	return errors.Join(w.Flush(), f.Sync(), f.Close())
}

// readSections fills sections from a file that has just these, in this order.
func readSections(path string, sections []section) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(f, 1<<20)
	for _, s := range sections {
		name, err := readBlock(r, info.Size())
		if err != nil {
			return fmt.Errorf("%w (section %s: %v)", errDamaged, s.name, err)
		}
		if string(name) != s.name {
			return fmt.Errorf("%w (found section %.40q, expected %q)", errDamaged, name, s.name)
		}
		data, err := readBlock(r, info.Size())
		if err != nil {
			return fmt.Errorf("%w (section %s: %v)", errDamaged, s.name, err)
		}
		var sum [4]byte
		if _, err := io.ReadFull(r, sum[:]); err != nil || binary.LittleEndian.Uint32(sum[:]) != crc32.Checksum(data, castagnoli) {
			return fmt.Errorf("%w (section %s has a wrong checksum)", errDamaged, s.name)
		}
		if !decode(data, s.data) {
			return fmt.Errorf("%w (section %s has a wrong length)", errDamaged, s.name)
		}
	}
	return nil
}

func readBlock(r io.Reader, most int64) ([]byte, error) {
	var size [8]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(size[:])
	if n > uint64(most) {
		return nil, errors.New("longer than its file")
	}
	data := make([]byte, n)
	_, err := io.ReadFull(r, data)
	return data, err
}

func encode(data any) []byte {
	var b []byte
	switch list := data.(type) {
	case *[]byte:
		return *list
	case *[]uint32:
		b = make([]byte, 0, 4*len(*list))
		for _, n := range *list {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
	case *[]uint64:
		b = make([]byte, 0, 8*len(*list))
		for _, n := range *list {
			b = binary.LittleEndian.AppendUint64(b, n)
		}
	case *[]int64:
		b = make([]byte, 0, 8*len(*list))
		for _, n := range *list {
			b = binary.LittleEndian.AppendUint64(b, uint64(n))
		}
	case *[]string:
		b = binary.LittleEndian.AppendUint64(b, uint64(len(*list)))
		end := uint64(0)
		for _, s := range *list {
			end += uint64(len(s))
			b = binary.LittleEndian.AppendUint64(b, end)
		}
		for _, s := range *list {
			b = append(b, s...)
		}
	default:
		panic(fmt.Sprintf("a section of %T", data))
	}
	return b
}

// decode is the inverse of encode; it fails on data of a wrong length.
func decode(b []byte, data any) bool {
	switch list := data.(type) {
	case *[]byte:
		*list = b
		return true
	case *[]uint32:
		*list = make([]uint32, len(b)/4)
		for i := range *list {
			(*list)[i] = binary.LittleEndian.Uint32(b[4*i:])
		}
		return len(b)%4 == 0
	case *[]uint64:
		*list = make([]uint64, len(b)/8)
		for i := range *list {
			(*list)[i] = binary.LittleEndian.Uint64(b[8*i:])
		}
		return len(b)%8 == 0
	case *[]int64:
		*list = make([]int64, len(b)/8)
		for i := range *list {
			(*list)[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
		}
		return len(b)%8 == 0
	case *[]string:
		return decodeStrings(b, list)
	default:
		panic(fmt.Sprintf("a section of %T", data))
	}
}

func decodeStrings(b []byte, list *[]string) bool {
	if len(b) < 8 {
		return false
	}
	n := binary.LittleEndian.Uint64(b)
	b = b[8:]
	if n > uint64(len(b)/8) {
		return false
	}
	ends, text := b[:8*n], string(b[8*n:]) // one allocation for all
	*list = make([]string, n)
	start := uint64(0)
	for i := range *list {
		end := binary.LittleEndian.Uint64(ends[8*i:])
		if end < start || end > uint64(len(text)) {
			return false
		}
		(*list)[i] = text[start:end]
		start = end
	}
	return start == uint64(len(text))
}
