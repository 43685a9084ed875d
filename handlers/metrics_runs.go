package handlers

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/upkeep"
)

// Runs is what is remembered of work on the index and the catalogue; *control.Control is one.
type Runs interface {
	Newest(context.Context) ([]control.Run, error)
}

// runCollector tells, whenever it is asked, how work on the index and the catalogue ended last.
type runCollector struct{ runs Runs }

var (
	runStarted  = description("run_started_timestamp_seconds", "When the newest run of a kind that works now began.", "kind")
	runFinished = description("run_finished_timestamp_seconds", "When the newest run of a kind with an outcome ended.", "kind", "outcome")
	runSeconds  = description("run_duration_seconds", "How long the newest run of a kind with an outcome took.", "kind", "outcome")
	indexDrift  = description("index_drift_experiments", "Experiments that the last check or repair found to differ between index and catalogue.")
)

// Describe implements prometheus.Collector.
func (c *runCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{runStarted, runFinished, runSeconds, indexDrift} {
		to <- d
	}
}

// Collect implements prometheus.Collector. Where the runs cannot be read, which database_up says, there are no series of them.
func (c *runCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	runs, err := c.runs.Newest(ctx)
	if err != nil {
		return
	}
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	checked := false
	told := map[[2]string]bool{} // one that died is remembered as running, and is none any more
	for _, run := range runs {
		kind, state := string(run.Kind), string(run.State)
		if told[[2]string{kind, state}] {
			continue
		}
		told[[2]string{kind, state}] = true
		if run.Finished == nil {
			gauge(runStarted, float64(run.Started.Unix()), kind)
			continue
		}
		gauge(runFinished, float64(run.Finished.Unix()), kind, state)
		gauge(runSeconds, run.Seconds(*run.Finished), kind, state)
		if drift, err := upkeep.DriftOf(run); err == nil && drift != nil && run.State == control.Done && !checked {
			gauge(indexDrift, float64(drift.Experiments()))
			checked = true
		}
	}
}
