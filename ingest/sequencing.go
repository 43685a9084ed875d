package ingest

import (
	"strings"

	"github.com/facetome/facetome/ingest/harmonise"
	"github.com/facetome/facetome/models"
)

// cellOf is a key and a value of a file.
type cellOf struct{ key, value string }

// libraryTechnology is the technology that the strategy and the source of a sequencing library name, in the vocabulary of the INSDC
// (https://ena-docs.readthedocs.io/en/latest/submit/reads/webin-cli.html): RNA-Seq of a single cell's transcriptome is scRNA-seq.
func libraryTechnology(strategy, source cellOf) []models.FieldValue {
	technology, ok := harmonise.Technology(harmonise.LibraryStrategy, strategy.value)
	if !ok {
		return nil
	}
	said := strategy
	if single, ok := harmonise.Technology(harmonise.LibrarySource, source.value); ok && technology == "RNA-seq" {
		technology, said = single, source
	}
	v := models.FieldValue{Field: models.FieldTechnology, Value: technology, RawKey: said.key}
	if said.value != technology {
		v.RawValue = oneLine(said.value)
	}
	return []models.FieldValue{v}
}

// instrument is the platform of a sequencing run. Sequencers have no accession codes; as in refine.bio, their name without blanks
// is one.
func instrument(model cellOf) []models.FieldValue {
	name := oneLine(model.value)
	code := strings.ReplaceAll(name, " ", "")
	if hasEmail(code) { // blanks kept it from being seen
		return nil
	}
	values := platformValue(code, name)
	for i := range values {
		values[i].RawKey = model.key
		if values[i].Value != name {
			values[i].RawValue = name
		}
	}
	return values
}

// organismValue is the organism of a name and its id in NCBI Taxonomy: that of harmonise/species.tsv, else the one beside it.
func organismValue(name cellOf, taxon string) []models.FieldValue {
	values := harmonise.Field(models.FieldOrganism, name.key, oneLine(name.value))
	if len(values) == 1 && values[0].TaxonomyID == 0 {
		values[0].TaxonomyID = taxonomyID(strings.TrimSpace(taxon))
	}
	return values
}
