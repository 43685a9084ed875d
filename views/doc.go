// Package views renders the pages.
//
// Every page has a typed view model, made by a pure function from a query and its result or from records of the catalogue,
// and a templ template that decides nothing: what is shown, in what words and in which order stands in the model, where
// table tests read it without any HTML. Links are whole URLs, made from the query that they lead to.
package views

//go:generate go tool templ generate
