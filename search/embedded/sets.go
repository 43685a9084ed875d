package embedded

// Lists of matches are in order of experiment, each once. These functions write into the memory of their first list where they can.

// intersect adds up the scores of the experiments in both lists.
func intersect(a, b []match) []match {
	out := a[:0]
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].experiment < b[j].experiment:
			i++
		case a[i].experiment > b[j].experiment:
			j++
		default:
			out = append(out, match{a[i].experiment, a[i].score + b[j].score})
			i++
			j++
		}
	}
	return out
}

// union adds up the scores of the experiments in either list.
func union(a, b []match) []match {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := make([]match, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].experiment < b[j].experiment:
			out = append(out, a[i])
			i++
		case a[i].experiment > b[j].experiment:
			out = append(out, b[j])
			j++
		default:
			out = append(out, match{a[i].experiment, a[i].score + b[j].score})
			i++
			j++
		}
	}
	return append(append(out, a[i:]...), b[j:]...)
}

// subtract takes the experiments of b out of a.
func subtract(a, b []match) []match {
	out := a[:0]
	for _, m := range a {
		for len(b) > 0 && b[0].experiment < m.experiment {
			b = b[1:]
		}
		if len(b) == 0 || b[0].experiment != m.experiment {
			out = append(out, m)
		}
	}
	return out
}

// inBoth lists the numbers that are in two sorted lists.
func inBoth(a, b []uint64) []uint64 {
	out := a[:0]
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			out = append(out, a[i])
			i++
			j++
		}
	}
	return out
}

// inEither lists the numbers that are in one of two sorted lists; they have none in common.
func inEither(a, b []uint64) []uint64 {
	if len(a) == 0 {
		return b
	}
	out := make([]uint64, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if a[i] < b[j] {
			out = append(out, a[i])
			i++
		} else {
			out = append(out, b[j])
			j++
		}
	}
	return append(append(out, a[i:]...), b[j:]...)
}
