package main

import (
	"fmt"
	"net/netip"

	"github.com/facetome/facetome/handlers"
)

// adminFlags say how the administrators' pages work.
type adminFlags struct {
	TrustedProxies []string `placeholder:"CIDR,…" help:"Networks of the proxies in front, such as 10.0.0.0/8, that are believed whom they ask for (X-Forwarded-For); those on this machine always are."`
}

// check finds what cannot be meant.
func (f *adminFlags) check() error {
	for _, network := range f.TrustedProxies {
		if _, err := netip.ParsePrefix(network); err != nil {
			return fmt.Errorf("--trusted-proxies: %q is no network, such as 10.0.0.0/8 or 2001:db8::/32", network)
		}
	}
	return nil
}

// admin is what the administrators' pages of a server work with.
func (f *adminFlags) admin(k *keeper) *handlers.Admin {
	return &handlers.Admin{Control: k.control, Keeper: k.Keeper, Proxies: f.TrustedProxies}
}
