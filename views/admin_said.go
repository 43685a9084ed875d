package views

// adminSaid are what pages say after something was asked for, by the word that the address has for it.
var adminSaid = map[string]AdminNotice{
	"started":   {Text: "It has begun. It goes on whether or not this page is open."},
	"busy":      {Text: "Nothing was begun: another run is under way, which is shown below.", Bad: true},
	"stopping":  {Text: "It was asked to stop, which takes some seconds. What serves now goes on serving."},
	"hidden":    {Text: "The experiment is hidden. It leaves the search within seconds."},
	"shown":     {Text: "The experiment is shown again. It is back in the search within seconds."},
	"corrected": {Text: "It is corrected, and searchable so within seconds."},
	"undone":    {Text: "The correction was taken back: the field is again what the files say."},
	"ended":     {Text: "It had ended already.", Bad: true},
}

// AdminSaid is what a page says by a word of its address; nil for none.
func AdminSaid(word string) *AdminNotice {
	if n, known := adminSaid[word]; known {
		return &n
	}
	return nil
}
