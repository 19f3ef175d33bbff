# Every image of this repository: docker buildx bake [TARGET]
variable "REGISTRY" { default = "hullmark" }
variable "TAG" { default = "0.1.0" }

group "default" { targets = ["production", "api", "worker", "hardened", "monitoring"] }

target "production" {
  dockerfile = "deploy/docker/Dockerfile.production"
  target = "runtime"
  tags = ["${REGISTRY}/production:${TAG}"]
}

target "test" {
  dockerfile = "deploy/docker/Dockerfile.production"
  target = "test"
  tags = ["${REGISTRY}/test:${TAG}"]
}

target "dev" {
  dockerfile = "deploy/docker/Dockerfile.production"
  target = "dev"
  tags = ["${REGISTRY}/dev:${TAG}"]
}

target "api" {
  dockerfile = "deploy/docker/Dockerfile.api"
  tags = ["${REGISTRY}/api:${TAG}"]
}

target "worker" {
  dockerfile = "deploy/docker/Dockerfile.worker"
  tags = ["${REGISTRY}/worker:${TAG}"]
}

target "hardened" {
  dockerfile = "deploy/docker/Dockerfile.hardened"
  tags = ["${REGISTRY}/hardened:${TAG}"]
}

target "monitoring" {
  dockerfile = "deploy/docker/Dockerfile.monitoring"
  tags = ["${REGISTRY}/monitoring:${TAG}"]
}
