#!/bin/sh
# Which lines of the source the tests run, in processes of the program as well: npm run test:coverage
set -eu
cd "$(dirname "$0")/.."
folder=$PWD/node_modules/.cache/ramstrap/coverage
rm -rf "$folder"
mkdir -p "$folder"
node .ci/bundle.js --source-maps
ended=0
RAMSTRAP_COVERAGE=$folder node test/run-all/run-all.ts --coverage --coverage.include='source/**/*.{ts,tsx}' --coverage.reporter=json --coverage.thresholds.statements=0 --coverage.thresholds.branches=0 "$@" || ended=$?
node test/run-all/process-coverage.ts "$folder"
rm -rf "$folder"
exit $ended
