package hullmark.checks.compose.shared_volume_test

import data.hullmark.checks.compose.shared_volume
import rego.v1

test_bad_1 if count(shared_volume.deny) > 0 with input as {"services": {"a": {"image": "x:1", "volumes": ["d:/a"]}, "b": {"image": "y:1", "volumes": ["d:/b"]}}}

test_good_1 if count(shared_volume.deny) == 0 with input as {"services": {"a": {"image": "x:1", "volumes": ["d:/a"]}, "b": {"image": "y:1", "volumes": ["d:/b:ro"]}}}
