package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// write writes what a command makes to the file of its --out, or to standard output where that is "-".
func (p *program) write(out string, content func(io.Writer) error) error {
	if out == "-" {
		return content(cancellable{p.ctx, p.stdout})
	}
	return writeFile(p.ctx, out, content)
}

// writeFile writes a file under its name only once it is complete; gzipped where the name ends in .gz.
func writeFile(ctx context.Context, name string, content func(io.Writer) error) (err error) {
	part := name + ".part"
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	if err := errors.Join(zipped(cancellable{ctx, file}, name, content), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.Rename(part, name)
}

func zipped(w io.Writer, name string, content func(io.Writer) error) error {
	if !strings.HasSuffix(name, ".gz") {
		return content(w)
	}
	zip := gzip.NewWriter(w)
	return errors.Join(content(zip), zip.Close())
}

// cancellable is a writer that fails once the program is to end.
type cancellable struct {
	ctx context.Context
	w   io.Writer
}

func (c cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
