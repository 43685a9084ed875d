package elastic

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/elastic/go-elasticsearch/v8"

	"github.com/facetome/facetome/search"
)

// object and list are JSON as it is sent.
type (
	object = map[string]any
	list   = []any
)

// What a server may say to a request, beside answering it.
var (
	errNotFound = errors.New("not found")
	errConflict = errors.New("changed meanwhile")
)

// client asks the cluster.
type client struct {
	es      *elasticsearch.Client
	timeout time.Duration
}

func newClient(c Config) (*client, error) {
	config := elasticsearch.Config{
		Addresses: c.Addresses, Username: c.User, Password: c.Password, APIKey: c.APIKey,
		RetryOnStatus: []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout},
		MaxRetries:    max(maxRetries, len(c.Addresses)-1), // a node that is down is no failure while another answers
		RetryBackoff:  func(attempt int) time.Duration { return time.Duration(attempt) * retryPause },
	}
	if c.CAFile != "" {
		ca, err := os.ReadFile(c.CAFile)
		if err != nil {
			return nil, fmt.Errorf("reading the certificate of the search cluster's authority: %w", err)
		}
		config.CACert = ca
	}
	es, err := elasticsearch.NewClient(config)
	if err != nil {
		return nil, fmt.Errorf("preparing the connection to the search cluster: %w", err)
	}
	return &client{es, c.Timeout}, nil
}

// How often a request is tried again that a node refused or did not take.
const (
	maxRetries = 2
	retryPause = 50 * time.Millisecond
)

// call sends one request and reads its answer into out, unless that is nil. body is JSON already (bytes) or made JSON. It fails with errNotFound,
// errConflict, search.ErrUnavailable, the context's error, or what the server says.
func (c *client) call(ctx context.Context, method, path string, body, out any) error {
	within, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	return c.within(ctx, within, method, path, body, out)
}

// slow is call for what may take long: it has no time limit of its own.
func (c *client) slow(ctx context.Context, method, path string, body, out any) error {
	return c.within(ctx, ctx, method, path, body, out)
}

func (c *client) within(ctx, limited context.Context, method, path string, body, out any) error {
	data, isJSON := body.([]byte)
	if !isJSON && body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return fmt.Errorf("writing a request to the search cluster: %w", err)
		}
	}
	request, err := http.NewRequestWithContext(limited, method, path, bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("writing a request to the search cluster: %w", err)
	}
	if len(data) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.es.Perform(request)
	if err != nil {
		return unanswered(ctx, err)
	}
	defer response.Body.Close() // only read
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return unanswered(ctx, err)
	}
	if err := refused(response.StatusCode, answer); err != nil {
		return err
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("reading the answer of the search cluster: %w", err)
	}
	return nil
}

// unanswered is the error of a request without an answer: whoever asked went away, or the cluster is not there or too slow.
func unanswered(ctx context.Context, err error) error {
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), search.ErrUnavailable) {
		return ctx.Err()
	}
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) {
		return fmt.Errorf("%w: its certificate is not to be trusted; --elasticsearch-ca names that of the authority which signed it (%v)", search.ErrUnavailable, untrusted)
	}
	return fmt.Errorf("%w: %v", search.ErrUnavailable, err) // the time limit is ours, and no context's of whoever asked
}

// longestReason is how much of a server's words an error repeats.
const longestReason = 500

// refused is the error of an answer's status; nil where it is none.
func refused(status int, answer []byte) error {
	if status < 300 {
		return nil
	}
	reason := fmt.Sprintf("status %d: %.*s", status, longestReason, answer)
	switch {
	case status == http.StatusNotFound:
		return fmt.Errorf("%w (%s)", errNotFound, reason)
	case status == http.StatusConflict:
		return fmt.Errorf("%w (%s)", errConflict, reason)
	case status == http.StatusUnauthorized:
		return fmt.Errorf("%w: it does not accept the login; check user and password, or the API key (%s)", search.ErrUnavailable, reason)
	case status == http.StatusForbidden:
		return fmt.Errorf("%w: it does not permit this; check the privileges of the user or the API key, and whether the cluster is read-only (%s)", search.ErrUnavailable, reason)
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		return fmt.Errorf("%w (%s)", search.ErrUnavailable, reason)
	}
	if bytes.Contains(answer, []byte("maxClauseCount")) || bytes.Contains(answer, []byte("too_many_")) {
		return fmt.Errorf("%w (the beginning of a word stands for more words than it takes: %s)", search.ErrUnavailable, reason)
	}
	return fmt.Errorf("the search cluster refuses a request (%s)", reason)
}
