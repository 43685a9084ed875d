package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Contact data of submitters are never stored: e-mail addresses, telephone and fax numbers, streets. They stand in fields of their own,
// known by their keys (isContact), and in the middle of texts (withoutContacts), where a note remains in their place. What only looks
// like them is science and stays: catalogue numbers, positions, "+1 234", pH 7.4, a lane, a gene drive, St. Jude.

var (
	email = regexp.MustCompile(`(?i)(mailto:)?[\p{L}\p{N}._%+'-]+(@|\s?[(\[]at[)\]]\s?)[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}`)

	// An address that lost its @, "jane.doe.ed.ac.uk"; pages are written so too, thus only beside a whole one and without www.
	spoilt = regexp.MustCompile(`(^|[\s,;(])([a-z]+\.){3,4}(ac\.uk|edu)\b`)

	// A number that is said to be of a telephone.
	phone = regexp.MustCompile(`(?i)\b(telephone|phone|tel|fax|facsimile)\b[.:]?\s*(number|no|nr)?[.:#]?\s*\(?\+?\d[\d\s()./-]{5,}\d`)
	// A number as it is dialled from abroad: a plus, the country, and two groups or more.
	abroad = regexp.MustCompile(`(^|[^\w.:+-])\+[1-9]\d{0,2}[\s.-]?(\(\d{1,5}\)|\d{1,5})[\s.-]\d{2,8}([\s.-]\d{2,6}){0,4}`)
	// A number of North America; many other numbers are written so, thus only beside another contact.
	american = regexp.MustCompile(`(^|[\s,;(])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b`)

	// Streets: "80 Tennis Court Road", "1630 Linden Dr.,", "6 Davis Dr, RTP, NC, 27709", "Heubnerweg 6, 14059 Berlin", "P.O. Box 12".
	streets = []*regexp.Regexp{
		regexp.MustCompile(`\b\d{1,5}[A-Za-z]?,? ([NSEW]{1,2}\.? )?(\p{Lu}[\p{L}'.-]* ){1,4}(Street|Road|Rd|Avenue|Ave|Boulevard|Blvd|Parkway|Pkwy)\b\.?`),
		regexp.MustCompile(`\b\d{1,5}[A-Za-z]?,? ([NSEW]{1,2}\.? )?(\p{Lu}[\p{L}'.-]* ){1,3}(St|Dr)(\.?,|\.?$)`),
		regexp.MustCompile(`\b\d{1,5}[A-Za-z]?,? ([NSEW]{1,2}\.? )?(\p{Lu}[\p{L}'.-]* ){1,4}(St|Dr|Drive|Lane|Ln|Way|Place|Court|Square|Circle|Highway|Hwy)\b` +
			`\.?([ ,\\]{1,3}[\p{L}. ]{1,40}){1,2}[ ,\\]{1,3}[A-Z]{2},? \d{5}(-\d{4})?\b`),
		// "Typhimurium str. 14028" is a strain: a small letter begins no street.
		regexp.MustCompile(`\b\p{Lu}[\p{L}.-]*(\s?Stra(ss|ß)e|\s?Str\.|stra(ss|ß)e|str\.|weg|allee|platz|gasse|laan|straat|gatan|vej) \d{1,4}[a-z]?\b(,? [A-Z-]{0,3}\d{4,5} \p{Lu}\p{L}+)?`),
		regexp.MustCompile(`\b\d{1,4},? (bis,? )?(rue|avenue|boulevard|quai|chemin) (de la |de l'|de |du |des |d')?\p{Lu}[\p{L}-]+( \p{Lu}[\p{L}-]+)?`),
		regexp.MustCompile(`\b(P\.?\s?O\.?\s?[Bb]ox\s?\d+|Box \d{5,6}\b)`),
	}
)

const noEmail, noNumber, noAddress = "[e-mail removed]", "[number removed]", "[address removed]"

// withoutContacts replaces contact data by a note that they were there.
func withoutContacts(s string) string {
	if !mayHoldContact(s) {
		return s
	}
	if strings.Contains(s, "@") || strings.Contains(s, "at)") || strings.Contains(s, "at]") || strings.Contains(s, "AT)") {
		s = email.ReplaceAllString(s, noEmail)
	}
	if strings.Contains(s, noEmail) {
		s = spoilt.ReplaceAllStringFunc(s, withoutSpoilt)
	}
	if !hasDigit(s) {
		return s
	}
	if mentions(s, "phone", "tel", "fax", "facsimile") {
		s = phone.ReplaceAllString(s, noNumber)
	}
	if strings.Contains(s, "+") {
		s = abroad.ReplaceAllStringFunc(s, withoutAbroad)
	}
	if strings.Contains(s, noEmail) || strings.Contains(s, noNumber) {
		s = american.ReplaceAllString(s, "${1}"+noNumber)
	}
	if mayHoldStreet(s) {
		for _, street := range streets {
			s = street.ReplaceAllString(s, noAddress)
		}
	}
	return s
}

// mayHoldContact is a first look, which most texts fail: contact data have an @, what stands for one, or a digit, and notes have brackets.
func mayHoldContact(s string) bool {
	for i := range len(s) {
		if c := s[i]; c == '@' || c == ')' || c == ']' || isDigit(c) {
			return true
		}
	}
	return false
}

// withoutSpoilt removes an address without its @, and leaves pages.
func withoutSpoilt(found string) string {
	word := strings.TrimLeft(found, " \t\n,;(")
	if strings.HasPrefix(word, "www.") {
		return found
	}
	return strings.TrimSuffix(found, word) + noEmail
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

// hasEmail tells whether an e-mail address stands in a word that is kept as it is or not at all.
func hasEmail(word string) bool { return strings.Contains(word, "@") && email.MatchString(word) }

// mayHoldStreet tells whether a text has a word that names a street: a cheap look before the expressions, which nearly every text fails.
func mayHoldStreet(s string) bool {
	isLetter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf }
	for i := 0; i < len(s); i++ {
		start := i
		for i < len(s) && isLetter(s[i]) {
			i++
		}
		if word := s[start:i]; len(word) > 1 && (start == 0 || s[start-1] < '0' || s[start-1] > '9') && namesStreet(word) {
			return true
		}
	}
	return false
}

// namesStreet knows the words of streets, and the endings of German, Dutch and Nordic ones.
func namesStreet(word string) bool {
	const longest = 24 // of words that name streets alone, and more than all endings
	var lower [longest]byte
	word = word[max(len(word)-longest, 0):]
	for i := range len(word) {
		lower[i] = word[i]
		if c := word[i]; c >= 'A' && c <= 'Z' {
			lower[i] = c | 0x20
		}
	}
	switch text := string(lower[:len(word)]); text {
	case "street", "st", "road", "rd", "avenue", "ave", "boulevard", "blvd", "parkway", "pkwy", "dr", "drive", "lane", "ln", "way", "place", "court",
		"square", "circle", "highway", "hwy", "rue", "quai", "chemin", "box":
		return true
	default:
		return endsWith(text, "strasse", "straße", "str", "weg", "allee", "platz", "gasse", "laan", "straat", "gatan", "vej")
	}
}

func endsWith(text string, endings ...string) bool {
	for _, ending := range endings {
		if strings.HasSuffix(text, ending) {
			return true
		}
	}
	return false
}

// minAbroad is how many digits a number with its country has at least; "+1 234 567" is a position or a price.
const minAbroad = 10

// withoutAbroad removes a number that is long enough.
func withoutAbroad(found string) string {
	digits := 0
	for _, r := range found {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < minAbroad {
		return found
	}
	before, _, _ := strings.Cut(found, "+")
	return before + noNumber
}

// contact are the words by which keys of contact data are known: their values are dropped whole.
var contact = regexp.MustCompile(`(?i)(\bcontact (name|person|e-?mail|phone|fax|address|institute|laboratory|department|city|state|country|zip|web)|` +
	`\be[- ]?mails?\b|\b(tele)?phone\b|^tel\b\.?( (no|number)\b.*)?$|\bfax\b|\bfacsimile\b|\bpostal\b|\bpost ?code\b|\bzip ?code\b|\bstreet\b|` +
	`\b(mailing|lab|laboratory|institute|institution|submitter|provider|work|home|office) address\b|^address$|\bperformer\b)`)

// camel is where words meet in contactEmail.
var camel = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)

// isContact tells whether a key names contact data of a person.
func isContact(key string) bool {
	return mentions(key, "contact", "mail", "phone", "tel", "fax", "facsimile", "postal", "post", "zip", "street", "address", "performer") &&
		(contact.MatchString(strings.ReplaceAll(key, "_", " ")) || contact.MatchString(camel.ReplaceAllString(key, "$1 $2")))
}

// mentions tells whether s may hold one of some words, without regard to case: it is false only where s is plain ASCII without them, which
// nearly every text is, and costs a small part of what a regular expression does.
func mentions(s string, words ...string) bool {
	for at := range len(s) {
		c := s[at]
		if c >= utf8.RuneSelf {
			return true
		}
		for _, word := range words {
			if c|0x20 == word[0] && len(s)-at >= len(word) && strings.EqualFold(s[at:at+len(word)], word) {
				return true
			}
		}
	}
	return false
}
