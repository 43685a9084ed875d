package search

// DidYouMean proposes the known name that a name was probably to be, as the end of a sentence: ` (did you mean "organism"?)`; nothing
// where none is near.
func DidYouMean(name string, known []string) string { return didYouMean(nearest(name, known)) }

// Shorten cuts somebody's value to what a message repeats of it.
func Shorten(value string) string { return shorten(value) }
