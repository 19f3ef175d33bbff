package hullmark.checks.dockerfile.pip_cache_kept_test

import rego.v1

import data.hullmark.checks.dockerfile.pip_cache_kept

test_bad_1 if {
	count(pip_cache_kept.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install flask==3.0.3"], "Stage": 0, "Commands": [["pip", "install", "flask==3.0.3"]], "Piped": []}]
}

test_good_1 if {
	count(pip_cache_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install --no-cache-dir flask==3.0.3"], "Stage": 0, "Commands": [["pip", "install", "--no-cache-dir", "flask==3.0.3"]], "Piped": []}]
}

test_good_2 if {
	count(pip_cache_kept.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["PIP_NO_CACHE_DIR", "1", "="], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install flask==3.0.3"], "Stage": 0, "Commands": [["pip", "install", "flask==3.0.3"]], "Piped": []}]
}
