# The project's habits; `make` alone lists them.

# Optimised as it is deployed. `make run PROFILE=dev` builds sooner and runs slower.
PROFILE ?= release
# Where the local cloud answers.
PORT ?= 8080
# Where the local cloud keeps everything.
STATE_DIR ?= .local
REGION ?= ap-northeast-1
# Where the project's own tools lie, before those of the machine.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.tools/bin:$(PATH)
export SAM_CLI_TELEMETRY := 0
# In whose name an operator function is invoked: alice or bob.
OPERATOR ?= alice
export FUNCTION INPUT OPERATOR PORT STATE_DIR

.DEFAULT_GOAL := help
.PHONY: help run test console load operator invoke sync audit sbom advisory-notice bench-start bench-sign-in bench-console watch deploy

help:
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: console ## build and start the service on this machine (ARGS=--fresh starts anew)
	@cargo run --profile $(PROFILE) --bin local-cloud -- $(ARGS)

test: .venv/installed console ## check format, lints, tests and templates; ends with a count
	@tests/install-browser
	@tests/run

console: ## build the console for browsers
	@functions/console/build

load: ## load the portfolio files of DATA=folder through the API
	@test -n "$(DATA)" || { echo "Which folder? make load DATA=..." >&2; exit 2; }
	@cargo run --profile $(PROFILE) --bin load -- $(DATA)

operator: ## the operator's command line: ARGS="list", ARGS="contract_end --help"
	@cargo run --quiet --profile $(PROFILE) --package operator -- $(ARGS)

invoke: ## invoke a function of the running local cloud: FUNCTION=organization_open INPUT='{...}' OPERATOR=alice
	@test -n "$$FUNCTION" || { echo "Which function? make invoke FUNCTION=... INPUT='{...}'" >&2; exit 2; }
	@payload=$$(cargo run --quiet --profile $(PROFILE) --bin local-cloud -- prove "$$FUNCTION" "$${INPUT:-{\}}") && \
	  printf %s "$$payload" | curl --silent --show-error --fail-with-body --header 'Content-Type: application/json' \
	  --data @- "http://127.0.0.1:$$PORT/local/invoke/$$FUNCTION" && echo

sync: ## write template.yaml, CargoLambda.toml, openapi.json and the tables of the documents
	@cargo sync

audit: ## check dependencies for advisories, licences and sources (ADVISORY_DB=folder: no network)
	@tests/audit

sbom: ## write the bill of materials of what is deployed (CycloneDX) into target/sbom
	@infra/make-sbom

advisory-notice: ## print the INPUT of notice_draft for an advisory that hits what is deployed (ADVISORY=RUSTSEC-...)
	@test -f target/sbom/functions.cdx.json || { echo "Make the bill of materials first: make sbom" >&2; exit 2; }
	@tests/install-tool cargo-audit "$$(sed -n 's/^AUDIT=//p' tests/audit)" >&2
	@cargo-audit audit --json $(if $(ADVISORY_DB),--db $(ADVISORY_DB) --no-fetch --stale) | infra/advisory-notice $(ADVISORY)

bench-start: ## measure how long functions take to start
	@tests/bench-start

bench-console: ## measure how fast the console comes: ADDRESS=http://localhost:8080 DEMO_PASSWORD=...
	@functions/console/with-node npm --prefix tests/browser/console ci --no-audit --no-fund --loglevel=error
	@functions/console/with-node node tests/browser/console/speed.mjs $(ADDRESS)

bench-sign-in: ## compare the time of sign-ins to known and unknown mail addresses
	@tests/bench-sign-in

watch: .venv/installed ## serve the same functions with cargo lambda, beside a running local cloud
	@test -f "$(STATE_DIR)/environment" || { echo "Start the local cloud first: make run" >&2; exit 2; }
	@set -a && . "$(STATE_DIR)/environment" && exec cargo lambda watch --invoke-address 127.0.0.1 --invoke-port 9000 $(ARGS)

deploy: .venv/installed ## build and deploy: STACK=name PARAMETERS="ParentDomain=... ..."
	@test -n "$(STACK)" || { echo "Which stack? make deploy STACK=... PARAMETERS=\"...\"" >&2; exit 2; }
	cargo sync --check
	@functions/console/build && test -f functions/console/app/dist/index.html
	@infra/make-sbom
	cargo lambda build --release --arm64 --package functions
	sam deploy --template-file template.yaml --stack-name $(STACK) --region $(REGION) --resolve-s3 \
	  --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset --parameter-overrides $(PARAMETERS)
	# The first keys, and the truststore that CertificateDoor=open needs; later runs find them made.
	for job in ServiceKeyRotate TruststorePublish; do \
	  aws lambda invoke --region $(REGION) --function-name "$$(aws cloudformation describe-stack-resource --region $(REGION) --stack-name $(STACK) \
	    --logical-resource-id $$job --query StackResourceDetail.PhysicalResourceId --output text)" /dev/stdout || exit 1; \
	done

.venv/installed: requirements.txt
	@echo "Installing the tools of requirements.txt into .venv"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@
