# Everything runs from here: make build, make demo, make test. See "make help".

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help

# How many packages are tested at a time: one more than a small machine has processors, because many wait for a disk, a server or a browser.
PARALLEL ?= 3
FUZZTIME ?= 10s
VERSION  ?= $(shell git describe --always --dirty 2>/dev/null || echo unknown)

# The race detector watches the packages in which goroutines meet. It needs a C compiler; without one they are tested without it, and
# that is said.
RACING  := $(foreach d,store casework jobs api post inbox/imap files,$(if $(wildcard $(d)/*.go $(d)/*/*.go),./$(d)/...))
# It does not watch the C of SQLite, which a machine made Go of: that has no goroutine of ours, and would be half the work.
RACE    := $(if $(shell command -v gcc || command -v clang),-race -gcflags=modernc.org/sqlite/lib=-race=false)
# Pages are shown by one goroutine each and start none: of their tests it watches those in which requests meet.
MEET    := 'DoubleClick|AtTheSameMoment|AtOnce'
TAGS    := browser,checks,endurance,servers,strace
TESTING := go test -json -p $(PARALLEL) -timeout 15m

# What has a database is tested a second time, on PostgreSQL: the packages whose tests ask for an engine. A browser sees no difference.
SECOND := go list -tags postgres -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | grep store/storetest | cut -d ' ' -f 1

# How far the random walk over the procedure goes: in go test ./..., make test and make torture.
STEPS         ?= 1000000
TORTURE_STEPS ?= 10000000

.PHONY: help build demo test torture lint generate format bench fuzz mutants needs clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

build: ## the program, as bin/wederhoor
	go build -trimpath -tags nodynamic -ldflags "-s -w -X main.version=$(VERSION)" -o bin/wederhoor .

demo: build ## the made-up chain, in a browser
	./bin/wederhoor demo

# Packages that the race detector watches are tested with it, all others without: none twice on one engine, but for what the detector
# makes so slow that it runs only a part of it.
test: needs ## every check and every test; ends with a line that counts them
	@$(if $(RACE),,echo "no C compiler: testing without the race detector";) \
	rest=$$(go list -tags $(TAGS) ./... $(if $(RACING),| grep -vxF "$$(go list -tags $(TAGS) $(RACING))")) || exit 1; \
	second=$$($(SECOND)) || exit 1; \
	{ status=0; \
	  WALK_STEPS=$(STEPS) $(TESTING) -tags $(TAGS) $$rest || status=1; \
	  $(if $(RACING),$(TESTING) -tags $(TAGS) $(RACE) $(RACING) || status=1;) \
	  $(if $(RACE),$(TESTING) -tags $(TAGS) $(RACE) -run $(MEET) ./web/... || status=1;) \
	  $(if $(RACE),$(TESTING) -tags $(TAGS) -run 'Interleav|Locked|HEIC' ./casework ./files || status=1;) \
	  echo '{"Action":"on","Output":"PostgreSQL: "}'; WEDERHOOR_TEST_ENGINE=postgres $(TESTING) -tags postgres $$second || status=1; \
	  exit $$status; } | go run ./tools/testsum

torture: ## what takes an hour: the random walk ten times as far, every interleaving, a thousand kills; prints what was covered
	WALK_STEPS=$(TORTURE_STEPS) go test -count=1 -timeout 4h -run 'TestWalk$$' -v ./dossier | grep -v 'rapid\] draw'
	go test -count=1 -timeout 1h -run Interleav -v ./casework -args -every
	WEDERHOOR_TEST_ENGINE=postgres go test -count=1 -timeout 3h -tags postgres -run Interleav -v ./casework -args -every
	ENDURANCE_KILLS=1000 ENDURANCE_RESTARTS=200 ENDURANCE_FROZEN=180 ENDURANCE_PAUSE=1000 \
	  go test -count=1 -timeout 4h -tags endurance -v ./endurance

lint: ## generated code, format, linters, import rules, vulnerabilities
	go test -json -count=1 -timeout 15m -tags checks ./tools/... | go run ./tools/testsum

generate: ## Go code out of the templates
	go tool templ generate

format: ## gofumpt and templ fmt over everything
	go tool gofumpt -w .
	go tool templ fmt .

bench: ## how fast it is
	go run ./bench

fuzz: ## each fuzz target for FUZZTIME
	@set -e; for package in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
	    echo "$$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package; \
	  done; done

mutants: ## each guard of the procedure taken out by itself: does a test notice?
	go run ./tools/mutants

needs:
	@tools/needs.sh

clean: ## remove what was built
	rm -rf bin test-output
