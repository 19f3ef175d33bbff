#!/bin/sh
# Scan the demo image and this repository, show the table, write SARIF and JSON, explain the status.
# Called by `make scan`; a verdict of fail or incomplete is what it is there to show, not an error.
set -u
BIN=${BIN:-.venv/bin}

"$BIN/hullmark" scan oci:build/demo:demo repo:. -o build/demo.sarif -o build/demo.json
status=$?
echo
case $status in
0) echo "exit status 0: the verdict is pass or warn" ;;
10) echo "exit status 10: the verdict is fail; in CI this would stop the build" ;;
11) echo "exit status 11: the verdict is incomplete: nothing failed, and not everything could be judged"
    echo "                (without 'hullmark db update' only the starter set of advisories is at hand)" ;;
*) exit $status ;;
esac
echo "written: build/demo.sarif build/demo.json"
