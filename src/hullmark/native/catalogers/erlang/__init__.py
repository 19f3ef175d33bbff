"""Packages of Hex for Erlang and Elixir, and applications of OTP."""
