// Package bench measures how long whole search pages take over HTTP, as a browser asks for them.
//
// The queries are written down in mix.txt, by kind. Their values are the catalogue's own commonest ones, so that the same mix fits any
// catalogue; those of the generated catalogue are the same on every machine. Every query is asked once to find its one URL and to
// warm up, and then, in an order that is shuffled anew each round by a seed, a number of rounds. What is timed is one request: from
// its first byte sent to the last byte of its page read, on a connection that stays open, compressed where the server compresses.
package bench
