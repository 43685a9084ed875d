package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long task is: as a bar on a terminal, elsewhere as a line now and then.
type progress struct {
	out  io.Writer
	what string
	bar  *progressbar.ProgressBar // nil where out is no terminal
	next time.Time                // of the next line, where there is no bar
}

// lineEvery is how often a task that is no bar says how far it is: seldom enough for logs.
const lineEvery = 5 * time.Second

// newProgress begins a task; bytes says that what is counted are bytes.
func newProgress(out io.Writer, what string, bytes bool) *progress {
	p := &progress{out: out, what: what, next: time.Now().Add(lineEvery)}
	if !isTerminal(out) {
		say(out, "%s …", what)
		return p
	}
	p.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowBytes(bytes),
		progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionFullWidth(),
	)
	return p
}

// at says what the task is at, where it has several parts.
func (p *progress) at(what string) {
	if what == p.what {
		return
	}
	p.what = what
	if p.bar != nil {
		p.bar.Reset()
		p.bar.Describe(what)
	}
}

// set says how much of the total is done. Both may be empty: rate stands before the bar, detail in lines.
func (p *progress) set(done, total int64, rate, detail string) {
	if p.bar != nil {
		if rate != "" {
			p.bar.Describe(p.what + " " + rate)
		}
		if total > 0 && p.bar.GetMax64() != total {
			p.bar.ChangeMax64(total)
		}
		_ = p.bar.Set64(done) // a bar that cannot be drawn is no reason to stop
		return
	}
	if now := time.Now(); total > 0 && now.After(p.next) {
		p.next = now.Add(lineEvery)
		say(p.out, "%s … %d%%%s", p.what, 100*done/total, detail)
	}
}

// end removes the bar.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
