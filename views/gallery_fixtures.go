//go:build dev

package views

import (
	"slices"
	"strings"
	"time"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/suggest"
)

// galleryValues are the values of fields, most samples first; "value|label" where they differ. Stage has none.
var galleryValues = map[string][]string{
	models.FieldOrganism: {
		"Homo sapiens", "Mus musculus", "Rattus norvegicus", "Danio rerio", "Canis lupus familiaris", "Escherichia coli str. K-12 substr. MG1655",
		"Saccharomyces cerevisiae", "Zea mays subsp. mays", "Drosophila melanogaster", "Bos taurus",
	},
	models.FieldTechnology: {"RNA-seq", "microarray", "scRNA-seq", "other"},
	models.FieldTissue: {
		"bone marrow", "cerebellum", "peripheral blood", "brain", "cell culture", "liver", "kidney", "bone", "heart left ventricle", "dorsal root ganglion neurons",
	},
	models.FieldDisease:  {"medulloblastoma", "acute lymphoblastic leukemia", "glioma", "normal", "melanoma"},
	models.FieldSex:      {"female", "male"},
	models.FieldCellLine: {"HeLa", "MCF-7", "K-562"},
	models.FieldPlatform: {
		"GPL570|[HG-U133_Plus_2] Affymetrix Human Genome U133 Plus 2.0 Array", "IlluminaHiSeq2000|Illumina HiSeq 2000", "GPL96",
		"A-MEXP-2072|Illumina HumanHT-12 v4.0 expression beadchip, as annotated by its maker in September of 2011",
	},
	models.FieldProcessed: {"yes", "no"},
	"source":              {"GEO", "SRA", "ArrayExpress"},
	fieldPublication:      {"yes", "no"},
}

// galleryNotReported is the fields that some samples do not report.
var galleryNotReported = []string{
	models.FieldOrganism, models.FieldTissue, models.FieldDisease, models.FieldSex, models.FieldCellLine, models.FieldStage, models.FieldPlatform, models.FieldProcessed, fieldYear,
}

// galleryAnswer answers a query as an engine would, with made-up numbers; a text of "nothing" finds nothing, and of "expression+tisue…" is misspelt.
func galleryAnswer(q search.Query) *search.Result {
	r := &search.Result{Generation: "gallery", Total: search.Total{Experiments: 812, Samples: 18342}}
	for _, f := range search.Fields {
		r.Facets = append(r.Facets, galleryFacet(q, f))
	}
	switch {
	case strings.Contains(q.Text, "nothing"):
		r.Total = search.Total{}
	case q.View == search.ViewSamples:
		r.Samples = gallerySamples
	case q.Page <= r.Total.Experiments/max(q.Size, 1):
		r.Experiments = galleryHits
	}
	if strings.Contains(q.Text, "tisue") {
		r.Warnings = append(r.Warnings, search.Warning{Param: "q", Message: "No experiment has all of these words: shown is what has any of them."})
	}
	return r
}

// galleryFacet counts down from the first value on, each with about half of the samples of the one before.
func galleryFacet(q search.Query, f *search.Field) search.Facet {
	facet := search.Facet{Field: f}
	c := q.Condition(f.Name)
	add := func(b search.Bucket, i int) {
		b.Samples, b.Experiments = 9000>>i, 400>>i
		switch {
		case has(c.Include, b.Value), b.NotReported && c.NotReported:
			b.Selected = search.Included
		case has(c.Exclude, b.Value), b.NotReported && c.Reported:
			b.Selected = search.Excluded
		}
		facet.Buckets = append(facet.Buckets, b)
	}
	if f.IsRange() {
		bins := f.Bins
		for year := 2001; f.Bins == nil && year <= 2024; year++ {
			bins = append(bins, search.Between(year, year))
		}
		for i, bin := range bins {
			distance := max(i-len(bins)/2, len(bins)/2-i)
			add(search.Bucket{Value: bin.String(), Label: bin.String()}, distance)
		}
	}
	for i, value := range galleryValues[f.Name] {
		value, label, named := strings.Cut(value, "|")
		if !named {
			label = value
		}
		add(search.Bucket{Value: value, Label: label}, i)
	}
	if slices.Contains(galleryNotReported, f.Name) {
		add(search.Bucket{NotReported: true, Label: search.NotReportedLabel}, 2)
	}
	rank := map[search.Selection]int{search.Included: 0, search.Excluded: 1, search.Neither: 2}
	if !f.IsRange() {
		slices.SortStableFunc(facet.Buckets, func(a, b search.Bucket) int { return rank[a.Selected] - rank[b.Selected] })
	}
	return facet
}

func galleryDay(year int, month time.Month, day int) *time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return &t
}

func galleryTerm(values ...string) []search.Term {
	var terms []search.Term
	for _, v := range values {
		terms = append(terms, search.Term{Value: v, Label: v})
	}
	return terms
}

const galleryText = "The clinical and cytogenetic features associated with T-cell acute lymphoblastic leukemia are not predictive of early treatment failure. " +
	"Based on the hypothesis that microarrays might identify patients who fail therapy, expression profiles of 92 patients were compared."

var galleryHits = []search.ExperimentHit{
	{
		AccessionCode: "GSE14618", Title: "Microarray analyses of induction failure in T-ALL", Description: galleryText, Institution: "Children’s Oncology Group", Source: "GEO",
		Published: galleryDay(2009, time.January, 29), Publication: true, Organisms: galleryTerm("Homo sapiens"), Technologies: galleryTerm("microarray"),
		Platforms: galleryTerm("GPL570", "GPL96"), Samples: 92, Matching: 92,
	},
	{
		AccessionCode: "E-MTAB-2836", Title: "RNA-seq of leukemia", Description: galleryText, Source: "ArrayExpress", Published: galleryDay(2014, time.September, 1),
		Organisms: galleryTerm("Homo sapiens"), Technologies: galleryTerm("RNA-seq"), Platforms: galleryTerm("IlluminaHiSeq2500"), Samples: 200, Matching: 7,
		Why: &search.Why{
			Fields: []string{"title", "description", models.FieldDisease}, Title: []search.Segment{{Text: "RNA-seq of "}, {Text: "leukemia", Marked: true}},
			Excerpt:   []search.Segment{{Text: "… T-cell acute lymphoblastic "}, {Text: "leukemia", Marked: true}, {Text: " are not predictive of early treatment failure …"}},
			ExcerptOf: "description",
			Values:    []search.MatchedValue{{Field: models.FieldDisease, Label: []search.Segment{{Text: "acute "}, {Text: "leukemia", Marked: true}}}},
		},
	},
	{
		AccessionCode: "SRP012682",
		Title: "Transcriptome of human tissues and childhood leukemia cell lines, compared with those of seven other vertebrates in the dark and in the light, " +
			"at rest and in motion, before and after treatment with a compound that has a very long name",
		Description: strings.Repeat(galleryText+" ", 4), Institution: "National Cancer Institute", Source: "SRA", Published: galleryDay(2012, time.May, 4),
		Organisms: galleryTerm(galleryValues[models.FieldOrganism]...), Technologies: galleryTerm("RNA-seq", "scRNA-seq"), Platforms: galleryTerm("IlluminaHiSeq2000"),
		Samples: 1048, Matching: 12,
	},
	{AccessionCode: "GSE1", Samples: 1, Matching: 1},
}

var gallerySamples = []search.SampleHit{
	{
		AccessionCode: "GSM365046", Title: "T-ALL patient 1, diagnosis", Experiments: []string{"GSE14613", "GSE14618"}, Under: "GSE14613",
		Values: map[string][]search.Term{
			models.FieldOrganism: galleryTerm("Homo sapiens"), models.FieldTechnology: galleryTerm("microarray"), models.FieldSex: galleryTerm("female"),
			models.FieldTissue: galleryTerm("bone marrow"), models.FieldDisease: galleryTerm("T-cell acute lymphoblastic leukemia"),
		},
	},
	{AccessionCode: "ERS0000001", Experiments: []string{"ERP1"}, Under: "ERP1"},
}

func gallerySuggestions() Suggestions {
	q, _ := search.Parse(map[string][]string{"q": {"hum"}})
	human := suggest.Found{As: "human", Value: suggest.Value{
		Field: search.FieldByName(models.FieldOrganism), Value: "Homo sapiens", Label: "Homo sapiens", Experiments: 2249, Samples: 72026,
	}}
	institute := suggest.Found{Value: suggest.Value{Value: "Human Institute", Label: "Human Institute"}}
	code := models.CodeBegun{Code: "GSE14618", Own: "GSE14618", Title: "Microarray analyses of induction failure in T-ALL", Experiments: 1, Samples: 92}
	return NewSuggestions(q, []models.CodeBegun{code}, []suggest.Found{human}, []SuggestedInstitution{{institute, search.Total{Experiments: 2, Samples: 30}}})
}

func galleryCoverage(all *search.Result) []CoverageRow {
	reported := map[string]int{models.FieldOrganism: 18342, models.FieldTissue: 9171, models.FieldStage: 0, models.FieldProcessed: 12}
	var rows []CoverageRow
	for _, field := range []string{models.FieldOrganism, models.FieldTissue, models.FieldStage, models.FieldProcessed} {
		rows = append(rows, newCoverageRow(NewCoverage(all, search.FieldByName(field), search.Total{Experiments: reported[field] / 20, Samples: reported[field]})))
	}
	return rows
}

func galleryImports() []ImportRow {
	began, ended := galleryDay(2026, time.November, 22), galleryDay(2026, time.November, 23)
	run := models.ImportRun{
		Started: *began, Finished: ended, State: models.ImportDone, Named: "downloads", Files: 939, Experiments: 812, Samples: 18342,
		Records: models.Outcomes{New: 18000, Merged: 1154},
	}
	failed := run
	failed.State, failed.Reason, failed.LeftOut, failed.Problems = models.ImportFailed, "the disk is full", 2, 3
	running := models.ImportRun{Started: *ended, State: models.ImportRunning, Named: "more"}
	var rows []ImportRow
	for _, r := range []models.ImportRun{running, failed, run} {
		rows = append(rows, newImportRow(r, true))
	}
	return rows
}

var galleryConflicts = []models.Conflict{{Field: models.FieldSex, Said: []models.Statement{
	{Words: []string{"female"}, By: []models.Saying{{Source: &models.Source{Name: "GSE14618_family.soft.gz", Format: "geo-soft"}, Code: "GSM365046"}}},
	{Words: []string{"male"}, By: []models.Saying{{Source: &models.Source{Name: "metadata.tsv", Format: "refinebio-tsv"}, Code: "GSM365046"}}},
}}}
