package elastic

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
)

// Settings and mappings are files of their own, to be read; mapping_test.go holds them to the tables of fields.
//
//go:embed index/*.json
var files embed.FS

func file(name string) json.RawMessage {
	data, err := files.ReadFile("index/" + name + ".json")
	if err != nil {
		panic(err) // it is part of the program
	}
	return data
}

// createIndex makes an empty index of a generation. While it is built it has no copies: they are made of what is complete.
func (e *Engine) createIndex(ctx context.Context, name, kind string) error {
	var settings map[string]object
	if err := json.Unmarshal(file("settings"), &settings); err != nil {
		return fmt.Errorf("the settings of indices: %w", err)
	}
	settings["index"]["number_of_shards"] = e.config.Shards
	settings["index"]["number_of_replicas"] = 0
	body := object{"settings": settings, "mappings": file(kind)}
	if err := e.client.slow(ctx, http.MethodPut, "/"+name, body, nil); err != nil {
		return fmt.Errorf("making the index %s: %w", name, err)
	}
	return nil
}
