package handlers

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"github.com/facetome/facetome/views"
)

const (
	// incoming begins the names of folders of files that are being uploaded.
	incoming = "incoming-"
	// leftOver is after how long such a folder is nobody's any more.
	leftOver = 24 * time.Hour
	// stalled is how long an upload may bring nothing.
	stalled = time.Minute
	// formOverhead is what the parts of a form are more than files.
	formOverhead = 1 << 20
	maxFileName  = 200 // bytes
	maxUploads   = 1000
	maxField     = 1 << 10
)

// uploadError says why an upload is refused.
type uploadError struct {
	status int
	text   string
}

func (e *uploadError) Error() string { return e.text }

func refused(status int, format string, args ...any) error {
	return &uploadError{status, fmt.Sprintf(format, args...) + " Nothing was imported."}
}

// upload is what was uploaded.
type upload struct {
	folder string // of its files
	names  []string
	size   int64
	fields url.Values
}

// remove takes the files away.
func (u *upload) remove() error {
	if u.folder == "" {
		return nil
	}
	return os.RemoveAll(u.folder)
}

// receive writes the files of a form to a new folder, as they come. On any error there is no such folder, and the names are those that had come by then.
func receive(c echo.Context, uploads string, limit int64) (got upload, err error) {
	body := newUploadBody(c, limit)
	defer func() {
		if err != nil {
			err = errors.Join(body.explain(err), got.remove())
		}
	}()
	parts, err := body.request.MultipartReader()
	if err != nil {
		return got, refused(http.StatusBadRequest, "This is no form with files.")
	}
	if err := os.MkdirAll(uploads, 0o700); err != nil {
		return got, err
	}
	removeLeftOvers(uploads, time.Now())
	if got.folder, err = os.MkdirTemp(uploads, incoming); err != nil {
		return got, err
	}
	got.fields = url.Values{}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(got.names) == 0:
			return got, refused(http.StatusBadRequest, "No file was chosen.")
		case errors.Is(err, io.EOF):
			return got, nil
		case err != nil:
			return got, err
		}
		if err := got.take(part); err != nil {
			return got, err
		}
	}
}

// take takes one part of the form: a file, or what was chosen beside it.
func (u *upload) take(part *multipart.Part) error {
	defer part.Close()
	raw := part.FileName()
	if raw == "" {
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		u.fields.Set(part.FormName(), string(value))
		return err
	}
	name, err := uploadName(raw)
	if err != nil {
		return err
	}
	if len(u.names) == maxUploads {
		return refused(http.StatusBadRequest, "These are more than %d files.", maxUploads)
	}
	file, err := os.OpenFile(filepath.Join(u.folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return refused(http.StatusBadRequest, "Two files are called %s.", name)
	}
	if err != nil {
		return err
	}
	u.names = append(u.names, name)
	n, err := io.Copy(file, part)
	u.size += n
	return errors.Join(err, file.Close())
}

// uploadName is what an uploaded file is called here: without folders, and nothing that a file system takes for anything else.
func uploadName(raw string) (string, error) {
	name := raw[strings.LastIndexAny(raw, `/\`)+1:]
	if name == "" || strings.HasPrefix(name, ".") || len(name) > maxFileName || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return "", refused(http.StatusBadRequest, "A file is called %.60q, which is no name that is taken here.", raw)
	}
	return name, nil
}

// uploadBody is the body of a request that may be large and slow, but neither without end.
type uploadBody struct {
	request *http.Request
	body    io.ReadCloser
	control *http.ResponseController
	limit   int64
}

func newUploadBody(c echo.Context, limit int64) *uploadBody {
	b := &uploadBody{request: c.Request(), control: http.NewResponseController(c.Response()), limit: limit}
	b.body = http.MaxBytesReader(c.Response(), b.request.Body, limit+formOverhead)
	b.request.Body = b
	return b
}

// Read gives each part of the body a time of its own: the server's limits are for forms.
func (b *uploadBody) Read(p []byte) (int, error) {
	until := time.Now().Add(stalled)
	if err := errors.Join(b.control.SetReadDeadline(until), b.control.SetWriteDeadline(until.Add(stalled))); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return b.body.Read(p)
}

// Close implements io.ReadCloser.
func (b *uploadBody) Close() error { return b.body.Close() }

// explain says what to do about an error of reading the body.
func (b *uploadBody) explain(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return refused(http.StatusRequestEntityTooLarge, "Up to %s can be uploaded at once (--upload-limit). Copy larger files to the server.", views.Bytes(b.limit))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return refused(http.StatusRequestTimeout, "Nothing came for %s.", stalled)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, multipart.ErrMessageTooLarge):
		return refused(http.StatusBadRequest, "The files did not come to their end.")
	case errors.As(err, new(*uploadError)), errors.As(err, new(*fs.PathError)): // of the disk
		return err
	}
	return refused(http.StatusBadRequest, "The files that came cannot be read.")
}

// removeLeftOvers removes what uploads left behind whose server died.
func removeLeftOvers(uploads string, now time.Time) {
	entries, err := os.ReadDir(uploads)
	if err != nil {
		return // the upload itself will say so
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && e.IsDir() && strings.HasPrefix(e.Name(), incoming) && now.Sub(info.ModTime()) > leftOver {
			_ = os.RemoveAll(filepath.Join(uploads, e.Name())) // another time
		}
	}
}

// shortError is why a file cannot be written, without the folders of the machine.
func shortError(err error) string {
	if errors.Is(err, syscall.ENOSPC) {
		return "its disk is full"
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err.Error()
	}
	return "it failed, and the log says how"
}
