package ingest

// The values of JSON (RFC 8259) are looked over once, as strictly as encoding/json does and several times faster: where a value ends, that it
// is valid, and that it is not nested too deep. What is wrong with others encoding/json says.

// scanValue returns where the JSON value ends that begins at at. ok is false where there is none, or one that has more than depth levels.
func scanValue(raw []byte, at, depth int) (end int, ok bool) {
	if at >= len(raw) {
		return at, false
	}
	switch c := raw[at]; {
	case c == '"':
		return scanString(raw, at)
	case c == '{' || c == '[':
		if depth == 0 {
			return at, false
		}
		return scanItems(raw, at, depth-1)
	case c == '-' || isDigit(c):
		return scanNumber(raw, at)
	case c == 't':
		return scanWord(raw, at, "true")
	case c == 'f':
		return scanWord(raw, at, "false")
	case c == 'n':
		return scanWord(raw, at, "null")
	}
	return at, false
}

// scanItems is scanValue for an object or a list; its values may have depth levels.
func scanItems(raw []byte, at, depth int) (end int, ok bool) {
	object := raw[at] == '{'
	last := byte(']')
	if object {
		last = '}'
	}
	if at = skipSpace(raw, at+1); at < len(raw) && raw[at] == last {
		return at + 1, true
	}
	for {
		if object {
			if at, ok = scanKey(raw, at); !ok {
				return at, false
			}
		}
		if at, ok = scanValue(raw, at, depth); !ok {
			return at, false
		}
		switch at = skipSpace(raw, at); {
		case at == len(raw):
			return at, false
		case raw[at] == last:
			return at + 1, true
		case raw[at] != ',':
			return at, false
		}
		at = skipSpace(raw, at+1)
	}
}

// scanKey returns where the value begins whose key begins at at.
func scanKey(raw []byte, at int) (value int, ok bool) {
	if at >= len(raw) || raw[at] != '"' {
		return at, false
	}
	if at, ok = scanString(raw, at); !ok {
		return at, false
	}
	if at = skipSpace(raw, at); at == len(raw) || raw[at] != ':' {
		return at, false
	}
	return skipSpace(raw, at+1), true
}

// scanString is scanValue for a string.
func scanString(raw []byte, at int) (end int, ok bool) {
	for at++; at < len(raw); at++ {
		switch c := raw[at]; {
		case c == '"':
			return at + 1, true
		case c < ' ':
			return at, false
		case c == '\\':
			if at++; at == len(raw) {
				return at, false
			}
			switch raw[at] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if len(raw)-at < len("u0000") || !isHex(raw[at+1]) || !isHex(raw[at+2]) || !isHex(raw[at+3]) || !isHex(raw[at+4]) {
					return at, false
				}
				at += 4
			default:
				return at, false
			}
		}
	}
	return at, false
}

// scanNumber is scanValue for a number.
func scanNumber(raw []byte, at int) (end int, ok bool) {
	if raw[at] == '-' {
		at++
	}
	if at < len(raw) && raw[at] == '0' {
		at++
	} else if at, ok = scanDigits(raw, at); !ok {
		return at, false
	}
	if at < len(raw) && raw[at] == '.' {
		if at, ok = scanDigits(raw, at+1); !ok {
			return at, false
		}
	}
	if at < len(raw) && raw[at]|0x20 == 'e' {
		if at++; at < len(raw) && (raw[at] == '+' || raw[at] == '-') {
			at++
		}
		return scanDigits(raw, at)
	}
	return at, true
}

// scanDigits passes one digit or more.
func scanDigits(raw []byte, at int) (end int, ok bool) {
	start := at
	for at < len(raw) && isDigit(raw[at]) {
		at++
	}
	return at, at > start
}

func scanWord(raw []byte, at int, word string) (end int, ok bool) {
	if len(raw)-at < len(word) || string(raw[at:at+len(word)]) != word {
		return at, false
	}
	return at + len(word), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
