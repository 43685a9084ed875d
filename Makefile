# Everything that a developer or CI runs. Each target does its own set-up.
.PHONY: help run test lint generate check-generated fuzz ci clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1 \t\2/' | expand -t 26

run: ## Serve a synthetic catalogue on http://127.0.0.1:8080
	go run ./cmd/facetome serve --demo

test: ## Run all tests; installs PostgreSQL and Chromium where apt-get can, skips loudly elsewhere
	@scripts/test.sh

lint: ## gofmt, go vet, golangci-lint, govulncheck
	@scripts/lint.sh

generate: ## Make the generated files again: templates, styles, scripts
	@scripts/generate.sh

check-generated: ## Fail where a generated file is not what `make generate` makes
	@scripts/check-generated.sh

fuzz: ## Run each fuzz test for a while: make fuzz FUZZTIME=1m
	@scripts/fuzz.sh

ci: ## What CI runs
	@.ci/run

clean: ## Remove what the targets made
	rm -rf .tools node_modules
