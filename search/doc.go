// Package search says what a search is, whatever answers it: the table of facets, the query as its URL says it, the result, the document
// that engines index, and the loop that builds an index. Engines are in packages below; searchtest holds them to one meaning.
//
// Samples that agree in every sample field and in the set of experiments they belong to form one group: a group matches or not as a whole, so
// unique samples are sums of group sizes. Engines count so.
package search
