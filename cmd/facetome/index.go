package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/facetome/facetome/search"
	"github.com/facetome/facetome/search/elastic"
	"github.com/facetome/facetome/search/embedded"
)

// indexFlags say where the catalogue is, and what searches it.
type indexFlags struct {
	catalogueFlags
	Elasticsearch         []string      `placeholder:"URL,…" help:"Elasticsearch in place of the index in --data: addresses of nodes of one cluster, such as http://10.0.0.1:9200."`
	ElasticsearchUser     string        `placeholder:"NAME" help:"User of the cluster."`
	ElasticsearchPassword string        `placeholder:"…" help:"The user's password. Better set in the environment: others can read command lines."`
	ElasticsearchAPIKey   string        `name:"elasticsearch-api-key" placeholder:"…" help:"API key of the cluster, in place of user and password; base64, as the cluster gave it."`
	ElasticsearchCA       string        `name:"elasticsearch-ca" placeholder:"FILE" help:"Certificate (PEM) of the authority that signed the nodes' certificates, where the system does not trust it."`
	ElasticsearchPrefix   string        `default:"${elasticPrefix}" placeholder:"NAME" help:"What the names of all indices begin with; ${default} by default. Each catalogue has its own."`
	ElasticsearchShards   int           `default:"1" placeholder:"N" help:"Primary shards of a new index, ${default} by default."`
	ElasticsearchReplicas int           `default:"0" placeholder:"N" help:"Copies of each shard of a new index, ${default} by default; 1 or more survive the loss of a node."`
	ElasticsearchSilence  time.Duration `default:"${elasticSilence}" hidden:"" placeholder:"TIME" help:"How long another process that builds an index may be silent until it is taken for dead."` // tests kill many
	ElasticsearchTimeout  time.Duration `default:"${elasticTimeout}" placeholder:"TIME" help:"How long the cluster may take to answer a question, ${default} by default."`
}

// Validate is called by kong.
func (f *indexFlags) Validate() error {
	if err := f.catalogueFlags.Validate(); err != nil {
		return err
	}
	secured := f.ElasticsearchUser + f.ElasticsearchPassword + f.ElasticsearchAPIKey + f.ElasticsearchCA
	switch {
	case len(f.Elasticsearch) == 0 && secured != "":
		return errors.New("--elasticsearch: no address is named, and something is said about how to log in there")
	case f.ElasticsearchAPIKey != "" && f.ElasticsearchUser+f.ElasticsearchPassword != "":
		return errors.New("--elasticsearch-api-key: is in place of user and password, not beside them")
	case (f.ElasticsearchUser == "") != (f.ElasticsearchPassword == ""):
		return errors.New("--elasticsearch-user and --elasticsearch-password: both or neither")
	case f.ElasticsearchShards < 1:
		return fmt.Errorf("--elasticsearch-shards: %d; expected 1 or more", f.ElasticsearchShards)
	case f.ElasticsearchReplicas < 0:
		return fmt.Errorf("--elasticsearch-replicas: %d; expected 0 or more", f.ElasticsearchReplicas)
	case f.ElasticsearchTimeout <= 0:
		return fmt.Errorf("--elasticsearch-timeout: %s; expected such as 10s", f.ElasticsearchTimeout)
	}
	for _, address := range f.Elasticsearch {
		if err := checkNode(address); err != nil {
			return fmt.Errorf("--elasticsearch: %w", err)
		}
	}
	return nil
}

// checkNode finds what cannot be a node's address. Its errors do not repeat it: it may hold a password.
func checkNode(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		return errors.New("expected addresses such as http://10.0.0.1:9200 or https://search.example.org, parted by commas")
	case u.User != nil:
		return errors.New("user and password go into FACETOME_ELASTICSEARCH_USER and FACETOME_ELASTICSEARCH_PASSWORD, not into the address")
	}
	return nil
}

// removeSecrets hides passwords and keys where a text has them.
func (f *indexFlags) removeSecrets(text string) string {
	text = f.Database.removeFrom(text)
	for _, secret := range []string{f.ElasticsearchPassword, f.ElasticsearchAPIKey} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "xxxxx")
		}
	}
	return text
}

// environment is the flags as variables for another process of this program: unlike command lines, others cannot read them.
func (f *indexFlags) environment() []string {
	return []string{
		"FACETOME_DATABASE=" + string(f.Database),
		"FACETOME_ELASTICSEARCH=" + strings.Join(f.Elasticsearch, ","),
		"FACETOME_ELASTICSEARCH_USER=" + f.ElasticsearchUser,
		"FACETOME_ELASTICSEARCH_PASSWORD=" + f.ElasticsearchPassword,
		"FACETOME_ELASTICSEARCH_API_KEY=" + f.ElasticsearchAPIKey,
		"FACETOME_ELASTICSEARCH_CA=" + f.ElasticsearchCA,
		"FACETOME_ELASTICSEARCH_PREFIX=" + f.ElasticsearchPrefix,
		fmt.Sprint("FACETOME_ELASTICSEARCH_SHARDS=", f.ElasticsearchShards),
		fmt.Sprint("FACETOME_ELASTICSEARCH_REPLICAS=", f.ElasticsearchReplicas),
		"FACETOME_ELASTICSEARCH_TIMEOUT=" + f.ElasticsearchTimeout.String(),
	}
}

// index is what searches a catalogue.
type index interface {
	search.Engine
	// Refresh takes up a generation that was committed since, by whatever process. It fails with search.ErrNoIndex where the one that serves was lost.
	Refresh(context.Context) (changed bool, err error)
	Close() error
}

// inProcess is the index in --data.
type inProcess struct{ *embedded.Engine }

// Refresh implements index.
func (i inProcess) Refresh(context.Context) (changed bool, err error) { return i.Engine.Refresh() }

// onCluster is the index of an Elasticsearch cluster, which can lose it.
type onCluster struct{ *elastic.Engine }

// Refresh implements index.
func (c onCluster) Refresh(ctx context.Context) (changed bool, err error) {
	changed, err = c.Engine.Refresh(ctx)
	if err != nil {
		return changed, err
	}
	return changed, c.Check(ctx)
}

// Serving implements upkeep.Index.
func (c onCluster) Serving(ctx context.Context) (search.Info, error) {
	if _, err := c.Refresh(ctx); err != nil {
		return search.Info{}, err
	}
	return c.Info(ctx)
}

// openIndex opens what the flags name. An index in --data that cannot be read comes with the error: it can be built again.
func (f *indexFlags) openIndex() (index, error) {
	if len(f.Elasticsearch) == 0 {
		engine, err := embedded.Open(f.indexDir())
		return inProcess{engine}, err
	}
	engine, err := f.openElastic()
	if err != nil {
		return nil, err
	}
	return onCluster{engine}, nil
}

func (f *indexFlags) indexDir() string { return filepath.Join(f.Data, "index") }

func (f *indexFlags) openElastic() (*elastic.Engine, error) {
	engine, err := elastic.Open(elastic.Config{
		Addresses: f.Elasticsearch, User: f.ElasticsearchUser, Password: f.ElasticsearchPassword, APIKey: f.ElasticsearchAPIKey,
		CAFile: f.ElasticsearchCA, Prefix: f.ElasticsearchPrefix, Shards: f.ElasticsearchShards, Replicas: f.ElasticsearchReplicas,
		Timeout: f.ElasticsearchTimeout, Silence: f.ElasticsearchSilence,
	})
	if err != nil {
		return nil, fmt.Errorf("--elasticsearch: %w", err)
	}
	return engine, nil
}
