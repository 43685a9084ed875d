package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/facetome/facetome/models/control"
)

type adminCmd struct {
	SetPassword setPasswordCmd `cmd:"" help:"Make an administrator, or give one another password."`
	List        listAdminsCmd  `cmd:"" help:"List the administrators."`
	Remove      removeAdminCmd `cmd:"" help:"Take somebody's right to use the pages at /admin."`
}

type setPasswordCmd struct {
	catalogueFlags
	Name string `arg:"" help:"Name to log in with: letters without accents, digits, and . _ @ -"`
}

// Help is shown by admin set-password --help.
func (setPasswordCmd) Help() string {
	return fmt.Sprintf(`The password is read from the terminal, twice, or as one line from standard input. It has at least %d characters. All of the administrator's logins `+
		`end. Servers that run take it up at once; the pages at /admin are there as soon as there is an administrator.

Examples:
  facetome admin set-password ada
  pwgen --secure 24 1 | tee password.txt | facetome admin set-password ada`, control.MinPassword)
}

// Run sets the password.
func (c *setPasswordCmd) Run(p *program) error {
	password, err := p.newPassword(control.FoldName(c.Name))
	if err != nil {
		return err
	}
	return c.whileControlled(p, func(admins *control.Control) error {
		err := admins.SetPassword(p.ctx, c.Name, password, time.Now())
		if err := recordHere(p.ctx, admins, control.ActionSetPassword, c.Name, err); err != nil {
			return err
		}
		say(p.stdout, "The password of %s is set. Log in at /admin.", control.FoldName(c.Name))
		return nil
	})
}

type removeAdminCmd struct {
	catalogueFlags
	Name string `arg:"" help:"Name of the administrator."`
}

// Run removes an administrator.
func (c *removeAdminCmd) Run(p *program) error {
	return c.whileControlled(p, func(admins *control.Control) error {
		err := admins.RemoveAdministrator(p.ctx, c.Name)
		if err := recordHere(p.ctx, admins, control.ActionRemove, c.Name, err); err != nil {
			return err
		}
		say(p.stdout, "%s is no administrator any more.", control.FoldName(c.Name))
		if some, err := admins.HasAdministrators(p.ctx); err != nil || some {
			return err
		}
		say(p.stdout, "There is none left: the pages at /admin are gone.")
		return nil
	})
}

type listAdminsCmd struct{ catalogueFlags }

// Run lists the administrators.
func (c *listAdminsCmd) Run(p *program) error {
	return c.whileControlled(p, func(admins *control.Control) error {
		list, err := admins.Administrators(p.ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			say(p.stdout, "There are none: `facetome admin set-password NAME` makes one.")
		}
		for _, a := range list {
			login := "never logged in"
			if a.LastLogin != nil {
				login = "last logged in " + a.LastLogin.UTC().Format("2006-01-02 15:04 UTC")
			}
			say(p.stdout, "%s, password set %s, %s", a.Name, a.PasswordSet.UTC().Format("2006-01-02 15:04 UTC"), login)
		}
		return nil
	})
}

// whileControlled works on the tables beside the catalogue.
func (f *catalogueFlags) whileControlled(p *program, work func(*control.Control) error) (err error) {
	admins, err := control.Open(p.ctx, f.dsn())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admins.Close()) }()
	return work(admins)
}

// recordHere records what was done at the command line, and returns the error that it ended with.
func recordHere(ctx context.Context, admins *control.Control, what control.ActionKind, about string, err error) error {
	action := control.Action{Began: time.Now(), Address: control.CommandLine, What: what, About: control.FoldName(about), Outcome: control.OutcomeDone}
	if me, unknown := user.Current(); unknown == nil {
		action.By = me.Username
	}
	if err != nil {
		action.Outcome, action.Reason = control.OutcomeFailed, err.Error()
	}
	_, notKept := admins.Record(context.WithoutCancel(ctx), action)
	return errors.Join(err, notKept)
}

// newPassword asks for a password twice on a terminal, where it is not shown, or reads the first line of standard input.
func (p *program) newPassword(name string) (string, error) {
	file, ok := p.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return firstLine(p.stdin)
	}
	first, err := p.hidden(file, fmt.Sprintf("New password of %s: ", name))
	if err != nil {
		return "", err
	}
	again, err := p.hidden(file, "The same again: ")
	if err != nil {
		return "", err
	}
	if first != again {
		return "", errors.New("the two passwords differ; nothing was changed")
	}
	return first, nil
}

// hidden reads a line that a terminal does not show. Interrupted, it leaves the terminal as it was.
func (p *program) hidden(terminal *os.File, prompt string) (string, error) {
	fd := int(terminal.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	_, _ = io.WriteString(p.stderr, prompt) // where that fails, nobody could be told
	type answer struct {
		line []byte
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		answered <- answer{line, err}
	}()
	select {
	case a := <-answered:
		say(p.stderr, "")
		return string(a.line), a.err
	case <-p.ctx.Done():
		say(p.stderr, "")
		return "", errors.Join(p.ctx.Err(), term.Restore(fd, before))
	}
}

// firstLine is that of standard input.
func firstLine(r io.Reader) (string, error) {
	if r == nil {
		return "", errors.New("there is no standard input to read the password from")
	}
	const longest = 64 << 10 // far more than a password
	line, err := bufio.NewReader(io.LimitReader(r, longest)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
