"""Geometry: (edition, values, font metrics) to a grid and a display list; no Qt, no reportlab."""
