package models_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// correct corrects, and tells which experiments that changed.
func correct(t testing.TB, store *models.Store, kind models.Corrected, code, field string, values ...string) (id uint, changed []string) {
	t.Helper()
	before := stateOf(t, store)
	id, err := store.Correct(context.Background(), models.Correction{Kind: kind, AccessionCode: code, Field: field, Values: values, By: "Ada"})
	if err != nil {
		t.Fatal(err)
	}
	if after := stateOf(t, store); after.Experiments != before.Experiments || after.Samples != before.Samples || after.Version != before.Version+1 {
		t.Errorf("a correction made %+v of %+v", after, before)
	}
	return id, changedSince(t, store, before.Version)
}

func undo(t testing.TB, store *models.Store, id uint) {
	t.Helper()
	if err := store.UndoCorrection(context.Background(), id, "Ben"); err != nil {
		t.Fatal(err)
	}
}

func snapshotLines(t testing.TB, store *models.Store) (all []string) {
	t.Helper()
	if err := store.Snapshot(context.Background(), func(s *models.Snapshot) error { all = lines(t, s); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// heldFor tells the corrections of an experiment or a sample: "field=values, imported values".
func heldFor(t testing.TB, store *models.Store, kind models.Corrected, code string) (told []string) {
	t.Helper()
	var list []models.Correction
	if kind == models.CorrectedSample {
		s, err := store.Sample(context.Background(), code)
		if err != nil {
			t.Fatal(err)
		}
		list = s.Corrections
	} else {
		e, err := store.Experiment(context.Background(), code)
		if err != nil {
			t.Fatal(err)
		}
		list = e.Corrections
	}
	for _, c := range list {
		if c.By != "Ada" || time.Since(c.At) > time.Hour || !c.Holds() {
			t.Errorf("%+v", c)
		}
		told = append(told, c.Field+"="+strings.Join(c.Values, "|")+", imported "+strings.Join(c.Imported, "|"))
	}
	return told
}

// TestCorrections corrects every field, imports all of it again, and takes the corrections back.
func TestCorrections(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		before := snapshotLines(t, store)
		var ids []uint
		for _, c := range []struct {
			kind        models.Corrected
			code, field string
			values      []string
			changed     []string
		}{
			{models.CorrectedSample, "SRR1", models.FieldTitle, []string{" corrected\n title "}, []string{"GSE1", "GSE2"}},
			{models.CorrectedSample, "gsm1", models.FieldTissue, []string{"heart", "", "Heart", "lung"}, []string{"GSE1", "GSE2"}},
			{models.CorrectedSample, "GSM1", models.FieldPlatform, []string{"GPL96"}, []string{"GSE1", "GSE2"}},
			{models.CorrectedSample, "GSM2", models.FieldOrganism, nil, []string{"GSE1", "GSE2", "GSE3"}},
			{models.CorrectedSample, "GSM2", models.FieldProcessed, []string{"YES"}, []string{"GSE1", "GSE2", "GSE3"}},
			{models.CorrectedSample, "GSM3", models.FieldTechnology, []string{"rna-SEQ"}, []string{"GSE2"}}, // which nobody describes
			{models.CorrectedExperiment, "E-GEOD-1", models.FieldTitle, []string{"A corrected series"}, []string{"GSE1"}},
			{models.CorrectedExperiment, "GSE1", models.FieldDescription, nil, []string{"GSE1"}},
			{models.CorrectedExperiment, "GSE1", models.FieldInstitution, []string{"Elsewhere"}, []string{"GSE1"}},
			{models.CorrectedExperiment, "GSE1", models.FieldSource, []string{"SRA"}, []string{"GSE1"}},
			{models.CorrectedExperiment, "GSE1", models.FieldPublished, []string{"2001-02-03"}, []string{"GSE1"}},
		} {
			id, changed := correct(t, store, c.kind, c.code, c.field, c.values...)
			same(t, c.code+" "+c.field, c.changed, changed)
			ids = append(ids, id)
		}
		corrected := snapshotLines(t, store)
		same(t, "corrected", []string{
			"GSE1[E-GEOD-1] A corrected series 1 true",
			" GSM1[SRR1] corrected title organism=Homo sapiens/9606 platform=GPL96/ tissue=heart tissue=lung in GSE1 in GSE2 says GSM1[] says GSM1[{organism human}]",
			" GSM2[]  processed=yes in GSE1 in GSE2 in GSE3 says GSM2[]",
			"GSE2[] Super 0 false",
		}, corrected[:4])
		for code, want := range map[string][]string{
			"GSM1": {"platform=GPL96, imported GPL570", "tissue=heart|lung, imported kidney|liver", "title=corrected title, imported first"},
			"GSM2": {"organism=, imported Homo sapiens", "processed=yes, imported "},
		} {
			same(t, code, want, heldFor(t, store, models.CorrectedSample, code))
		}
		same(t, "GSE1", []string{"description=, imported One.\nTwo.", "institution=Elsewhere, imported MIT", "published=2001-02-03, imported 2011-02-03",
			"source=SRA, imported GEO", "title=A corrected series, imported Series"}, heldFor(t, store, models.CorrectedExperiment, "GSE1"))
		e, err := store.Experiment(context.Background(), "GSE1")
		if err != nil {
			t.Fatal(err)
		}
		if e.SourceDatabase != "SRA" || e.SubmitterInstitution != "Elsewhere" || e.Description != "" || e.FirstPublished.Year() != 2001 {
			t.Errorf("%+v", e)
		}

		version := stateOf(t, store).Version
		readable(t, store)
		same(t, "after the same import", corrected, snapshotLines(t, store))
		same(t, "version", version, stateOf(t, store).Version)
		from(t, store, "other.jsonl", models.SampleBody{AccessionCode: "GSM1", Title: "said by others", Values: []models.FieldValue{{Field: models.FieldSex, Value: "male"}}})
		same(t, "after another import", strings.Replace(corrected[1], " tissue=heart", " sex=male tissue=heart", 1),
			strings.TrimSuffix(snapshotLines(t, store)[1], " says GSM1[]"))
		from(t, store, "other.jsonl", models.SampleBody{AccessionCode: "GSM1"})

		for _, id := range ids {
			undo(t, store, id)
		}
		after := snapshotLines(t, store)
		for i := range after {
			if strings.HasPrefix(after[i], " GSM1") {
				after[i] = strings.TrimSuffix(after[i], " says GSM1[]") // what the other source says, which is nothing
			}
		}
		same(t, "undone", before, after)
		if stateOf(t, store).Version != version+2+int64(len(ids)) {
			t.Errorf("version %d after %d", stateOf(t, store).Version, version)
		}
	})
}

// TestUndoneCorrectionLeavesNothing compares all tables before a correction and after it was undone.
func TestUndoneCorrectionLeavesNothing(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		for _, kind := range []models.Corrected{models.CorrectedSample, models.CorrectedExperiment} {
			for _, field := range kind.Fields() {
				before, read := dump(t, store), snapshotLines(t, store)
				value := map[string]string{models.FieldPublished: "2020-01-02", models.FieldProcessed: "no", models.FieldTechnology: "other"}[field]
				if value == "" {
					value = "Corrected"
				}
				code := map[models.Corrected]string{models.CorrectedSample: "GSM1", models.CorrectedExperiment: "GSE1"}[kind]
				id, _ := correct(t, store, kind, code, field, value)
				if cmp.Equal(before, dump(t, store)) && field != models.FieldInstitution {
					t.Errorf("%s of %s: nothing was corrected", field, code)
				}
				undo(t, store, id)
				same(t, field, before, dump(t, store))
				same(t, field, read, snapshotLines(t, store))
			}
		}
	})
}

// TestCorrectionsFollowCodes unites and parts what was corrected.
func TestCorrectionsFollowCodes(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		title := func(code string) string {
			t.Helper()
			s, err := store.Sample(context.Background(), code)
			if err != nil {
				t.Fatal(err)
			}
			return s.AccessionCode + " " + s.Title
		}
		from(t, store, "a", models.SampleBody{AccessionCode: "SRR1", Title: "run"}, models.SampleBody{AccessionCode: "GSM1", Title: "sample"},
			models.ExperimentBody{AccessionCode: "SRP1", Title: "Project"})
		run, _ := correct(t, store, models.CorrectedSample, "SRR1", models.FieldTitle, "corrected run")
		project, _ := correct(t, store, models.CorrectedExperiment, "SRP1", models.FieldTitle, "Corrected project")
		from(t, store, "b", models.SampleBody{AccessionCode: "GSM1", Alternates: []string{"SRR1"}}, models.ExperimentBody{AccessionCode: "GSE1", Alternates: []string{"SRP1"}})
		same(t, "united", "GSM1 corrected run", title("SRR1"))
		sample, _ := correct(t, store, models.CorrectedSample, "SRR1", models.FieldTitle, "corrected sample") // of the whole
		same(t, "corrected again", "GSM1 corrected sample", title("SRR1"))
		if err := store.UndoCorrection(context.Background(), run, "Ben"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a correction that was replaced was undone: %v", err)
		}
		same(t, "united experiments", []string{"title=Corrected project, imported Project"}, heldFor(t, store, models.CorrectedExperiment, "GSE1"))
		from(t, store, "b", models.SampleBody{AccessionCode: "GSM1"}, models.ExperimentBody{AccessionCode: "GSE1"})
		same(t, "parted", "SRR1 run", title("SRR1"))
		same(t, "parted", "GSM1 corrected sample", title("GSM1"))
		same(t, "parted experiments", []string{"title=Corrected project, imported Project"}, heldFor(t, store, models.CorrectedExperiment, "SRP1"))
		same(t, "parted experiments", nil, heldFor(t, store, models.CorrectedExperiment, "GSE1"))
		undo(t, store, sample)
		undo(t, store, project)
		same(t, "undone", "GSM1 sample", title("GSM1"))

		list, err := store.Corrections(context.Background(), 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 3 || list[0].ID != sample || list[0].AccessionCode != "GSM1" || list[0].UndoneBy != "Ben" || list[0].UndoneAt == nil ||
			list[2].ReplacedBy != sample || list[2].UndoneAt != nil || list[2].Holds() {
			t.Errorf("history: %+v", list)
		}
	})
}

func TestCorrectionsRefused(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		before := stateOf(t, store)
		for _, c := range []struct {
			correction models.Correction
			want       error
			words      string
		}{
			{models.Correction{Kind: "platform", AccessionCode: "GPL1", Field: "title", By: "Ada"}, models.ErrInvalid, "neither"},
			{models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "age", By: "Ada"}, models.ErrInvalid, "those that can are title, organism"},
			{models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "tissue"}, models.ErrInvalid, "nobody is named"},
			{models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "processed", Values: []string{"perhaps"}, By: "Ada"}, models.ErrInvalid, "yes, no"},
			{models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "technology", Values: []string{"PCR"}, By: "Ada"}, models.ErrInvalid, "RNA-seq"},
			{models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "title", Values: []string{"a", "b"}, By: "Ada"}, models.ErrInvalid, "one value"},
			{models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "tissue", Values: []string{strings.Repeat("a", 501)}, By: "Ada"}, models.ErrInvalid, "at most 500"},
			{models.Correction{Kind: models.CorrectedExperiment, AccessionCode: "GSE1", Field: "published", Values: []string{"May 2014"}, By: "Ada"}, models.ErrInvalid, "2014-05-01"},
			{models.Correction{Kind: models.CorrectedExperiment, AccessionCode: "GSE1", Field: "tissue", Values: []string{"liver"}, By: "Ada"}, models.ErrInvalid, "description"},
			{models.Correction{Kind: models.CorrectedExperiment, AccessionCode: "GSE77", Field: "title", Values: []string{"T"}, By: "Ada"}, models.ErrNotFound, `experiment "GSE77"`},
		} {
			id, err := store.Correct(context.Background(), c.correction)
			if id != 0 || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%+v: %d, %v", c.correction, id, err)
			}
		}
		if err := store.UndoCorrection(context.Background(), 1, "Ada"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("undid what there is not: %v", err)
		}
		same(t, "state", before, stateOf(t, store))
	})
}

// TestCorrectionsWait holds an import while a correction waits for it.
func TestCorrectionsWait(t *testing.T) {
	t.Parallel()
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		store := open()
		readable(t, store)
		write(t, store, func(*models.Writer) error {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			_, err := store.Correct(ctx, models.Correction{Kind: models.CorrectedSample, AccessionCode: "GSM1", Field: "title", By: "Ada"})
			if !errors.Is(err, models.ErrImporting) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("during an import: %v", err)
			}
			return nil
		})
		correct(t, store, models.CorrectedSample, "GSM1", models.FieldTitle, "after it")
	})
}
