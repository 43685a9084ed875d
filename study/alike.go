package study

// mostAlike is how many columns the samples that are alike are found by: what a short address holds.
const mostAlike = 12

// Alike finds the samples that agree with one in every group that was compared: their query, and how many there are beside it. Where nothing
// was compared there is none.
func (s *Study) Alike(code string) (q Query, others int) {
	q = Query{Sort: ColumnCode, Page: 1, Size: DefaultSize}
	sample := s.sample(code)
	if sample < 0 {
		return q, 0
	}
	for _, v := range s.Comparison.Compared {
		if len(v.Groups) == 0 || v.Range != nil || len(q.Filters) == mostAlike {
			continue
		}
		if v.Several > 0 { // a filter does not tell who has one of two values from who has both
			return Query{}, 0
		}
		f := Filter{Column: v.Name, NotReported: true}
		if cell := v.Cell(sample); cell != nil {
			f = Filter{Column: v.Name, Include: []string{cell.Values[0].Label}}
		}
		q = q.With(f)
	}
	if len(q.Filters) == 0 {
		return q, 0
	}
	return q, len(s.Select(q)) - 1
}
