package views

// Word is a word that means something of its own here. Its definition is one hover, tap or key away wherever the word stands, see term.
type Word struct {
	ID      string // of the element that holds its definition
	Name    string
	Meaning string // whole sentences
}

// The words that every page defines, at its end. All are in Words.
var (
	UniqueSample = Word{
		ID: "def-unique-sample", Name: "unique sample",
		Meaning: "One biological sample as it was assayed, counted once, however many experiments share it and however many runs it took.",
	}
	NotReportedWord = Word{
		ID: "def-not-reported", Name: NotReported,
		Meaning: "No file that was read says it, or it says only NA, missing and the like. It is counted as a value of its own.",
	}
	Processed = Word{
		ID: "def-processed", Name: "processed",
		Meaning: "Whoever provided the record, such as refine.bio, says that the sample’s data were processed and can be downloaded there.",
	}
)

// Words lists them as the foot of every page does.
var Words = []Word{UniqueSample, NotReportedWord, Processed}
