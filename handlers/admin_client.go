package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/views"
)

// Names of the cookie that holds a session's token. A browser takes the first from https alone, so that nobody on the way can set it.
const (
	secureCookie = "__Secure-facetome-admin"
	plainCookie  = "facetome-admin"
)

// sessionToken is what a request's cookie says; empty is none.
func sessionToken(r *http.Request) string {
	cookie, err := r.Cookie(cookieName(r))
	if err != nil {
		return ""
	}
	return cookie.Value
}

func cookieName(r *http.Request) string {
	if isHTTPS(r) {
		return secureCookie
	}
	return plainCookie
}

// sessionCookie lasts as long as the browser is open, and the session no longer than it lasts itself. It is sent with requests for administrators' pages alone, to no script, and
// from other sites with links alone, which change nothing.
func sessionCookie(r *http.Request, token string) *http.Cookie {
	return &http.Cookie{Name: cookieName(r), Value: token, Path: views.AdminPath, HttpOnly: true, Secure: isHTTPS(r), SameSite: http.SameSiteLaxMode}
}

func endedCookie(r *http.Request) *http.Cookie {
	cookie := sessionCookie(r, "")
	cookie.MaxAge = -1
	return cookie
}

// isHTTPS tells how a browser asked, this program or the proxy in front of it. Who lies about it harms its own session alone.
func isHTTPS(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get(echo.HeaderXForwardedProto), "https")
}

// isSecure says whether a password may be sent: by https, or on the machine itself.
func isSecure(r *http.Request) bool { return isHTTPS(r) || isLoopback(r.Host) }

// isLoopback tells names of the machine itself.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	address, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && address.IsLoopback()
}

// addressReader finds who asks behind proxies of some networks; this machine's own programs may be proxies, too.
func addressReader(proxies []string) (func(*http.Request) string, error) {
	options := []echo.TrustOption{echo.TrustLoopback(true), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range proxies {
		_, trusted, err := net.ParseCIDR(network)
		if err != nil {
			return nil, err
		}
		options = append(options, echo.TrustIPRange(trusted))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}

// networkOf is what failed logins are counted by: an IPv6 address stands for all that its owner may have.
func networkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	network, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return network.String()
}
