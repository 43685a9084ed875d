package models

import (
	"regexp"
	"strconv"
	"strings"
)

// Age is an age as numbers and a unit. Harmonised values of FieldAge are written by String, so that ReadAge finds the numbers in a
// value's label; ages that could not be read ("adult") stand there as submitted.
type Age struct {
	Low   float64 `json:"low"`
	High  float64 `json:"high"`            // Low itself, unless the age is a range
	Bound string  `json:"bound,omitempty"` // "<", "≤", ">" or "≥" where the age lies below or above the number
	Unit  string  `json:"unit,omitempty"`  // "years", "months", "weeks", "days", "hours" or "minutes"; empty is not reported
	Since string  `json:"since,omitempty"` // what it is counted from, one of AgeSince; empty is not reported: birth, most likely
}

// AgeSince are the words after an age that say what it is counted from. Embryologists count from conception, physicians from
// the last menstrual period before it (gestation).
var AgeSince = []string{"after birth", "post conception", "post fertilization", "of gestation"}

// AgeUnits are the units of ages.
var AgeUnits = []string{"years", "months", "weeks", "days", "hours", "minutes"}

// String writes an age: "34 years", "8-10 weeks", "≥65", "12.5 days post conception".
func (a Age) String() string {
	var b strings.Builder
	b.WriteString(a.Bound)
	b.WriteString(number(a.Low))
	if a.High != a.Low {
		b.WriteString("-" + number(a.High))
	}
	switch {
	case a.Unit == "":
	case a.Low == 1 && a.High == 1:
		b.WriteString(" " + strings.TrimSuffix(a.Unit, "s"))
	default:
		b.WriteString(" " + a.Unit)
	}
	if a.Since != "" {
		b.WriteString(" " + a.Since)
	}
	return b.String()
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

var ageLabel = regexp.MustCompile(`^([<≤>≥]?)([0-9]+(?:\.[0-9]+)?)(?:-([0-9]+(?:\.[0-9]+)?))?(?: (` + strings.Join(AgeUnits, "?|") + `?)(?: (` + strings.Join(AgeSince, "|") + `))?)?$`)

// ReadAge reads the label of an age as String writes it. ok is false for other labels.
func ReadAge(label string) (age Age, ok bool) {
	m := ageLabel.FindStringSubmatch(label)
	if m == nil {
		return Age{}, false
	}
	low, err := strconv.ParseFloat(m[2], 64)
	if err != nil {
		return Age{}, false
	}
	high := low
	if m[3] != "" {
		if high, err = strconv.ParseFloat(m[3], 64); err != nil {
			return Age{}, false
		}
	}
	age = Age{Low: low, High: high, Bound: m[1], Unit: m[4], Since: m[5]}
	if age.Unit != "" && !strings.HasSuffix(age.Unit, "s") {
		age.Unit += "s"
	}
	return age, age.String() == label
}
