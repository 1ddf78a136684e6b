#!/bin/sh
# Installs the Debian packages named as arguments, where they are missing.
set -eu

missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Govah needs these Debian packages, and there is no apt-get here:$missing" >&2
    echo "Install their like with your own package manager, then run make again." >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "Govah needs these Debian packages, and you may not install them:$missing" >&2
    echo "Ask whoever administers this machine to run: apt-get install$missing" >&2
    echo "Then run make again." >&2
    exit 1
fi
echo "Installing Debian packages:$missing"
# shellcheck disable=SC2086
if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
fi
