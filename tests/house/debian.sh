#!/bin/sh
# Debian packages that some tests need. Installed only as root or with CI=true; elsewhere the line to run is printed,
# and the tests that need them say what they lack.
set -eu
lacking=""
for package in $(sed 's/#.*//' tests/house/debian.txt); do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || lacking="$lacking $package"
done
[ -n "$lacking" ] || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking >/dev/null
elif [ "${CI:-}" = true ]; then
  echo "CI=true, but not root: cannot install$lacking" >&2
  exit 1
else
  echo "some tests lack Debian packages; to have them: apt-get install --no-install-recommends$lacking"
fi
