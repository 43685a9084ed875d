package control_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/facetome/facetome/models/control"
	"github.com/facetome/facetome/models/modelstest"
)

const password = "correct horse battery staple"

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// onBoth runs a test on tables in a SQLite file and in PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, c *control.Control)) {
	t.Helper()
	modelstest.DSNs(t, func(t *testing.T, dsn func() string) {
		t.Parallel()
		c, err := control.Open(t.Context(), dsn())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
		test(t, c)
	})
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAdministrators(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		if some := must[bool](t)(c.HasAdministrators(ctx)); some {
			t.Error("there are administrators before any is set")
		}
		check(t, c.SetPassword(ctx, " Ada ", password, noon))
		for _, name := range []string{"", "a b", "-ada", "ada\nada", strings.Repeat("a", 65), "åsa"} {
			if err := c.SetPassword(ctx, name, password, noon); err == nil {
				t.Errorf("%q is a name", name)
			}
		}
		if err := c.SetPassword(ctx, "grace", "too short", noon); !errors.Is(err, control.ErrPassword) {
			t.Errorf("a short password: %v", err)
		}
		for _, test := range []struct {
			name, password string
			known, right   bool
		}{
			{"ada", password, true, true}, {"ADA", password, true, true}, {"ada", password + "x", true, false}, {"grace", password, false, false}, {"", "", false, false},
		} {
			known, right, err := c.Authenticate(ctx, test.name, test.password, noon)
			if err != nil || known != test.known || right != test.right {
				t.Errorf("%q: known %v, right %v, %v", test.name, known, right, err)
			}
		}
		list := must[[]control.Administrator](t)(c.Administrators(ctx))
		if len(list) != 1 || list[0].Name != "ada" || !list[0].PasswordSet.Equal(noon) || list[0].LastLogin == nil || !list[0].LastLogin.Equal(noon) ||
			strings.Contains(list[0].Password, password) {
			t.Errorf("administrators %+v", list)
		}
		if err := c.RemoveAdministrator(ctx, "grace"); !errors.Is(err, control.ErrNoAdministrator) {
			t.Errorf("removing nobody: %v", err)
		}
		check(t, c.RemoveAdministrator(ctx, "Ada"))
		if some := must[bool](t)(c.HasAdministrators(ctx)); some {
			t.Error("there are administrators after the only one was removed")
		}
	})
}

func TestWeakHashesAreRenewed(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		check(t, control.SetWeakPassword(ctx, c, "ada", password))
		stored := func() string { return must[[]control.Administrator](t)(c.Administrators(ctx))[0].Password }
		weak := stored()
		if _, right, err := c.Authenticate(ctx, "ada", "another horse battery staple", noon); right || err != nil || stored() != weak {
			t.Errorf("a wrong password: right %v, %v, hash renewed: %v", right, err, stored() != weak)
		}
		if _, right, err := c.Authenticate(ctx, "ada", password, noon); !right || err != nil {
			t.Fatalf("a weak hash is not accepted: %v", err)
		}
		if strong := stored(); !strings.Contains(strong, control.CurrentCost) {
			t.Errorf("the hash stays %q", strong)
		}
		if _, right, err := c.Authenticate(ctx, "ada", password, noon); !right || err != nil {
			t.Errorf("the renewed hash is not accepted: %v", err)
		}
	})
}

func TestSessions(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		check(t, c.SetPassword(ctx, "ada", password, noon))
		begin := func(at time.Time) string {
			t.Helper()
			return must[string](t)(c.BeginSession(ctx, control.Session{Administrator: "ada", Address: "192.0.2.1", Browser: "Firefox"}, at))
		}
		is := func(token string, at time.Time, want bool) {
			t.Helper()
			session, err := c.Session(ctx, token, at)
			if want && (err != nil || session.Administrator != "ada") || !want && !errors.Is(err, control.ErrNoSession) {
				t.Errorf("at %s: %+v, %v; want a session: %v", at.Format(time.TimeOnly), session, err, want)
			}
		}
		token := begin(noon)
		if len(token) != 43 {
			t.Errorf("the token %q has not 256 bits", token)
		}
		for _, s := range must[[]control.Session](t)(c.Sessions(ctx, "ada", noon)) {
			if strings.Contains(s.TokenHash, token) {
				t.Error("the token itself is kept")
			}
		}
		for _, wrong := range []string{"", token + "x", token[:42], strings.ToLower(token) + "A"} {
			is(wrong, noon, false)
		}
		is(token, noon.Add(59*time.Minute), true)
		is(token, noon.Add(118*time.Minute), true) // used since
		is(token, noon.Add(178*time.Minute), false)

		// Whoever uses it all the time is asked for the password again after twelve hours.
		token = begin(noon)
		for at := noon; at.Before(noon.Add(control.SessionLife)); at = at.Add(30 * time.Minute) {
			is(token, at, true)
		}
		is(token, noon.Add(control.SessionLife), false)

		// What goes on without anybody using it does not keep a session.
		token = begin(noon)
		for _, minutes := range []int{20, 40, 59} {
			if alive := must[bool](t)(c.IsSession(ctx, token, noon.Add(time.Duration(minutes)*time.Minute))); !alive {
				t.Errorf("no session after %d minutes", minutes)
			}
		}
		is(token, noon.Add(61*time.Minute), false)

		first, second := begin(noon), begin(noon)
		check(t, c.EndSession(ctx, first))
		is(first, noon, false)
		is(second, noon, true)
		if n := must[int](t)(c.EndSessions(ctx, "ada")); n == 0 {
			t.Error("no session ended")
		}
		is(second, noon, false)

		token = begin(noon)
		check(t, c.SetPassword(ctx, "ada", password+"!", noon))
		is(token, noon, false)
		token = begin(noon)
		check(t, c.RemoveAdministrator(ctx, "ada"))
		is(token, noon, false)
	})
}

func TestSessionsAreBounded(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		check(t, c.SetPassword(ctx, "ada", password, noon))
		var tokens []string
		for i := range 25 {
			tokens = append(tokens, must[string](t)(c.BeginSession(ctx, control.Session{Administrator: "ada"}, noon.Add(time.Duration(i)*time.Second))))
		}
		if n := len(must[[]control.Session](t)(c.Sessions(ctx, "ada", noon.Add(time.Minute)))); n != 20 {
			t.Errorf("%d sessions", n)
		}
		if alive := must[bool](t)(c.IsSession(ctx, tokens[4], noon.Add(time.Minute))); alive {
			t.Error("the oldest lives")
		}
		if alive := must[bool](t)(c.IsSession(ctx, tokens[24], noon.Add(time.Minute))); !alive {
			t.Error("the newest does not live")
		}
	})
}

func TestAttempts(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		try := func(name, address string, at time.Time) time.Time {
			t.Helper()
			return must[control.Attempt](t)(c.BeginAttempt(ctx, name, address, at)).Until
		}
		for i := range control.NameAttempts {
			if until := try("ada", "192.0.2.1", noon.Add(time.Duration(i)*time.Minute)); !until.IsZero() {
				t.Fatalf("attempt %d waits until %s", i, until)
			}
		}
		at := noon.Add(10 * time.Minute)
		for _, address := range []string{"192.0.2.1", "198.51.100.7"} {
			if until := try("Ada", address, at); !until.Equal(noon.Add(15 * time.Minute)) {
				t.Errorf("one more from %s may be tried at %v", address, until)
			}
		}
		if until := try("grace", "192.0.2.1", at); !until.IsZero() {
			t.Errorf("another name waits until %v", until)
		}
		if until := try("ada", "192.0.2.1", noon.Add(15*time.Minute)); !until.IsZero() {
			t.Errorf("waiting does not help: %v", until)
		}
		if until := try("ada", "192.0.2.1", noon.Add(15*time.Minute)); !until.Equal(noon.Add(16 * time.Minute)) {
			t.Errorf("the next may be tried at %v", until)
		}
		check(t, c.EndAttempt(ctx, "ada", "192.0.2.1"))
		if until := try("ada", "192.0.2.1", noon.Add(15*time.Minute)); !until.IsZero() {
			t.Errorf("after a login it waits until %v", until)
		}
	})
}

func TestAttemptsFromOneAddress(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		check(t, c.SetPassword(ctx, "ada", password, noon))
		var trying sync.WaitGroup
		tried := make(chan bool, 100)
		for i := range 100 { // at once: none slips through
			trying.Go(func() {
				attempt, err := c.BeginAttempt(ctx, strings.Repeat("x", 1+i%50), "192.0.2.1", noon)
				tried <- err == nil && attempt.Until.IsZero()
			})
		}
		trying.Wait()
		close(tried)
		n := 0
		for may := range tried {
			if may {
				n++
			}
		}
		if n != control.AddressAttempts {
			t.Errorf("%d of 100 attempts at once were let in, want %d", n, control.AddressAttempts)
		}
		if until := must[control.Attempt](t)(c.BeginAttempt(ctx, "ada", "192.0.2.1", noon)).Until; until.IsZero() {
			t.Error("ada may log in from that address")
		}
		if until := must[control.Attempt](t)(c.BeginAttempt(ctx, "ada", "192.0.2.2", noon)).Until; !until.IsZero() {
			t.Error("ada may not log in from another address")
		}
	})
}

// A password that is set takes the waiting away: who was locked out by somebody else's guessing gets in again.
func TestSettingAPasswordEndsTheWaiting(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := t.Context()
		for range control.NameAttempts {
			must[control.Attempt](t)(c.BeginAttempt(ctx, "ada", "192.0.2.1", noon))
		}
		check(t, c.SetPassword(ctx, "ada", password, noon))
		if until := must[control.Attempt](t)(c.BeginAttempt(ctx, "ada", "192.0.2.2", noon)).Until; !until.IsZero() {
			t.Errorf("it waits until %v", until)
		}
	})
}

func TestActions(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, c *control.Control) {
		ctx := context.WithoutCancel(t.Context())
		id := must[uint](t)(c.Record(ctx, control.Action{Began: noon, By: "ada", Address: "192.0.2.1", What: control.ActionHide, About: "GSE1", Outcome: control.OutcomeRunning}))
		must[uint](t)(c.Record(ctx, control.Action{Began: noon, Address: "192.0.2.9", What: control.ActionLogin, Outcome: control.OutcomeFailed, Reason: "wrong name or password"}))
		check(t, c.EndAction(ctx, id, control.OutcomeFailed, "the disk is full", noon.Add(time.Second)))
		list, total, err := c.Actions(ctx, 0, 10)
		if err != nil || total != 2 || len(list) != 2 {
			t.Fatalf("%d of %d actions, %v", len(list), total, err)
		}
		login, hide := list[0], list[1]
		if login.What != control.ActionLogin || login.By != "" || login.Ended == nil || !login.Ended.Equal(noon) {
			t.Errorf("login %+v", login)
		}
		if hide.By != "ada" || hide.About != "GSE1" || hide.Outcome != control.OutcomeFailed || hide.Reason != "the disk is full" || hide.Ended == nil || !hide.Ended.Equal(noon.Add(time.Second)) {
			t.Errorf("hide %+v", hide)
		}
		if list, total, err = c.Actions(ctx, 1, 10); err != nil || total != 2 || len(list) != 1 || list[0].ID != id {
			t.Errorf("the second page: %+v, %d, %v", list, total, err)
		}
	})
}

// Hashes of passwords are nobody else's business.
func TestFileIsPrivate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	c, err := control.Open(t.Context(), filepath.Join(folder, "catalogue.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	check(t, c.SetPassword(t.Context(), "ada", password, noon))
	found, err := filepath.Glob(filepath.Join(folder, "control.db*"))
	check(t, err)
	for _, name := range found {
		info, err := os.Stat(name)
		check(t, err)
		if mode := info.Mode().Perm(); mode&0o077 != 0 && info.Size() > 0 {
			t.Errorf("%s may be read by others: %v", filepath.Base(name), mode)
		}
	}
	if len(found) == 0 {
		t.Error("there is no such file")
	}
}
