# The commands of the house. `make run` and `make test` install what they need, build what is out of date and are quick
# when nothing is. What is out of date is decided by cargo for Rust, and by a hash of the sources for the page.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

TARGET := $(or $(CARGO_TARGET_DIR),target)
LISTEN ?= 127.0.0.1:8080
DATA ?= ./data

WEB := server/web
WEB_PACKAGES := $(WEB)/node_modules/.adref-installed
E2E_PACKAGES := tests/e2e/node_modules/.adref-installed

.PHONY: help
help: ## List these commands
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: run
run: need $(WEB_PACKAGES) ## Build everything and serve on http://127.0.0.1:8080 (LISTEN=, DATA=)
	@.ci/wasm.sh quick
	@.ci/page.sh
	@cargo build --profile quick --locked --bin adref
	@exec $(TARGET)/quick/adref serve --listen $(LISTEN) --data $(DATA)

.PHONY: release
release: need web ## Build the binary to install: target/release/adref
	@cargo build --release --locked --bin adref

.PHONY: test
test: need ## Run every test: Rust, page, API, browser; ends with the sum
	@node .ci/test.mjs

.PHONY: dev
dev: need $(WEB_PACKAGES) ## Serve with the page rebuilt as its sources change (http://127.0.0.1:5173)
	@.ci/wasm.sh quick
	@cargo build --locked --bin adref
	@.ci/dev.sh $(TARGET)/debug/adref serve --listen $(LISTEN) --data $(DATA)

.PHONY: bench
bench: ## Run the benchmarks
	@cargo bench --locked -p client-core -p client-core-export-pdf -p adref-tests --benches

.PHONY: fuzz
fuzz: need ## Try a million hostile changes and frames (CHANGES=, SEED=)
	@ADREF_HOSTILE=$(or $(CHANGES),1000000) ADREF_HOSTILE_SEED=$(or $(SEED),2) RUST_BACKTRACE=0 \
		cargo test --release --locked -p adref-tests --test hostile -- --nocapture 2>&1 | grep -v "^thread\|^called\|^note\|^$$"

.PHONY: audit
audit: ## Ask what is known of weaknesses of the libraries; says so where it could not be asked
	@.ci/need.sh audit || true
	@node .ci/audit.mjs

.PHONY: wasm
wasm: need $(WEB_PACKAGES) ## Compile client-core for the page
	@.ci/wasm.sh

.PHONY: web
web: wasm ## Build the page
	@.ci/page.sh

.PHONY: pictures
pictures: web $(E2E_PACKAGES) ## Take the pictures of the documents anew
	@.ci/need.sh browser
	@cargo build --locked --bin adref
	@cd tests/e2e && node pictures.mjs

.PHONY: test-setup
test-setup: web $(E2E_PACKAGES)
	@.ci/need.sh browser openssl schemathesis office ooxml html akn pdf outloud
	@cargo build --workspace --locked --bin adref

.PHONY: lint
lint: need wasm ## Check format, lints, documentation, types and the boundaries between packages
	@cargo fmt --all --check
	@cargo fmt --manifest-path client-core/wasm/bindgen/Cargo.toml --check
	@cargo clippy --workspace --all-targets --locked -- -D warnings
	@RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked
	@.ci/boundaries.sh
	@cd $(WEB) && npm run --silent lint && npx prettier --check ../../tests/e2e ../../tests/api ../../.ci && npm run --silent check

.PHONY: fmt
fmt: $(WEB_PACKAGES) ## Format everything
	@cargo fmt --all
	@cargo fmt --manifest-path client-core/wasm/bindgen/Cargo.toml
	@cd $(WEB) && npm run --silent fmt && npx prettier --write ../../tests/e2e ../../tests/api ../../.ci

.PHONY: clean
clean: ## Remove what was built; drafts in ./data stay
	cargo clean
	rm -rf $(WEB)/dist $(WEB)/src/wasm $(WEB)/node_modules tests/e2e/node_modules

.PHONY: need
need:
	@.ci/need.sh rust node

%/node_modules/.adref-installed: %/package-lock.json
	cd $* && npm ci --no-progress
	@touch $@
