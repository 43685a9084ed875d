//go:build race

package e2e_test

// buildFlags: tests that look for data races run a program that looks for them, too; see norace_test.go for the tag.
var buildFlags = []string{"build", "-tags", "dev", "-race"}
