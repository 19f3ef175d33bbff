"""What the pipeline asks of the world around it: progress, for now."""
