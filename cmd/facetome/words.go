package main

import "github.com/dustin/go-humanize"

// number writes 1234 as 1,234.
func number(n int) string { return humanize.Comma(int64(n)) }

// count writes 1 and "experiment" as "1 experiment", 1234 as "1,234 experiments".
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return number(n) + " " + what
}
