# Packages that a running service does not need, by what they are for.
package hullmark.gate.lib.package_kinds

import rego.v1

# kind_of: "compilers", "shells" or "package-managers"; names are those of distributions' packages.
kind_of(component) := kind if {
	component.type in {"deb", "apk", "rpm", "alpm", "generic"}
	some kind, names in of_distributions
	plain(component.name) in names
} else := kind if {
	some kind, names in of_languages[component.type]
	lower(component.name) in names
}

# plain: a name without the version that many compilers have in it (gcc-12, golang-1.22-go).
plain(name) := regex.replace(regex.replace(lower(name), `-x86-64-linux-gnu$|-aarch64-linux-gnu$`, ""), `-?[0-9]+(\.[0-9]+)*`, "")

of_distributions := {
	"compilers": {
		"binutils", "build-base", "build-essential", "clang", "cmake", "cpp", "dpkg-dev", "g++", "gcc",
		"gcc-c++", "gcc-gfortran", "gfortran", "ghc", "go", "golang", "golang-go", "golang-bin", "ldc",
		"llvm", "lld", "make", "mono-devel", "nasm", "ocaml", "openjdk-jdk", "openjdk-jdk-headless",
		"java-openjdk-devel", "rust", "rustc", "cargo", "tcc", "yasm", "base-devel",
	},
	"shells": {"ash", "bash", "busybox", "busybox-static", "dash", "fish", "ksh", "mksh", "tcsh", "yash", "zsh"},
	"package-managers": {
		"apk-tools", "apt", "aptitude", "dnf", "dnf-yum", "dpkg", "microdnf", "npm", "nodejs-npm", "opkg", "pacman",
		"pip", "py-pip", "python-pip", "python3-pip", "rpm", "tdnf", "yum", "yarn", "zypper", "conda", "snapd",
	},
}

of_languages := {
	"pypi": {"package-managers": {"pip", "pipenv", "poetry", "uv", "conda"}},
	"npm": {"package-managers": {"npm", "yarn", "pnpm", "corepack"}},
	"gem": {"package-managers": {"bundler"}},
	"composer": {"package-managers": {"composer/composer"}},
}
