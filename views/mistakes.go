package views

import (
	"github.com/facetome/facetome/search"
)

// Mistakes show what of the text could not be read, at its place.
type Mistakes struct {
	Text     []Piece // the whole text
	Messages []string
	Meant    Link // the text with all of them corrected; blank where nothing is left of it
}

// Piece is a part of a text.
type Piece struct {
	Text   string
	Marked bool
}

// newMistakes shows the warnings that are mistakes of the text; nil where there is none.
func newMistakes(q search.Query, warnings []search.Warning) *Mistakes {
	m := &Mistakes{}
	at := 0
	for _, w := range warnings {
		if w.Text == nil {
			continue
		}
		m.Messages = append(m.Messages, w.Message)
		start, end := max(w.Text.Offset, at), min(w.Text.Offset+w.Text.Length, len(q.Text))
		if start < end { // else it lies within the one before
			m.Text = append(m.Text, Piece{q.Text[at:start], false}, Piece{q.Text[start:end], true})
			at = end
		}
	}
	if len(m.Messages) == 0 {
		return nil
	}
	m.Text = append(m.Text, Piece{q.Text[at:], false})
	if text := search.ParseText(q.Text).Corrected; text != "" && text != q.Text {
		corrected := withPage(q, 1)
		corrected.Text = text
		m.Meant = Link{text, SearchURL(corrected)}
	}
	return m
}
