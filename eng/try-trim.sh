#!/bin/sh
# Publishes an application that keeps all of the shipped assemblies, trimmed, with the analysis for native compilation: any warning is an error.
set -eu
cd "$(dirname "$0")/.."
rm -rf artifacts/try-trim
dotnet publish eng/trim -c Release -o artifacts/try-trim -v quiet
artifacts/try-trim/Trim
