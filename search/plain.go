package search

import (
	"html"
	"regexp"
	"strings"
)

// htmlTag is a tag that submitters write into descriptions; not everything between < and >, since p<a is mathematics.
var htmlTag = regexp.MustCompile(`(?i)</?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|small|span|strong|sub|sup|table|tbody|td|th|tr|tt|u|ul)(?:\s+[a-z-]+\s*=[^<>]*)?\s*/?>`)

// PlainText is a text on one line, without the HTML that some submitters write.
func PlainText(text string) string {
	if strings.Contains(text, "<") {
		text = htmlTag.ReplaceAllString(text, " ")
	}
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	return strings.Join(strings.Fields(text), " ")
}
