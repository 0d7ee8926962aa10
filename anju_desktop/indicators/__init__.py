"""The common indicators of these programmes: what ships, and what an office adds; no Qt."""
