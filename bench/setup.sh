#!/usr/bin/env bash
# Installs what getimage is measured against. What cannot be installed is named; the benches then skip it.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! { command -v wget && command -v convert && command -v vipsthumbnail && [ -x /usr/sbin/nginx ]; } >/dev/null ||
    ! /usr/bin/python3 -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        [ -n "${APT_UPDATED:-}" ] || apt-get update -qq || true
        # The light nginx brings the echo module, which waits before it answers. No service is to be started.
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            imagemagick wget libvips-tools nginx-light python3 python3-venv >/dev/null ||
            echo "apt-get could not install all peers"
    else
        echo "not root, or no apt-get: install imagemagick wget libvips-tools nginx-light python3-venv"
    fi
fi

venv=.cache/bench-python
if ! cmp -s bench/peers/requirements.txt "$venv/complete"; then
    rm -rf "$venv"
    if /usr/bin/python3 -m venv "$venv" &&
        "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement bench/peers/requirements.txt; then
        cp bench/peers/requirements.txt "$venv/complete"
    else
        echo "splunk-sdk could not be installed from PyPI"
    fi
fi
