//go:build race

package e2e_test

// buildFlags: tests that look for data races run a program that looks for them, too.
var buildFlags = []string{"build", "-race"}
