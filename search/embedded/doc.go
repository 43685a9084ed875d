// Package embedded is the search engine that runs inside the program, without any service.
//
// It counts by sample groups. Samples that agree in every sample field and in the set of experiments they belong to are one
// group, a column entry for each field. A search is one pass over the groups of the experiments that match the text, and feeds all
// facets at once: a group that fails the conditions of exactly one field counts for that field's facet only, since a facet is counted with its own
// conditions lifted (as Lucene's DrillSideways does). An experiment that fails exactly one experiment field counts for that one's facet only. A group
// that several experiments share is counted once a number.
//
// An index is a generation: a folder with three files, built beside the one that serves and made current by renaming one file.
//
//	index/CURRENT                   the name of the generation that serves
//	index/gen-000007/manifest.json  what it was built from, and with which facets
//	index/gen-000007/columns        all that is searched; read into memory (columns.go)
//	index/gen-000007/stored         titles and such; read from disk for the hits of a page (stored.go)
//
// When experiments change, the generation that serves is amended (amend.go): a new one is made of its columns, without those experiments, and of the
// documents of those that are still there. It is byte by byte the one that would be built anew of the whole catalogue.
package embedded
