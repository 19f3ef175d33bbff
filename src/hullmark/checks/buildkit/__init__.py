"""The rules of `docker build --check`: what BuildKit's own linter says of a Dockerfile."""
