package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/facetome/facetome/handlers"
	"github.com/facetome/facetome/ingest"
	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/upkeep"
)

// importer imports in the background of a server what its administrators name. It implements handlers.Importer.
type importer struct {
	catalogueFlags
	store   *models.Store
	keeper  *keeper
	logger  *slog.Logger
	uploads string // folder of uploaded files

	life    context.Context
	end     context.CancelFunc
	working sync.WaitGroup
}

const (
	// uploadedFolder is where uploaded files lie while they are imported: always the same, so that a file of the same name replaces its own words.
	uploadedFolder = "import"
	uploadsLock    = "LOCK"
	uploadsPoll    = 200 * time.Millisecond
)

func newImporter(f catalogueFlags, store *models.Store, k *keeper, logger *slog.Logger, uploads string) *importer {
	i := &importer{catalogueFlags: f, store: store, keeper: k, logger: logger, uploads: uploads}
	i.life, i.end = context.WithCancel(context.Background())
	return i
}

// close cancels the imports that are under way, and waits for their ends.
func (i *importer) close() {
	i.end()
	i.working.Wait()
}

// Begin implements handlers.Importer.
func (i *importer) Begin(ctx context.Context, asked handlers.Import) (uint, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	lease, err := i.keeper.control.Take(i.life, control.RunStart{Kind: control.Import, AskedBy: asked.AskedBy})
	if err != nil {
		return 0, errors.Join(err, removeAll(asked.Uploaded))
	}
	i.working.Go(func() {
		if err := i.work(lease, asked); err != nil {
			i.logger.Error("an import failed", "run", lease.ID(), "error", i.publicReason(err, asked.Paths))
		}
	})
	return lease.ID(), nil
}

// work imports, and has indexed what that changed. Nobody else is to index it meanwhile.
func (i *importer) work(lease *control.Lease, asked handlers.Import) error {
	begun := false
	work := func(alone bool) error {
		paths, done, err := i.paths(lease, asked)
		if err != nil {
			return err
		}
		begun = true
		run := &importRun{
			catalogueFlags: i.catalogueFlags, store: i.store, lease: lease, paths: paths, trial: asked.DryRun,
			read: func(ctx context.Context, progress func(ingest.Progress)) (ingest.Report, error) {
				report, err := ingest.Import(ctx, i.store, paths, ingest.Options{Format: asked.Format, DryRun: asked.DryRun, Progress: progress})
				return report, errors.Join(err, i.store.Release(context.WithoutCancel(ctx)))
			},
		}
		_, err = run.do(alone)
		if asked.DryRun {
			return errors.Join(err, done())
		}
		// What was imported by then is in the catalogue, however it ended.
		_, _, indexErr := i.keeper.Update(i.life, asked.AskedBy, upkeep.Watcher{})
		return errors.Join(err, indexErr, done())
	}
	var err error
	if asked.DryRun {
		err = work(false)
	} else {
		err = i.whileBusy(lease.Context(), i.store, work)
	}
	if !begun {
		return errors.Join(err, lease.End(control.Result{}, i.publicReason(err, asked.Paths), err), removeAll(asked.Uploaded))
	}
	return err
}

// paths are what is to be imported. Uploaded files are put where such files always lie, once nobody else's lie there; done takes them away.
func (i *importer) paths(lease *control.Lease, asked handlers.Import) (paths []string, done func() error, err error) {
	if asked.Uploaded == "" {
		return asked.Paths, func() error { return nil }, nil
	}
	lease.Progress("Waiting until other uploaded files are imported", 0, 0)
	lock := flock.New(filepath.Join(i.uploads, uploadsLock), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(lease.Context(), uploadsPoll); err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Unlock())
		}
	}()
	folder := filepath.Join(i.uploads, uploadedFolder)
	if err := errors.Join(os.RemoveAll(folder), os.Rename(asked.Uploaded, folder)); err != nil {
		return nil, nil, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries { // each is named itself, so that one that is no catalogue file is reported as left out
		paths = append(paths, filepath.Join(folder, e.Name()))
	}
	return paths, func() error { return errors.Join(os.RemoveAll(folder), lock.Unlock()) }, nil
}

func removeAll(folder string) error {
	if folder == "" {
		return nil
	}
	return os.RemoveAll(folder)
}

// importFormats are the formats that files can have.
func importFormats() []handlers.ImportFormat {
	var list []handlers.ImportFormat
	for _, f := range ingest.Formats() {
		list = append(list, handlers.ImportFormat{Name: f.Name, About: strings.TrimSpace(f.About)})
	}
	return list
}
