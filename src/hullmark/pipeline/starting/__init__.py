"""What ``hullmark init`` writes: settings, a pipeline, Dockerfiles to start from."""
