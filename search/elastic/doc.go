// Package elastic is the search engine on an Elasticsearch cluster, for catalogues and sites that outgrow one machine. It gives the numbers that
// the embedded engine gives.
//
// It counts by sample groups: samples that agree in every sample field and in the set of experiments they belong to. A generation is three indices:
//
//	facetome-gen-000007-experiments  one document an experiment: what is searched, and nested groups of all its samples, with count (all of the
//	                                 group) and exclusive (those in no other experiment). Every number of experiments comes from here
//	facetome-gen-000007-shared       one document for each set of two or more experiments that share samples, with nested experiments (what is
//	                                 searched, copied) and nested groups side by side
//	facetome-gen-000007-stored       what is only read: the samples of each experiment and set, what is searched of experiments that share
//	                                 samples, and how values are shown
//
// Distinct samples are the sum of exclusive in the first and of count in the second: exact, and additive over shards. A document says as well which
// values all its samples have, and in which fields they differ: most are counted as a whole, without their groups (counting.go). Which generation serves is
// one document of the index facetome-state, so that a switch is one write. A generation may begin as a clone of the one that serves (amend.go). Searches name a generation's indices: an alias may be switched between
// two parts of one search.
//
// A request is built by a pure function of a query (request.go) and an answer read by another (response.go); one call stands between them.
package elastic
