package searchtest

import (
	"testing"

	"github.com/facetome/facetome/models"
	"github.com/facetome/facetome/models/modelstest"
)

// fault is one mistake of an engine.
type fault string

// The mistakes that real engines make, or nearly made.
const (
	noFault fault = ""

	// Of matching.
	nullLost                    fault = "NULL is lost by <>: not reported fails f!=v"
	starIncludesNotReported     fault = "f=* includes not reported"
	firstValueOnly              fault = "of several values only the first is looked at"
	caseSensitive               fault = "values are compared with their case"
	rangesExcludeTheirEnd       fault = "ranges exclude their end"
	conjunctionAcrossSamples    fault = "the conditions of sample fields are met by different samples of an experiment"
	conditionsAcrossExperiments fault = "the conditions of experiment fields are met by different experiments of a sample"
	exclusionDropsExperiments   fault = "an excluded value drops the experiment, not its samples"
	exclusiveSamplesOnly        fault = "experiments are counted from exclusive samples only"
	emptyAlwaysMatches          fault = "experiments without samples match though a sample field is filtered"
	emptyNeverMatches           fault = "experiments without samples never match"

	// Of text.
	phraseAsWords        fault = "the words of a phrase may be anywhere in a field"
	phraseAcrossValues   fault = "a phrase spans two values of a field"
	stopWordsTakeNoPlace fault = "a phrase passes over stop words, or stands where the text has one"
	fieldIgnored         fault = "a word with a field is looked up in all fields"
	notIgnored           fault = "a minus is ignored"
	orAsAnd              fault = "OR asks for both"
	prefixAsWord         fault = "a star is ignored"
	prefixOfStems        fault = "the beginning of a word is compared with stems"
	textRangesIgnored    fault = "a range in the text is ignored"
	neverAnyWord         fault = "nothing is found when nothing matches all words"
	anyWordDropsTheRest  fault = "when any word will do, what else the text asks is dropped"
	fallbackAfterFilters fault = "whether any word will do is decided after the filters"

	// Of codes.
	codesAsText      fault = "a code is looked up as words"
	allCodesAsked    fault = "several codes ask for all of them"
	pinsIgnored      fault = "what a code names does not come first"
	pinsChangeCounts fault = "what a code names matches whatever the filters say"

	// Of counting.
	sumsCountTwice         fault = "the headline sums over experiments: shared samples count twice"
	sumsOfFacetsCountTwice fault = "facets sum over experiments: shared samples count twice"
	oneStampForAllValues   fault = "one stamp for all values of a facet: a sample counts for its first value only"
	valuesOfTheExperiment  fault = "all matching samples of an experiment count for every value that one of them has"
	facetsCollapse         fault = "facets collapse under their own selection"
	liftsIncludedOnly      fault = "of a facet's own conditions only the included values are lifted"
	textLostInFacets       fault = "facets are counted without the text"

	// Of showing.
	zerosAreNotListed      fault = "included and excluded values are not listed at 0"
	selectedAreNotFirst    fault = "included and excluded values are not listed first"
	listsAreCut            fault = "facets list eight values"
	spelledAsAtFirst       fault = "a value is shown as it is first spelled"
	undatedFirst           fault = "experiments without a date come first"
	tiesAreReversed        fault = "ties are ordered by accession code backwards"
	leastRelevantFirst     fault = "the least relevant come first"
	samplesListedTwice     fault = "shared samples are listed under each of their experiments"
	underTheFirstByCode    fault = "samples stand under the first of their experiments by accession code"
	exportsOnePage         fault = "an export is one page"
	servesWhileBuilding    fault = "a generation serves before it is committed"
	abortsAfterCommit      fault = "Abort drops a committed generation"
	exportMixesGenerations fault = "an export goes on in the next generation"

	// Of amending.
	keepsGone           fault = "experiments that are gone stay"
	keepsChanged        fault = "changed experiments stay what they were"
	keepsBoth           fault = "changed experiments stay beside what they are now"
	keepsText           fault = "changed experiments are found by the words they had"
	keepsValues         fault = "samples keep the values they had"
	keepsSets           fault = "samples keep the experiments they were in"
	sharedCountTwice    fault = "a sample of a changed experiment is another one than that of an unchanged experiment"
	sharedGo            fault = "the samples of a changed experiment are gone from the unchanged ones"
	keepsLabels         fault = "values are shown as they were"
	keepsBins           fault = "ranges keep the bins they had"
	keepsVersion        fault = "the generation is said to be of the version before"
	addsLast            fault = "changed experiments stand last, whatever their codes"
	holdsWhatWas        fault = "held is what was amended, not what it was amended to"
	amendsInPlace       fault = "the generation that serves is amended itself"
	amendsNothing       fault = "without a generation an empty one is amended"
	buildsTwoAtOnce     fault = "two generations are made at a time"
	amendedIsNotSwapped fault = "an amended generation serves under the name of the old one"
)

var faults = []fault{
	nullLost, starIncludesNotReported, firstValueOnly, caseSensitive, rangesExcludeTheirEnd, conjunctionAcrossSamples,
	conditionsAcrossExperiments, exclusionDropsExperiments, exclusiveSamplesOnly, emptyAlwaysMatches, emptyNeverMatches,
	phraseAsWords, phraseAcrossValues, stopWordsTakeNoPlace, fieldIgnored, notIgnored, orAsAnd, prefixAsWord, prefixOfStems, textRangesIgnored,
	neverAnyWord, anyWordDropsTheRest, fallbackAfterFilters,
	codesAsText, allCodesAsked, pinsIgnored, pinsChangeCounts,
	sumsCountTwice, sumsOfFacetsCountTwice, oneStampForAllValues, valuesOfTheExperiment, facetsCollapse, liftsIncludedOnly,
	textLostInFacets, zerosAreNotListed, selectedAreNotFirst, listsAreCut, spelledAsAtFirst, undatedFirst, tiesAreReversed,
	leastRelevantFirst, samplesListedTwice, underTheFirstByCode, exportsOnePage,
	servesWhileBuilding, abortsAfterCommit, exportMixesGenerations,
	keepsGone, keepsChanged, keepsBoth, keepsText, keepsValues, keepsSets, sharedCountTwice, sharedGo, keepsLabels, keepsBins, keepsVersion, addsLast,
	holdsWhatWas, amendsInPlace, amendsNothing, buildsTwoAtOnce, amendedIsNotSwapped,
}

// ofLifecycle are the faults that only show while generations change.
var ofLifecycle = map[fault]bool{
	servesWhileBuilding: true, abortsAfterCommit: true, exportMixesGenerations: true,
	amendsInPlace: true, amendsNothing: true, buildsTwoAtOnce: true, amendedIsNotSwapped: true,
}

// notAtRandom are the faults that random scenarios cannot see: they know no order of relevance, no word that differs from its stem, and no lifecycle.
var notAtRandom = map[fault]bool{leastRelevantFirst: true, pinsIgnored: true, prefixOfStems: true}

// TestSuiteHasTeeth requires that the scenarios catch every fault: those written by hand alone, and a random one alone.
func TestSuiteHasTeeth(t *testing.T) {
	t.Parallel()
	caughtByHand, caughtAtRandom := catches(t, handmade()), map[fault]bool{}
	if !testing.Short() {
		caughtAtRandom = catches(t, []scenario{randomScenario(1, randomQueries), randomAmending(1, randomQueries)})
	}
	for _, f := range faults {
		if ofLifecycle[f] {
			_, backend := newReference(f)
			if len(lifecycle(t.Context(), modelstest.SQLite(t), backend)) == 0 {
				t.Errorf("the lifecycle does not catch: %s", f)
			}
			continue
		}
		if !caughtByHand[f] {
			t.Errorf("no scenario written by hand catches: %s", f)
		}
		if !testing.Short() && !caughtAtRandom[f] && !notAtRandom[f] {
			t.Errorf("no random scenario catches: %s", f)
		}
	}
}

// catches puts every fault to scenarios and tells which of them were found.
func catches(t *testing.T, scenarios []scenario) map[fault]bool {
	t.Helper()
	caught := map[fault]bool{}
	for _, s := range scenarios {
		staged := s.stage(t, modelstest.SQLite)
		for _, f := range faults {
			if caught[f] || ofLifecycle[f] {
				continue
			}
			_, backend := newReference(f)
			if len(staged.differences(t.Context(), backend, false)) > 0 {
				caught[f] = true
			}
		}
	}
	return caught
}

// TestReference holds the engine without a fault to the whole suite, on both databases: so the suite asks nothing that cannot be
// had, and the oracle says the same on both.
func TestReference(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("asks SQL thousands of questions")
	}
	modelstest.Stores(t, func(t *testing.T, open func() *models.Store) {
		RunOn(t, func(testing.TB) *models.Store { return open() }, func(*testing.T) Backend {
			_, backend := newReference(noFault)
			return backend
		})
	})
}
