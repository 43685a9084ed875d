package models

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// Whatever stands in a sample, it is kept as encoding/json writes it.
func TestEncodeSample(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.StringOf(rapid.SampledFrom([]rune("aZ0 \"\\<&>\x00\x1f\n\t\x7fé\u2028\U0001F9EC\uFFFD"))), rapid.SampledFrom([]string{"", "\xff", "a\xc3"}))
	texts := rapid.SliceOfN(text, 0, 3)
	sample := rapid.Custom(func(t *rapid.T) SampleBody {
		return SampleBody{
			AccessionCode: text.Draw(t, "code"), Alternates: texts.Draw(t, "alternates"), Title: text.Draw(t, "title"), Experiments: texts.Draw(t, "experiments"),
			Values: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) FieldValue {
				return FieldValue{Field: text.Draw(t, "field"), Value: text.Draw(t, "value"), Name: text.Draw(t, "name"),
					TaxonomyID: rapid.Int().Draw(t, "taxonomy id"), RawKey: text.Draw(t, "raw key"), RawValue: text.Draw(t, "raw value")}
			}), 0, 3).Draw(t, "values"),
			Attributes: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Attribute {
				return Attribute{Key: text.Draw(t, "key"), Value: text.Draw(t, "value")}
			}), 0, 3).Draw(t, "attributes"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := sample.Draw(t, "sample")
		if got, want := encodeSample(&s), encode(s); got != want {
			t.Errorf("%s; want %s", got, want)
		}
	})
	for body, known := range map[reflect.Type]int{reflect.TypeFor[SampleBody](): 6, reflect.TypeFor[FieldValue](): 6, reflect.TypeFor[Attribute](): 2} {
		if body.NumField() != known {
			t.Errorf("%v has %d fields; encodeSample and this test know %d", body, body.NumField(), known)
		}
	}
}
