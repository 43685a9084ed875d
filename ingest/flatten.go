package ingest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/facetome/facetome/models"
)

// flatten turns nested JSON into attributes, in the file's order: {"characteristic": [{"category": "sex", "value": "F"}]} is
// sex: F, {"extract": {"name": "x"}} is extract name: x. Blanks, contact data and lists of files are left out.
func flatten(key string, raw json.RawMessage) []models.Attribute {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || isContact(key) {
		return nil
	}
	switch raw[0] {
	case '[':
		var list []models.Attribute
		for _, item := range items(raw) {
			list = append(list, flatten(key, item)...)
		}
		return list
	case '{':
		return flattenObject(key, raw)
	}
	text, ok := scalar(raw)
	if text = oneLine(text); !ok || text == "" {
		return nil
	}
	if channelKey.MatchString(key) {
		return []models.Attribute{splitCharacteristic(text)}
	}
	return []models.Attribute{{Key: oneLine(key), Value: text}}
}

// channelKey is GEO's key of characteristics, whose values hold the submitter's own key.
var channelKey = regexp.MustCompile(`characteristics_ch[0-9]+$`)

func flattenObject(key string, raw json.RawMessage) []models.Attribute {
	members := orderedMembers(raw)
	if name, value := namedValue(members); name != "" {
		return flatten(name, value)
	}
	var list []models.Attribute
	for _, m := range members {
		if m.key == "file" {
			continue
		}
		list = append(list, flatten(strings.TrimSpace(key+" "+m.key), m.value)...)
	}
	return list
}

// namedValue recognises an object that is itself a key and a value: {"category": "sex", "value": "female"}.
func namedValue(members []member) (name string, value json.RawMessage) {
	for _, m := range members {
		switch m.key {
		case "category", "name", "tag":
			if text, ok := scalar(m.value); ok {
				name = oneLine(text)
			}
		case "value":
			value = m.value
		}
	}
	if value == nil {
		return "", nil
	}
	return name, value
}
