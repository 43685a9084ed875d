// Package against measures Facetome's engines against the system that it grew out of, on one catalogue, one server and in one run.
//
// That system (refine.bio's search, its "seed") kept a document an experiment with the accession codes of all samples that can be downloaded, and asked
// for each value of a facet, with terms, how many different ones there are, with cardinality at precision_threshold 40,000. The same documents are
// written and the same request is sent here: with the four facets that it had, and with as many as Facetome has. It is spared what it did beside
// that: its web framework, the database's rows, and the codes in the documents that it returned.
//
// Beside the times stands what each side counts. What is right is counted by going through the documents one by one, code by code: it shares nothing
// with any side.
package against
