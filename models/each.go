package models

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Each calls fn for every experiment in order of accession code (byte order), complete: accessions, publications, and samples (by
// accession code) with their accessions, values (equal values are the same pointer), records' bodies, and the accession codes of
// all experiments they belong to. Memory is bounded by some batches of experiments, beside all values and accession codes of
// experiments.
//
// While fn works on a batch, the next is decoded and the one after it is read; fn runs in the caller's goroutine. After an error the
// snapshot is of no more use: the query that was under way was cut off.
func (s *Snapshot) Each(ctx context.Context, fn func(*Experiment) error) error {
	return s.each(ctx, func(ctx context.Context) (*batchReader, error) { return newBatchReader(ctx, s) }, fn)
}

// EachOf is Each for those experiments whose own accession codes are given; codes that the catalogue does not have are passed over.
func (s *Snapshot) EachOf(ctx context.Context, codes []string, fn func(*Experiment) error) error {
	return s.each(ctx, func(ctx context.Context) (*batchReader, error) { return newBatchReaderOf(ctx, s, codes) }, fn)
}

func (s *Snapshot) each(ctx context.Context, open func(context.Context) (*batchReader, error), fn func(*Experiment) error) error {
	ctx, cancel := context.WithCancel(ctx)
	stages, ctx := errgroup.WithContext(ctx)
	read, ready := make(chan *batch), make(chan *batch)
	stages.Go(func() error {
		defer close(read)
		r, err := open(ctx)
		if err != nil {
			return err
		}
		return r.readAll(ctx, read)
	})
	stages.Go(func() error {
		defer close(ready)
		for b := range read {
			if err := b.decode(); err != nil {
				return err
			}
			if err := send(ctx, ready, b); err != nil {
				return err
			}
		}
		return nil
	})
	defer stages.Wait() //nolint:errcheck // met below, or fn failed first; the transaction is not to be used after Each
	defer cancel()
	for b := range ready {
		for i := range b.experiments {
			if err := fn(&b.experiments[i]); err != nil {
				return err
			}
		}
	}
	if err := stages.Wait(); err != nil {
		return fmt.Errorf("read the catalogue: %w", err)
	}
	return nil
}

// send hands a batch on, unless nobody waits for it any more.
func send(ctx context.Context, to chan<- *batch, b *batch) error {
	select {
	case to <- b:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readAll reads all batches.
func (r *batchReader) readAll(ctx context.Context, to chan<- *batch) error {
	for len(r.order) > 0 {
		b, err := r.next()
		if err != nil {
			return err
		}
		if err := send(ctx, to, b); err != nil {
			return err
		}
	}
	return nil
}
