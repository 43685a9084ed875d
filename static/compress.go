package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

func (f *asset) asBrotli() []byte {
	var out bytes.Buffer
	return compressed(&out, brotli.NewWriterLevel(&out, brotli.BestCompression), f.body)
}

func (f *asset) asGzip() []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // it refuses other levels only
	return compressed(&out, w, f.body)
}

// compressed writes a body through w, which writes to out; memory takes all of it.
func compressed(out *bytes.Buffer, w io.WriteCloser, body []byte) []byte {
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}

// accepts says whether an Accept-Encoding header names a coding (RFC 9110, 12.5.3) without refusing it by a weight of 0.
func accepts(header, coding string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		weight, isWeight := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(parameters, " ", "")), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return !isWeight || err != nil || q > 0
	}
	return false
}
