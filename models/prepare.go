package models

// content is what a record says, in the forms that an import needs of it.
type content[B any] struct {
	body  B
	codes []string // of the body, see kind.codes
	text  string   // the body as it is kept
	alone *B       // what merging makes of this record alone, but for the codes; nil where that was not asked
}

// PreparedSample is what a source says of a sample, made ready for the tables. To make one takes as long as to write it, and needs no database:
// readers that work on several cores make them there.
type PreparedSample struct {
	content content[SampleBody]
	err     error
}

// PrepareSample makes a sample ready for Writer.Prepared, which returns the error if the body cannot be kept. Safe for concurrent use.
func PrepareSample(body SampleBody) *PreparedSample {
	body, err := cleanSample(body)
	if err != nil {
		return &PreparedSample{content[SampleBody]{body: body}, err}
	}
	alone := mergeSampleWords([]*SampleBody{&body})
	return &PreparedSample{content: content[SampleBody]{body: body, codes: sampleKind.codes(&body), text: encodeSample(&body), alone: &alone}}
}

// Body is the sample as it is kept; as it was given, where it cannot be kept.
func (p *PreparedSample) Body() SampleBody { return p.content.body }
