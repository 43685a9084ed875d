package elastic

import "net/http"

// Perform sends a request of somebody else's to the cluster, with its login and to the node that is next: a path such as "/index/_search" is enough.
func (e *Engine) Perform(request *http.Request) (*http.Response, error) {
	return e.client.es.Perform(request)
}
