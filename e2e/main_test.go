// Package e2e_test drives the whole program with a real browser: what people click, and what they see then.
//
// It starts the program on a small synthetic catalogue and Chromium (FACETOME_TEST_CHROMIUM, else found in PATH). Without Chromium
// the tests are skipped and say so; with FACETOME_TEST_REQUIRE=1, as in CI, they fail instead.
package e2e_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for what must happen: far longer than it takes, so that it never decides about success.
const patience = time.Minute

// demoSize is how many experiments the catalogue has: several pages of results, and more values than a facet shows at once.
const demoSize = 150

// site is the program and the browser that all tests share. Each test has a browser session of its own.
type site struct {
	url     string          // http://127.0.0.1:port
	browser context.Context // of chromedp
	binary  string          // the program
}

var shared *site // nil where there is no Chromium

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	chromium := findChromium()
	if chromium == "" {
		return m.Run(), nil
	}
	folder, err := os.MkdirTemp("", "facetome-e2e-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	binary, err := buildProgram(folder)
	if err != nil {
		return 0, err
	}
	url, stop, err := startProgram(binary, folder)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	browser, quit, err := startBrowser(chromium, filepath.Join(folder, "profile"))
	if err != nil {
		return 0, err
	}
	defer quit()
	shared = &site{url: url, browser: browser, binary: binary}
	return m.Run(), nil
}

func findChromium() string {
	if path := os.Getenv("FACETOME_TEST_CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func buildProgram(folder string) (binary string, err error) {
	binary = filepath.Join(folder, "facetome")
	build := exec.Command("go", append(buildFlags, "-o", binary, "github.com/facetome/facetome/cmd/facetome")...)
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("go build: %w", err)
	}
	return binary, nil
}

// startProgram serves the demo on any free port, with its data in a folder.
func startProgram(binary, folder string, more ...string) (url string, stop func() error, err error) {
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return "", nil, err
	}
	program := exec.Command(binary, append([]string{"serve", "--demo", fmt.Sprintf("--demo-size=%d", demoSize), "--data=" + filepath.Join(folder, "data"),
		"--database=", "--addr=127.0.0.1:0"}, more...)...)
	program.Stderr = log
	stdout, err := program.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := program.Start(); err != nil {
		return "", nil, err
	}
	lines := bufio.NewScanner(stdout)
	for url == "" && lines.Scan() {
		url, _ = strings.CutPrefix(lines.Text(), "Open ")
		if !strings.HasPrefix(url, "http") {
			url = ""
		}
	}
	stop = func() error {
		signalled := program.Process.Signal(syscall.SIGTERM)
		err := errors.Join(signalled, program.Wait(), log.Close())
		if err != nil {
			said, _ := os.ReadFile(log.Name())
			err = fmt.Errorf("the program: %w\n%s", err, said)
		}
		return err
	}
	if url == "" {
		return "", nil, errors.Join(errors.New("the program did not say where it listens"), stop())
	}
	return strings.TrimSuffix(url, "/"), stop, nil
}

func startBrowser(path, profile string) (browser context.Context, quit func(), err error) {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
	}
	for _, flag := range []string{
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-extensions",
		"disable-dev-shm-usage", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, release := chromedp.NewExecAllocator(context.Background(), options...)
	browser, end := chromedp.NewContext(allocator)
	quit = func() { end(); release() }
	if err := chromedp.Do(browser); err != nil {
		quit()
		return nil, nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return browser, quit, nil
}
