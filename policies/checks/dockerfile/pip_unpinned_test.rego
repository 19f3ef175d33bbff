package hullmark.checks.dockerfile.pip_unpinned_test

import rego.v1

import data.hullmark.checks.dockerfile.pip_unpinned

test_bad_1 if {
	count(pip_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install flask"], "Stage": 0, "Commands": [["pip", "install", "flask"]], "Piped": []}]
}

test_bad_2 if {
	count(pip_unpinned.deny) > 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python3 -m pip install flask"], "Stage": 0, "Commands": [["python3", "-m", "pip", "install", "flask"]], "Piped": []}]
}

test_good_1 if {
	count(pip_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install flask==3.0.3"], "Stage": 0, "Commands": [["pip", "install", "flask==3.0.3"]], "Piped": []}]
}

test_good_2 if {
	count(pip_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install -r requirements.txt"], "Stage": 0, "Commands": [["pip", "install", "-r", "requirements.txt"]], "Piped": []}]
}

test_good_3 if {
	count(pip_unpinned.deny) == 0 with input as [{"Cmd": "from", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["python:3.12"], "Stage": 0}, {"Cmd": "run", "SubCmd": "", "JSON": false, "Flags": [], "Value": ["pip install ."], "Stage": 0, "Commands": [["pip", "install", "."]], "Piped": []}]
}
