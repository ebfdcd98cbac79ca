#!/bin/sh
# Packs everything, installs the packages from artifacts/packages into a project that knows nothing of this repository, and runs it.
# Packages go to a folder of their own, so that no other build ever finds a package that was only tried.
set -eu
cd "$(dirname "$0")/.."
rm -rf artifacts/packages artifacts/try-package samples/FromPackage/obj
for project in src/*/*.csproj; do
    dotnet pack "$project" -c Release -v quiet
done
for package in artifacts/packages/*.nupkg; do
    for file in README.md 'lib/net10.0/.*\.dll' 'lib/net10.0/.*\.xml'; do
        # The names of a zip file's entries stand in it uncompressed.
        grep -aq "$file" "$package" || { echo "$package has no $file"; exit 1; }
    done
    [ -f "${package%.nupkg}.snupkg" ] || { echo "$package has no symbols"; exit 1; }
done
grep -aq 'schemas/multiregion.schema.json' artifacts/packages/MultiRegion.[0-9]*.nupkg || { echo "MultiRegion has no schema"; exit 1; }
dotnet restore samples/FromPackage --packages artifacts/try-package/packages -v quiet
dotnet build samples/FromPackage --no-restore -c Release -o artifacts/try-package/bin -v quiet
dotnet artifacts/try-package/bin/FromPackage.dll
