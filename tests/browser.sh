#!/usr/bin/env bash
# Make sure that there is a Chromium: the system's, else Debian's package when root, else Playwright's own download.
set -euo pipefail
bin=$1
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" > /dev/null; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    apt-get -qq -o DPkg::Lock::Timeout=400 update
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=400 install chromium > /dev/null
else
    "$bin/playwright" install chromium
fi
