package handlers

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNothingOfAdministrators: where there is no administrator, each of their addresses answers as any other that does not exist, to the last byte.
func TestNothingOfAdministrators(t *testing.T) {
	t.Parallel()
	with, without, never := newAdminSite(t), newAdminSite(t, true), newTestSite(t)
	routes := with.adminRoutes(t)
	paths := map[string]bool{"/admin": true, "/admin/": true, "/admin/nowhere": true}
	for _, r := range routes {
		paths[r.Path] = true
	}
	for path := range paths {
		other := strings.Replace(path, "/admin", "/nimda", 1)
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, "FANCY"} {
			for name, site := range map[string]http.Handler{"none is set": without, "there is no such store": never} {
				got, want := answered(site, method, path), answered(site, method, other)
				if want.Code != http.StatusNotFound || got.Code != want.Code {
					t.Fatalf("%s: %s %s answers %d, %s %d", name, method, path, got.Code, other, want.Code)
				}
				for _, header := range []string{"X-Request-Id", "Date"} {
					got.Header().Del(header)
					want.Header().Del(header)
				}
				if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
					t.Errorf("%s: headers of %s %s: %s", name, method, path, diff)
				}
				if diff := cmp.Diff(want.Body.String(), strings.ReplaceAll(got.Body.String(), "admin", "nimda")); diff != "" {
					t.Errorf("%s: %s %s: %s", name, method, path, diff)
				}
			}
		}
	}
}

func answered(site http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(""))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// TestWhoMayDoWhat asks for every address of administrators as everybody.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	for _, route := range s.adminRoutes(t) {
		reads := route.Method == http.MethodGet || route.Method == http.MethodHead
		path := route.Path
		nobody := answered(s, route.Method, path, "Sec-Fetch-Site", "same-origin")
		switch {
		case path == "/admin/login" && reads:
			if nobody.Code != http.StatusOK {
				t.Errorf("nobody: %s %s answers %d", route.Method, path, nobody.Code)
			}
		case reads:
			if at := nobody.Header().Get("Location"); nobody.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/admin/login") {
				t.Errorf("nobody: %s %s answers %d and leads to %q", route.Method, path, nobody.Code, at)
			}
			if strings.Contains(nobody.Body.String(), "main") {
				t.Errorf("nobody: %s %s shows a page", route.Method, path)
			}
		case nobody.Code != http.StatusUnauthorized:
			t.Errorf("nobody: %s %s answers %d", route.Method, path, nobody.Code)
		}
		for name, cookie := range map[string]string{"a made-up token": strings.Repeat("A", 43), "an empty one": ""} {
			if w := answered(s, route.Method, path, "Cookie", plainCookie+"="+cookie); w.Code != nobody.Code {
				t.Errorf("%s: %s %s answers %d, nobody is answered %d", name, route.Method, path, w.Code, nobody.Code)
			}
		}
		if !reads {
			before := len(s.actions(t))
			for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.org"}, {"Origin", "null"}} {
				if w := answered(s, route.Method, path, append(headers, s.session(t)...)...); w.Code != http.StatusForbidden {
					t.Errorf("ada from another site (%s): %s %s answers %d", headers, route.Method, path, w.Code)
				}
			}
			if did := s.actions(t); len(did) > before {
				t.Errorf("%s %s from another site did something: %+v", route.Method, path, did[0])
			}
		}
	}
	for _, route := range s.adminRoutes(t) {
		switch w := answered(s, route.Method, route.Path, s.session(t)...); {
		case w.Code == http.StatusUnauthorized && route.Path != "/admin/login", w.Code == http.StatusForbidden, w.Code >= http.StatusInternalServerError:
			t.Errorf("ada: %s %s answers %d", route.Method, route.Path, w.Code)
		case w.Header().Get("Cache-Control") != "no-store":
			t.Errorf("%s %s may be kept: %q", route.Method, route.Path, w.Header().Get("Cache-Control"))
		}
	}
	for _, path := range []string{"/admin/nowhere", "/admin/login/x", "/%61dmin", "/admin/"} {
		if w := answered(s, http.MethodGet, path); w.Code != http.StatusSeeOther {
			t.Errorf("nobody: %s answers %d", path, w.Code)
		}
	}
	if w := answered(s, http.MethodGet, "/admin/nowhere", s.session(t)...); w.Code != http.StatusNotFound {
		t.Errorf("ada: a page that is none answers %d", w.Code)
	}
}

// Requests of other sites that are to change something are refused everywhere.
func TestCrossOriginRequests(t *testing.T) {
	t.Parallel()
	s := newTestSite(t)
	for _, path := range []string{"/", "/search", "/nowhere"} {
		if w := s.do(http.MethodPost, path, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
			t.Errorf("POST %s from another site answers %d", path, w.Code)
		}
		if w := s.do(http.MethodGet, path, "Sec-Fetch-Site", "cross-site"); w.Code == http.StatusForbidden {
			t.Errorf("a link from another site to %s is refused", path)
		}
	}
}

// TestPublicPagesSayNothing: what everybody sees is the same with administrators and without, and for them.
func TestPublicPagesSayNothing(t *testing.T) {
	t.Parallel()
	s, other := newAdminSite(t), newTestSite(t)
	cookie := s.session(t)
	for _, path := range []string{"/", "/search", "/experiments/GSE2", "/samples/GSM1", "/catalogue", "/help", "/nowhere"} {
		want := other.get(path).Body.String()
		if got := s.get(path, cookie...).Body.String(); got != want || strings.Contains(got, "/admin") {
			t.Errorf("%s differs: %s", path, cmp.Diff(want, got))
		}
	}
	s.get("/admin/actions", cookie...)
	answered(s, http.MethodPost, "/admin/login", "Sec-Fetch-Site", "same-origin")
	if metrics := s.get("/metrics").Body.String(); strings.Contains(metrics, "admin") || strings.Contains(metrics, `code="401"`) || strings.Contains(metrics, `code="303"`) {
		t.Errorf("metrics tell of administrators' pages:\n%s", metrics)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	w := s.get("/admin/actions?page=1")
	at := w.Header().Get("Location")
	if at != "/admin/login?next=%2Fadmin%2Factions%3Fpage%3D1" {
		t.Fatalf("nobody is led to %q", at)
	}
	d := parsed(t, answered(s, http.MethodGet, at))
	if got := d.Find("input[name=next]").AttrOr("value", ""); got != "/admin/actions?page=1" {
		t.Errorf("the form leads on to %q", got)
	}
	noInline(t, at, d)
	if d.Find("label[for=login-name]").Length()+d.Find("label[for=login-password]").Length() != 2 || d.Find("meta[name=robots]").AttrOr("content", "") != "noindex" {
		t.Error("the form's boxes have no labels, or the page is to be indexed")
	}

	wrong := s.login("ada", "wrong horse battery staple", "192.0.2.1")
	nobody := s.login("grace", adminPassword, "192.0.2.1")
	if wrong.Code != http.StatusUnauthorized || nobody.Code != http.StatusUnauthorized {
		t.Errorf("a wrong password answers %d, a wrong name %d", wrong.Code, nobody.Code)
	}
	if text(parsed(t, wrong).Find("[role=alert]")) != text(parsed(t, nobody).Find("[role=alert]")) {
		t.Error("the answer tells which names there are")
	}
	if len(wrong.Result().Cookies())+len(nobody.Result().Cookies()) != 0 {
		t.Error("a failed login sets a cookie")
	}

	w = s.post("/admin/login", url.Values{"name": {" Ada"}, "password": {adminPassword}, "next": {"/admin/actions"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/admin/actions" {
		t.Fatalf("the login answers %d and leads to %q", w.Code, w.Header().Get("Location"))
	}
	c := w.Result().Cookies()[0]
	if c.Name != plainCookie || !c.HttpOnly || c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/admin" || c.MaxAge != 0 {
		t.Errorf("the cookie on this machine is %+v", c)
	}
	d = s.page(t, "/admin/actions", http.StatusOK, "Cookie", plainCookie+"="+c.Value)
	var rows []string
	for _, a := range s.actions(t) {
		rows = append(rows, a.By+" "+string(a.What)+" "+string(a.Outcome))
	}
	if diff := cmp.Diff([]string{"ada login done", " login failed", "ada login failed"}, rows); diff != "" {
		t.Error(diff)
	}
	if shown := text(d.Find("main")); !strings.Contains(shown, "ada") || strings.Contains(shown, "grace") || d.Find("tbody tr").Length() != 4 {
		t.Errorf("the page shows %s", shown)
	}
	noInline(t, "/admin/actions", d)
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	for next, want := range map[string]string{
		"": "/admin", "https://elsewhere.org/admin": "/admin", "//elsewhere.org/admin": "/admin", "/\\elsewhere.org": "/admin", "/administrator": "/admin",
		"/search": "/admin", "/admin/login": "/admin", "/admin/logout": "/admin", "javascript:alert(1)": "/admin", "/admin/import?x=1": "/admin/import?x=1",
		"/admin/../search": "/admin",
	} {
		w := s.get("/admin/login?"+url.Values{"next": {next}}.Encode(), s.session(t)...)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("next=%q answers %d and leads to %q, want %q", next, w.Code, got, want)
		}
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	https := s.post("/admin/login", url.Values{"name": {"ada"}, "password": {adminPassword}}, "X-Forwarded-Proto", "https")
	if c := https.Result().Cookies()[0]; c.Name != secureCookie || !c.Secure || !c.HttpOnly {
		t.Errorf("the cookie of https is %+v", c)
	}
	r := httptest.NewRequest(http.MethodPost, "http://facetome.example.org/admin/login", strings.NewReader(url.Values{"name": {"ada"}, "password": {adminPassword}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || len(w.Result().Cookies()) > 0 {
		t.Errorf("a password over the network answers %d with %d cookies", w.Code, len(w.Result().Cookies()))
	}
	if d := parsed(t, w); d.Find("input[type=password]").Length() > 0 || !strings.Contains(text(d.Find("[role=alert]")), "https") {
		t.Error("the page asks for a password, or does not say what to do")
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	first, second := s.session(t), s.session(t)
	is := func(cookie []string) bool { return s.get("/admin/actions", cookie...).Code == http.StatusOK }
	if !is(first) || !is(second) {
		t.Fatal("ada is not logged in")
	}
	if w := s.post("/admin/logout", nil, first...); w.Code != http.StatusSeeOther || w.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("logging out answers %d", w.Code)
	}
	if is(first) || !is(second) {
		t.Errorf("logged in after logging out: here %v, elsewhere %v", is(first), is(second))
	}
	third := s.session(t)
	s.post("/admin/logout", url.Values{"everywhere": {"yes"}}, second...)
	if is(second) || is(third) {
		t.Error("logged in after logging out everywhere")
	}
	if a := s.actions(t); len(a) != 2 || a[0].Reason != "2 logins" {
		t.Errorf("actions %+v", a)
	}
	fourth := s.session(t)
	s.pass(59 * 60e9)
	if !is(fourth) {
		t.Error("a session ended before an hour")
	}
	s.pass(60 * 60e9)
	if is(fourth) {
		t.Error("a session did not end in an hour without use")
	}
}

func TestLoginsAreLimited(t *testing.T) {
	t.Parallel()
	s := newAdminSite(t)
	for i := range 10 {
		if w := s.login("grace", "wrong", "198.51.100.1"); w.Code != http.StatusUnauthorized {
			t.Fatalf("attempt %d answers %d", i, w.Code)
		}
	}
	w := s.login("grace", "wrong", "203.0.113.7")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "901" {
		t.Errorf("one more answers %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if got := text(parsed(t, w).Find("[role=alert]")); !strings.Contains(got, "Try again at 12:16 UTC, in 15 minutes") {
		t.Errorf("it says %q", got)
	}
	if w := s.login("ada", adminPassword, "203.0.113.7"); w.Code != http.StatusSeeOther {
		t.Errorf("another name answers %d", w.Code)
	}
	for i := range 20 {
		s.login(strings.Repeat("x", i+1), "wrong", "198.51.100.1")
	}
	if w := s.login("ada", adminPassword, "198.51.100.1"); w.Code != http.StatusTooManyRequests {
		t.Errorf("from an address that guesses, it answers %d", w.Code)
	}
	s.pass(15 * 60e9)
	if w := s.login("ada", adminPassword, "198.51.100.1"); w.Code != http.StatusSeeOther {
		t.Errorf("after the waiting it answers %d", w.Code)
	}
}

// Whom a proxy asks for is believed of proxies alone.
func TestClientAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		proxies               []string
		remote, forwarded, is string
	}{
		{nil, "127.0.0.1:9", "203.0.113.7", "203.0.113.7"}, {nil, "203.0.113.9:9", "203.0.113.7", "203.0.113.9"}, {nil, "10.0.0.2:9", "203.0.113.7", "10.0.0.2"},
		{[]string{"10.0.0.0/8"}, "10.0.0.2:9", "6.6.6.6, 203.0.113.7", "203.0.113.7"}, {[]string{"10.0.0.0/8"}, "203.0.113.9:9", "10.0.0.7", "203.0.113.9"},
		{nil, "[2001:db8::1]:9", "", "2001:db8::1"},
	} {
		read, err := addressReader(test.proxies)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = test.remote
		if test.forwarded != "" {
			r.Header.Set("X-Forwarded-For", test.forwarded)
		}
		if got := read(r); got != test.is {
			t.Errorf("%+v: %s", test, got)
		}
	}
	networks := map[string]string{"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::9": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "x": "x"}
	for _, address := range slices.Sorted(maps.Keys(networks)) {
		if got := networkOf(address); got != networks[address] {
			t.Errorf("%s is counted as %s", address, got)
		}
	}
	for host, want := range map[string]bool{"localhost": true, "localhost:8080": true, "127.0.0.5:1": true, "[::1]:8080": true, "facetome.localhost": true, "example.org": false, "localhost.example.org": false, "10.0.0.1": false} {
		if got := isLoopback(host); got != want {
			t.Errorf("%s is this machine: %v", host, got)
		}
	}
}
