package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/gofrs/flock"
)

const (
	adminName     = "ada"
	adminPassword = "correct horse battery staple"
)

// adminSite is a program of its own, with an administrator and a folder to import from: what tests do there changes its catalogue.
type adminSite struct {
	*site
	data string // its --data
	drop string // its --import-dir
}

// startAdmin starts the program, and opens a tab of its site.
func startAdmin(t *testing.T) (*adminSite, *tab) {
	t.Helper()
	b := open(t)
	folder := t.TempDir()
	s := &adminSite{data: filepath.Join(folder, "data"), drop: filepath.Join(folder, "drop")}
	if err := os.MkdirAll(s.drop, 0o755); err != nil {
		t.Fatal(err)
	}
	set := exec.CommandContext(t.Context(), b.site.binary, "admin", "set-password", adminName, "--data="+s.data, "--database=")
	set.Stdin = strings.NewReader(adminPassword + "\n")
	if said, err := set.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	url, stop, err := startProgram(b.site.binary, folder, "--import-dir="+s.drop, "--upload-limit=1MB")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.visitBlank() // what is followed goes on and on
		if err := stop(); err != nil {
			t.Error(err)
		}
		if said, err := os.ReadFile(filepath.Join(folder, "log")); t.Failed() {
			t.Logf("the program said (%v):\n%s", err, said)
		}
	})
	s.site = &site{url: url, browser: b.site.browser, binary: b.site.binary}
	b.site = s.site
	return s, b
}

// visitBlank leaves the site.
func (b *tab) visitBlank() { b.do(chromedp.Navigate("about:blank")) }

// logIn logs ada in, and is led to a page.
func (b *tab) logIn(path string) {
	b.t.Helper()
	b.visit(path)
	b.do(chromedp.SendKeys(chromedp.CSS("#login-name"), adminName), chromedp.SendKeys(chromedp.CSS("#login-password"), adminPassword+"\r"))
	b.await("ada is logged in", fmt.Sprintf(`location.pathname === %q && %s`, path, settled))
}

// text is that of what a selector finds, on one line.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`[...document.querySelectorAll(%q)].map((e) => e.innerText.replace(/\s+/g, " ").trim()).join(" | ")`, selector))
}

// awaitText waits until what a selector finds has some words.
func (b *tab) awaitText(selector, words string) {
	b.t.Helper()
	b.await(fmt.Sprintf("%s says %q", selector, words),
		fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) => e.innerText.replace(/\s+/g, " ").includes(%q))`, selector, words))
}

// holdIndex keeps everybody from building the index until release is called, as another process that builds it does.
func (s *adminSite) holdIndex(t *testing.T) (release func()) {
	t.Helper()
	lock := flock.New(filepath.Join(s.data, "index", "LOCK"))
	if held, err := lock.TryLock(); err != nil || !held {
		t.Fatalf("the index is held by somebody else (%v)", err)
	}
	var once sync.Once
	release = func() {
		once.Do(func() {
			if err := lock.Unlock(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(release)
	return release
}

// drops puts a file into the folder to import from.
func (s *adminSite) drops(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(s.drop, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// fill gives a box that is shown another content, as typing does.
func fill(selector, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		done, err := chromedp.Evaluate[bool](fmt.Sprintf(`(() => {
			const box = document.querySelector(%q);
			if (!box?.checkVisibility()) return false;
			box.value = %q;
			return true;
		})()`, selector, value))(ctx, target)
		if err == nil && !done {
			err = errors.New(selector + " is not shown")
		}
		return err
	})
}
