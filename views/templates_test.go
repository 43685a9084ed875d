package views

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestTemplatesCallComponents: behind text templ takes "@name(…)" for text as well; the page would show the call.
func TestTemplatesCallComponents(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*_templ.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	shown := regexp.MustCompile(`WriteString\([^,]+, \d+, "[^\n]*?@[a-z]\w*\(`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range shown.FindAll(text, -1) {
			t.Errorf("%s shows a call of a component as text: %s", file, call)
		}
	}
}
