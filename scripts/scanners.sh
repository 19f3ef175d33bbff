#!/bin/sh
# Installs the scanners that tests run for real, in pinned versions, below HULLMARK_HOME.
# What cannot be had here is told and left out; tests that need it skip with its name.
# MORE_SCANNERS names others that take long to compile: MORE_SCANNERS=osv-scanner make scanners
set -u
python=${PYTHON:-python3}
"$python" -m hullmark tools install --all || echo "some scanners are missing; see above" >&2
for name in ${MORE_SCANNERS:-}; do
    "$python" -m hullmark tools install "$name" || echo "$name is missing; see above" >&2
done
"$python" -m hullmark tools list
