"""Keeps scans over time: images, packages, findings as intervals; the only room that speaks SQL.

What other rooms ask of it, through ``pipeline``::

    previous_result(store, target, before=None) -> ScanResult | None   # store/restore.py
    load_scan(store, key) -> ScanResult                                # store/restore.py
    record_scan(store, result, command="scan", commit="") -> Recorded  # store/record.py
    open_store(place) -> Store                                         # store/open.py

``previous_result`` gives what the last recorded scan of the target's *lineage* said (the image
repository and platform, free of tag and digest), as the model's ``ScanResult`` with one target:
findings with fingerprint, sources and places, components, layers, ledger, verdict and the dates of
the data. ``None`` where the lineage was never scanned.
``pipeline.remembering.memory.find_previous(settings, target)`` opens the store that the settings
name, asks, and closes it again.
"""
