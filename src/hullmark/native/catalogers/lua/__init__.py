"""Rocks of LuaRocks."""
