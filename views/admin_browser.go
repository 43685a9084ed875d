package views

import "strings"

// browserNames are how browsers call themselves, and what people call them; those that claim to be others come before them.
var browserNames = []struct{ claims, name string }{
	{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"},
	{"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"},
}

var systemNames = []struct{ claims, name string }{
	{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
}

// browserName is a browser and its system in words, as far as it says them.
func browserName(agent string) string {
	name := "Some program"
	for _, b := range browserNames {
		if strings.Contains(agent, b.claims) {
			name = b.name
			break
		}
	}
	for _, s := range systemNames {
		if strings.Contains(agent, s.claims) {
			return name + " on " + s.name
		}
	}
	return name
}
