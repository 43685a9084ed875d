// Agreement compares what Facetome made of submitters' words with what curators wrote of the same samples, and prints the page
// docs/agreement.md.
//
//	go run ./tools/agreement --data DIR --shared ../shared/data > docs/agreement.md
//
// DIR holds a catalogue into which ../shared/data was imported. It is read, not changed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/facetome/facetome/models"
)

func main() {
	data := flag.String("data", "facetome-data", "folder of the catalogue")
	shared := flag.String("shared", "../shared/data", "folder of the published files, for the labelled tables")
	flag.Parse()
	if err := run(context.Background(), *data, *shared, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "agreement:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, shared string, w io.Writer) (err error) {
	path := filepath.Join(data, "catalogue.db")
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("no catalogue: %w; make one with facetome import --data %s %s", err, data, shared)
	}
	store, err := models.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	labels, err := readLabels(filepath.Join(shared, "geo-sample-tables"))
	if err != nil {
		return err
	}
	study, err := compareCatalogue(ctx, store, labels)
	if err != nil {
		return err
	}
	if err := study.compareTexts(filepath.Join(shared, "geo-sample-tables", "gsm_sample_metadata.tsv.gz"), labels); err != nil {
		return err
	}
	return study.report(w)
}
