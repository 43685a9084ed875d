//go:build !race

package e2e_test

// buildFlags: the program that is tested is a development build, which adds the gallery and nothing else.
var buildFlags = []string{"build", "-tags", "dev"}
