"""Packages of Conan, for C and C++."""
