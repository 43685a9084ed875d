package ingest

import (
	"encoding/json"

	"github.com/facetome/facetome/models"
)

// soleCodes is a Sink that passes samples on when all of a file are known, and leaves to each only the alternates that mean it alone:
// the BioSample that two GEO samples name is none of theirs, and is kept as an attribute. See codeGroups.
type soleCodes struct {
	Sink
	groups *codeGroups
}

func newSoleCodes(sink Sink) *soleCodes { return &soleCodes{sink, newCodeGroups(sampleKinds)} }

// Sample implements Sink.
func (s *soleCodes) Sample(body models.SampleBody) error {
	row, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = s.groups.add(append([]string{body.AccessionCode}, body.Alternates...), string(row))
	return err
}

// finish passes the samples on, in the order of their codes.
func (s *soleCodes) finish() error {
	return s.groups.each(func(g codeGroup) error {
		for _, row := range g.rows {
			var body models.SampleBody
			if err := json.Unmarshal([]byte(row), &body); err != nil {
				return err
			}
			alone := map[string]bool{}
			for _, code := range g.alternates {
				alone[code] = true
			}
			var kept []string
			for _, code := range body.Alternates {
				if alone[code] {
					kept = append(kept, code)
					continue
				}
				body.Attributes = append(body.Attributes, models.Attribute{Key: kindName(sampleKinds, code), Value: code})
			}
			body.Alternates = kept
			if err := s.Sink.Sample(body); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *soleCodes) close() { s.groups.close() }
