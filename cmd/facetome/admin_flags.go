package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"

	"github.com/dustin/go-humanize"

	"github.com/facetome/facetome/handlers"
)

// adminFlags say how the administrators' pages work.
type adminFlags struct {
	ImportDir      string   `placeholder:"DIR" help:"Folder that administrators may import from on their pages; none by default. Links that lead out of it are refused."`
	UploadDir      string   `placeholder:"DIR" help:"Folder that files are uploaded into on the administrators' pages, and removed from once they are imported; uploads/ in --data by default."`
	UploadLimit    dataSize `default:"2GB" placeholder:"SIZE" help:"How much can be uploaded there at once, ${default} by default; 0 turns it off."`
	TrustedProxies []string `placeholder:"CIDR,…" help:"Networks of the proxies in front, such as 10.0.0.0/8, that are believed whom they ask for (X-Forwarded-For); those on this machine always are."`
}

// dataSize is an amount of data: "2GB".
type dataSize string

func (s dataSize) bytes() (int64, error) {
	n, err := humanize.ParseBytes(string(s))
	if err != nil || int64(n) < 0 {
		return 0, fmt.Errorf("%q is no amount of data, such as 500MB or 2GB", string(s))
	}
	return int64(n), nil
}

// checkAdmin finds what cannot be meant.
func (f *adminFlags) checkAdmin() error {
	for _, network := range f.TrustedProxies {
		if _, err := netip.ParsePrefix(network); err != nil {
			return fmt.Errorf("--trusted-proxies: %q is no network, such as 10.0.0.0/8 or 2001:db8::/32", network)
		}
	}
	if _, err := f.UploadLimit.bytes(); err != nil {
		return fmt.Errorf("--upload-limit: %w", err)
	}
	return nil
}

// checkImportDir finds a folder for imports that is none.
func (f *adminFlags) checkImportDir() error {
	if f.ImportDir == "" {
		return nil
	}
	info, err := os.Stat(f.ImportDir)
	if err == nil && !info.IsDir() {
		err = errors.New(f.ImportDir + " is no folder")
	}
	if err != nil {
		return fmt.Errorf("--import-dir: %w", err)
	}
	return nil
}

// uploads is the folder that files are uploaded into.
func (c *serveCmd) uploads() (string, error) {
	return filepath.Abs(cmp.Or(c.UploadDir, filepath.Join(c.Data, "uploads")))
}

// admin is what the administrators' pages of a server work with.
func (c *serveCmd) admin(k *keeper, i *importer) (*handlers.Admin, error) {
	limit, err := c.UploadLimit.bytes()
	if err != nil {
		return nil, err
	}
	folder := c.ImportDir
	if folder != "" {
		if folder, err = filepath.Abs(folder); err != nil {
			return nil, err
		}
	}
	return &handlers.Admin{
		Control: k.control, Keeper: k.Keeper, Editor: i.store, Proxies: c.TrustedProxies,
		Imports: handlers.Imports{Importer: i, Formats: importFormats(), Uploads: i.uploads, Limit: limit, Folder: folder},
	}, nil
}
