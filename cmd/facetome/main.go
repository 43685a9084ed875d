// Facetome finds transcriptome experiments and the samples in them; see README.md.
//
// The program is wired here and nowhere else: config.go has what commands share, and each command has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal finds Go's own handling again, and ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitOK    = 0
	exitError = 1 // something went wrong, or was left out; the last line on stderr says what
	exitUsage = 2 // the command line or an environment variable asks for something impossible; the message names it
)

// program is what commands run with.
type program struct {
	ctx            context.Context // done when the program is to end
	stdin          io.Reader
	stdout, stderr io.Writer
}

// run is the whole program, for main and for tests. It returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var commands cli
	helped := false
	parser, err := kong.New(&commands,
		kong.Name("facetome"),
		kong.Description(about),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.DefaultEnvars("FACETOME"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: helpWidth}),
		kong.Vars(helpVars()),
	)
	if err != nil {
		say(stderr, "facetome: %v", err)
		return exitError
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if helped {
		return exitOK
	}
	if err != nil {
		say(stderr, "facetome: %v\nfacetome --help, or facetome COMMAND --help, says what there is.", err)
		return exitUsage
	}
	err = command.Run(&program{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr})
	switch {
	case err == nil:
		return exitOK
	case isInterrupted(ctx, err):
		say(stderr, "facetome: interrupted")
	default:
		say(stderr, "facetome: %s", commands.line(err))
	}
	return exitError
}

// isInterrupted tells whether err is that the program is to end.
func isInterrupted(ctx context.Context, err error) bool {
	return errors.Is(err, context.Canceled) && ctx.Err() != nil
}

// say prints a line for people. Where even that fails, nobody could be told.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
