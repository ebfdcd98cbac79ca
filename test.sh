#!/usr/bin/env bash
# Builds everything with warnings as errors and runs all tests. The last line is "N passed, N failed[, N skipped]".
# Needs the .NET SDK that global.json names, and nothing else: the tests bring their own servers. With Node 20 or later, official
# clients drive our fakes as well; where it is missing and may not be installed, those tests are skipped and named.
set -uo pipefail
cd "$(dirname "$0")"

configuration=${CONFIGURATION:-Release}
results=artifacts/test-results
mkdir -p "$results"
rm -f "$results"/*.trx

if ! dotnet build MultiRegion.sln --configuration "$configuration" -warnaserror --nologo --verbosity quiet; then
  echo "the build failed"
  echo "0 passed, 1 failed"
  exit 1
fi

if ! command -v npm >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  (apt-get update && apt-get install --yes --no-install-recommends nodejs npm) >/dev/null 2>&1 || true
fi
for manifest in tests/wire/*/package-lock.json; do
  folder=$(dirname "$manifest")
  if command -v npm >/dev/null && [ "$manifest" -nt "$folder/node_modules/.package-lock.json" ]; then
    npm ci --prefix "$folder" --silent || echo "the official clients of $folder could not be installed"
  fi
done

status=0
dotnet test MultiRegion.sln --no-build --configuration "$configuration" --nologo --verbosity quiet \
  --results-directory "$results" --logger trx --blame-hang-timeout 10m || status=$?

passed=0
failed=0
skipped=0
for file in "$results"/*.trx; do
  [ -f "$file" ] || continue
  counters=$(grep -o '<Counters [^>]*>' "$file")
  number() { printf '%s' "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
  total=$(number total)
  passed=$((passed + $(number passed)))
  failed=$((failed + $(number failed) + $(number error) + $(number timeout) + $(number aborted)))
  skipped=$((skipped + total - $(number executed)))
  grep -o 'testName="[^"]*"[^>]*outcome="NotExecuted"' "$file" | sed 's/testName="\([^"]*\)".*/skipped: \1/' || true
done

# A run that ended without a result is a failure, whatever was counted before.
if [ "$passed" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; }; then
  failed=$((failed + 1))
fi

if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
