package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// How people log in to the secured cluster of the tests.
const (
	securedUser     = "facetome"
	securedPassword = "correct horse battery"
	securedKey      = "c2VjcmV0OmtleQ=="
)

// authority signs the certificate of a node, as an organisation's own does.
type authority struct {
	file        string // its own certificate, PEM
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{file: filepath.Join(t.TempDir(), "ca.pem")}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority of a test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	var der []byte
	a.key, der = sign(t, template, template, nil)
	var err error
	if a.certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(a.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// node is the certificate of a node at 127.0.0.1.
func (a *authority) node(t *testing.T) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "node of a test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	key, der := sign(t, template, a.certificate, a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// sign makes a key and a certificate for it; without a parent's key it signs itself.
func sign(t *testing.T, template, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*ecdsa.PrivateKey, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if parentKey == nil {
		parentKey = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), parentKey)
	if err != nil {
		t.Fatal(err)
	}
	return key, der
}

// secured stands before a cluster as its own security does: with TLS, and for nobody who does not log in.
func secured(t *testing.T, cluster string, certificate tls.Certificate) (address string) {
	t.Helper()
	target, err := url.Parse(cluster)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Header.Del("Authorization")
	}}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, login, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		byUser := base64.StdEncoding.EncodeToString([]byte(securedUser + ":" + securedPassword))
		if isUser, isKey := scheme == "Basic" && login == byUser, strings.EqualFold(scheme, "ApiKey") && login == securedKey; !isUser && !isKey {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"error":{"type":"security_exception","reason":"unable to authenticate"},"status":401}`)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that clients break off are what is tested
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

// TestSecuredCluster: with TLS of an authority of one's own, a user and password or an API key, everything works; who is not let in is told why.
func TestSecuredCluster(t *testing.T) {
	t.Parallel()
	cluster, ours, others := testCluster(t), newAuthority(t), newAuthority(t)
	address := secured(t, cluster, ours.node(t))
	prefix := "test-secured-" + strings.ToLower(rand.Text())
	t.Cleanup(func() { dropIndices(t, cluster, prefix) })
	const experiments = 20
	want, file := held(t, experiments, 9), catalogueFile(t, experiments, 9)
	where := func(more ...string) []string {
		return append([]string{"--elasticsearch=" + address, "--elasticsearch-prefix=" + prefix}, more...)
	}
	data, ca := "--data="+t.TempDir(), "--elasticsearch-ca="+ours.file
	user := []string{"--elasticsearch-user=" + securedUser, "--elasticsearch-password=" + securedPassword}
	key := "--elasticsearch-api-key=" + securedKey

	facetome(t, append([]string{"import", longTimes, file, data}, where(append(user, ca)...)...)...).must(t)
	wantNumbers(t, "logging in with a key", startServer(t, where(data, ca, key)), want)

	for name, wrong := range map[string]struct {
		args  []string
		words []string
	}{
		"a key that is wrong":      {[]string{ca, "--elasticsearch-api-key=d3Jvbmc6a2V5"}, []string{"login", "API key"}},
		"a password that is not":   {[]string{ca, "--elasticsearch-user=" + securedUser, "--elasticsearch-password=wrong-password"}, []string{"login", "password"}},
		"nobody":                   {[]string{ca}, []string{"login"}},
		"another authority":        {append(user, "--elasticsearch-ca="+others.file), []string{"certificate", "--elasticsearch-ca"}},
		"the system's authority":   {append(user, "--elasticsearch-ca="), []string{"certificate", "--elasticsearch-ca"}},
		"a file that is not there": {append(user, "--elasticsearch-ca=/nowhere/ca.pem"), []string{"certificate", "/nowhere/ca.pem"}},
	} {
		o := facetome(t, append([]string{"reindex", data}, where(wrong.args...)...)...)
		if o.code != exitError {
			t.Errorf("%s: exit code %d\n%s%s", name, o.code, o.stdout, o.stderr)
		}
		wantWords(t, name, o.stderr, wrong.words...)
		for _, secret := range []string{"d3Jvbmc6a2V5", "wrong-password", securedPassword} {
			if strings.Contains(o.stdout+o.stderr, secret) {
				t.Errorf("%s: what is secret is said:\n%s%s", name, o.stdout, o.stderr)
			}
		}
	}
	wantUnanswered(t, "a key that is wrong", startServer(t, where(data, ca, "--elasticsearch-api-key=d3Jvbmc6a2V5")), "/search", "/search.json?organism=Homo+sapiens")
	wantUnanswered(t, "another authority", startServer(t, where(data, key, "--elasticsearch-ca="+others.file)), "/search")
}
