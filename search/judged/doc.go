// Package judged measures how well an engine orders experiments for what people type.
//
// queries.txt holds queries with the experiments that answer them, judged by people who looked at the experiments; its head says how to read
// and to add to it. Measure asks an engine all of them. Two numbers say how well it did, both between 0 and 1:
//
//   - nDCG@10 (K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM Transactions on Information Systems 20,
//     2002): what the first ten hits are worth, those further down less, as a part of what the best order would be worth. A hit of
//     grade g is worth 2^g-1.
//   - MRR (E. M. Voorhees, "The TREC-8 question answering track report", 1999): one over the place of the first hit of grade 2 or 3, among the
//     first ten.
//
// Hits that nobody judged count as grade 0, and are counted: where they are many, the judgements say little.
package judged
