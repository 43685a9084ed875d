package ingest

import "github.com/facetome/facetome/models"

// Sink takes records; *models.Writer is one.
type Sink interface {
	Source(key, name, format string) error
	Sample(models.SampleBody) error
	Prepared(*models.PreparedSample) error // Sample for readers that work on several cores
	Experiment(models.ExperimentBody) error
	Platform(models.Platform) error
}

// tickEvery is after how many records an import looks whether it was cancelled, and tells how far it is.
const tickEvery = 256

// recorder passes the records of one unit on and counts them. The source is named with the first, so that a file without records
// leaves no trace.
type recorder struct {
	Sink
	source               source
	format               string
	tick                 func() error
	named                bool
	experiments, samples int
	platforms            int
}

func (r *recorder) Sample(body models.SampleBody) error {
	if err := r.before(); err != nil {
		return err
	}
	r.samples++
	return r.Sink.Sample(body)
}

func (r *recorder) Prepared(sample *models.PreparedSample) error {
	if err := r.before(); err != nil {
		return err
	}
	r.samples++
	return r.Sink.Prepared(sample)
}

func (r *recorder) Experiment(body models.ExperimentBody) error {
	if err := r.before(); err != nil {
		return err
	}
	r.experiments++
	return r.Sink.Experiment(body)
}

func (r *recorder) Platform(p models.Platform) error {
	if err := r.before(); err != nil {
		return err
	}
	r.platforms++
	return r.Sink.Platform(p)
}

func (r *recorder) before() error {
	if !r.named {
		if err := r.Source(r.source.key, r.source.name, r.format); err != nil {
			return err
		}
		r.named = true
	}
	if (r.experiments+r.samples)%tickEvery == 0 {
		return r.tick()
	}
	return nil
}
