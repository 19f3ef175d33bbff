"""Twistlock, now Prisma Cloud: its reports, read."""
